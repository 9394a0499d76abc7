/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.target;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Names a target strategy service: sets its service property {@code isotherm.target.name} and declares the capability {@code isotherm.target}
 * in the bundle's manifest, so that the resolver can be asked for it.
 */
@ComponentPropertyType
@Capability(namespace = "isotherm.target", attribute = "isotherm.target=${#value}")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface TargetName {
    String PREFIX_ = "isotherm.";

    /** The name experiments use. */
    String value();
}
