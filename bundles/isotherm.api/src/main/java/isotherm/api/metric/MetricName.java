/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.metric;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Names a metric service: sets its service property {@code isotherm.metric.name} and declares the capability {@code isotherm.metric}
 * in the bundle's manifest, so that the resolver can be asked for it.
 */
@ComponentPropertyType
@Capability(namespace = "isotherm.metric", attribute = "isotherm.metric=${#value}")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface MetricName {
    String PREFIX_ = "isotherm.";

    /** The name experiments use. */
    String value();
}
