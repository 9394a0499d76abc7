package ${package};

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration form: what holds for experiments that do not say otherwise. */
@ObjectClassDefinition(name = "Target ${name}", description = "What holds for experiments that do not say otherwise.")
@interface ${className}TargetSettings {
    @AttributeDefinition(
            name = "same class",
            description = "Whether a target must be of the class that the OOD image is predicted as, where there is one.")
    boolean sameClass() default true;
}
