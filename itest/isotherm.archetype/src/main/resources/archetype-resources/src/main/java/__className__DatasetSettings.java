package ${package};

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration form: what holds for experiments that do not say otherwise. */
@ObjectClassDefinition(name = "Data set ${name}", description = "What holds for experiments that do not say otherwise.")
@interface ${className}DatasetSettings {
    @AttributeDefinition(
            name = "count",
            description = "Number of images of a split, unless the experiment says ?count=…",
            min = "1",
            max = "1000000")
    int count() default 200;
}
