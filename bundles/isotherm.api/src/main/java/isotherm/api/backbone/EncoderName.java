/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.backbone;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Names an engine for encoders: sets its service property {@code isotherm.encoder.name} and declares the capability {@code isotherm.encoder}
 * in the bundle's manifest, so that the resolver can be asked for it.
 */
@ComponentPropertyType
@Capability(namespace = "isotherm.encoder", attribute = "isotherm.encoder=${#value}")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface EncoderName {
    String PREFIX_ = "isotherm.";

    /** The name experiments use. */
    String value();
}
