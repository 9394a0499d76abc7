package ${package};

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration form: what holds for experiments that do not say otherwise. */
@ObjectClassDefinition(name = "Metric ${name}", description = "What holds for experiments that do not say otherwise.")
@interface ${className}MetricSettings {
    @AttributeDefinition(
            name = "quantile",
            description = "Share of the ID images that are accepted, unless the metric is given another.",
            min = "0.01",
            max = "0.99")
    double quantile() default 0.95;
}
