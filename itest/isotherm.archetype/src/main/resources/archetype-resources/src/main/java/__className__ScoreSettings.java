package ${package};

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration form: what holds for experiments that do not say otherwise. */
@ObjectClassDefinition(name = "Score ${name}", description = "What holds for experiments that do not say otherwise.")
@interface ${className}ScoreSettings {
    @AttributeDefinition(name = "scale", description = "What the margin is multiplied by; above 0.", min = "0.001", max = "1000")
    double scale() default 1;
}
