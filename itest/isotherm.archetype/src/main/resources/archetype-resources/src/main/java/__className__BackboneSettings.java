package ${package};

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration form: what holds for experiments that do not say otherwise. */
@ObjectClassDefinition(name = "Backbone ${name}", description = "What holds for experiments that do not say otherwise.")
@interface ${className}BackboneSettings {
    @AttributeDefinition(
            name = "width",
            description = "Channels of the first stage, unless backbone.options names a width.",
            min = "1",
            max = "1024")
    int width() default 16;
}
