/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.score;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Names a score service: sets its service property {@code isotherm.score.name} and declares the capability {@code isotherm.score}
 * in the bundle's manifest, so that the resolver can be asked for it.
 */
@ComponentPropertyType
@Capability(namespace = "isotherm.score", attribute = "isotherm.score=${#value}")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ScoreName {
    String PREFIX_ = "isotherm.";

    /** The name experiments use. */
    String value();
}
