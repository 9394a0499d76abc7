package ${package};

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration form: what holds for experiments that do not say otherwise. */
@ObjectClassDefinition(name = "Decoder ${name}", description = "What holds for experiments that do not say otherwise.")
@interface ${className}DecoderSettings {
    @AttributeDefinition(
            name = "width",
            description = "Channels of every block, unless decoder.options names a width.",
            min = "1",
            max = "1024")
    int width() default 16;
}
