/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * The form of an experiment: factory configurations {@code isotherm.experiment~NAME}. Agrees with {@link SettingKey}, but
 * for the name, which is no setting: consoles that make up a PID have no other place to ask for it.
 */
@ObjectClassDefinition(name = "Isotherm experiment", description = "What a run does, by the names of plug-ins")
public @interface ExperimentConfig {
    @AttributeDefinition(
            name = "Name",
            description =
                    "What a new experiment is called; with another name than its own, an experiment is copied under that name",
            required = false)
    String name() default "";

    @AttributeDefinition(name = "Description", description = "A line for people", required = false)
    String description() default "";

    @AttributeDefinition(
            name = "Preset",
            description = "Which behaviour: corrected (as the paper says) or reference (as its published code does)",
            options = {
                @Option(value = "corrected", label = "corrected"),
                @Option(value = "reference", label = "reference")
            })
    String preset() default "corrected";

    @AttributeDefinition(
            name = "Switches",
            description =
                    "Single departures from the preset: pairing, range, normalize, empty.class, fpr, ood.test.images, resize, checkpoint, last.bn.momentum, validation, seeds, each =corrected or =reference",
            required = false)
    String[] switches() default {};

    @AttributeDefinition(name = "Id", description = "In-distribution data set, as loader:location?option=value")
    String id() default "shapes";

    @AttributeDefinition(
            name = "Ood train",
            description = "Auxiliary out-of-distribution data sets, as label=loader:location?option=value",
            required = false)
    String[] ood_train() default {};

    @AttributeDefinition(
            name = "Ood test",
            description = "Out-of-distribution test sets, as label=loader:location?option=value",
            required = false)
    String[] ood_test() default {};

    @AttributeDefinition(
            name = "Image size",
            description = "Height and width of the network's input, in pixels",
            min = "8",
            max = "1024")
    int image_size() default 32;

    @AttributeDefinition(
            name = "Id count",
            description = "Images of the ID training set to use, the first in its order; 0 = all",
            min = "0",
            max = "100000000")
    int id_count() default 0;

    @AttributeDefinition(
            name = "Ood count",
            description = "Auxiliary OOD images to use; 0 = all",
            min = "0",
            max = "100000000")
    int ood_count() default 0;

    @AttributeDefinition(
            name = "Test count",
            description = "Images of each test set to use, a seeded sample; 0 = all",
            min = "0",
            max = "100000000")
    int test_count() default 0;

    @AttributeDefinition(name = "Backbone", description = "The classifier's backbone")
    String backbone() default "cifarresnet";

    @AttributeDefinition(
            name = "Backbone options",
            description = "Settings of the backbone, each name=value",
            required = false)
    String[] backbone_options() default {};

    @AttributeDefinition(
            name = "Classifier",
            description = "An imported classifier; empty = pre-train one",
            required = false)
    String classifier() default "";

    @AttributeDefinition(
            name = "Classes",
            description =
                    "Order in which the classifier numbers the ID classes, where it is not the data set's: names, natural, or @FILE below the data folder, a name a line",
            required = false)
    String[] classes() default {};

    @AttributeDefinition(
            name = "Encoder engine",
            description =
                    "What computes the classifier's features: nd4j or onnxruntime; it trains with nd4j in either case")
    String encoder_engine() default "nd4j";

    @AttributeDefinition(
            name = "Taps",
            description = "1 = pooled features alone; each further one adds a feature map",
            min = "1",
            max = "4")
    int taps() default 1;

    @AttributeDefinition(name = "Target", description = "The target strategy")
    String target() default "prototype";

    @AttributeDefinition(name = "Decoder", description = "The decoder")
    String decoder() default "deconv";

    @AttributeDefinition(
            name = "Decoder options",
            description = "Settings of the decoder, each name=value",
            required = false)
    String[] decoder_options() default {};

    @AttributeDefinition(
            name = "Decoder weights",
            description = "An imported decoder, or the id of a run; empty = train one",
            required = false)
    String decoder_weights() default "";

    @AttributeDefinition(name = "Scores", description = "Scores, each name?option=value")
    String[] scores() default {"heatmap", "msp", "energy"};

    @AttributeDefinition(name = "Metrics", description = "Metrics, each name?option=value")
    String[] metrics() default {"detection"};

    @AttributeDefinition(
            name = "Bootstrap",
            description = "Resamples behind the 95 % interval of each metric; 0 for no intervals",
            min = "0",
            max = "1000000")
    int bootstrap() default 1000;

    @AttributeDefinition(name = "Epochs", description = "Epochs of the decoder's training", min = "1", max = "100000")
    int epochs() default 150;

    @AttributeDefinition(name = "Batch size", description = "Images a batch", min = "2", max = "65536")
    int batch_size() default 200;

    @AttributeDefinition(name = "Learning rate", description = "Learning rate of the decoder", min = "1e-9", max = "10")
    double learning_rate() default 2.0E-4;

    @AttributeDefinition(
            name = "Learning rate schedule",
            description = "constant or cosine (down to 0)",
            options = {@Option(value = "constant", label = "constant"), @Option(value = "cosine", label = "cosine")})
    String learning_rate_schedule() default "constant";

    @AttributeDefinition(
            name = "Balance",
            description = "Share of OOD images in each batch; 0 = as they come",
            min = "0",
            max = "0.9")
    double balance() default 0.0;

    @AttributeDefinition(name = "Adam beta1", description = "Decay of Adam's first moment", min = "0", max = "0.999999")
    double adam_beta1() default 0.5;

    @AttributeDefinition(
            name = "Adam beta2",
            description = "Decay of Adam's second moment",
            min = "0",
            max = "0.999999")
    double adam_beta2() default 0.999;

    @AttributeDefinition(name = "Seed", description = "Seed of everything random")
    int seed() default 1;

    @AttributeDefinition(
            name = "Snapshot every",
            description = "Epochs between two kept snapshots of the decoder",
            min = "1",
            max = "100000")
    int snapshot_every() default 10;

    @AttributeDefinition(
            name = "Checkpoint",
            description =
                    "Which decoder is evaluated: last, best (lowest training loss) or an epoch's number; empty = as the preset says",
            required = false)
    String checkpoint() default "";

    @AttributeDefinition(
            name = "On damaged",
            description = "What becomes of an image that cannot be read: it ends the run, or is left out and counted",
            options = {@Option(value = "fail", label = "fail"), @Option(value = "skip", label = "skip")})
    String on_damaged() default "fail";

    @AttributeDefinition(
            name = "Threads",
            description =
                    "Threads that decode images and that networks are computed on; 0 = as many as there are processors",
            min = "0",
            max = "1024")
    int threads() default 0;

    @AttributeDefinition(
            name = "Pretrain epochs",
            description = "Epochs of the classifier's training",
            min = "1",
            max = "100000")
    int pretrain_epochs() default 100;

    @AttributeDefinition(
            name = "Pretrain batch size",
            description = "Images a batch of the classifier's training",
            min = "2",
            max = "65536")
    int pretrain_batch_size() default 200;

    @AttributeDefinition(
            name = "Pretrain learning rate",
            description = "Learning rate of the classifier",
            min = "1e-9",
            max = "100")
    double pretrain_learning_rate() default 0.1;

    @AttributeDefinition(
            name = "Pretrain schedule",
            description =
                    "plateau (lowered when validation stalls), cosine (down to 0), constant or steps (lowered after the milestones)",
            options = {
                @Option(value = "plateau", label = "plateau"),
                @Option(value = "cosine", label = "cosine"),
                @Option(value = "constant", label = "constant"),
                @Option(value = "steps", label = "steps")
            })
    String pretrain_schedule() default "plateau";

    @AttributeDefinition(
            name = "Pretrain warmup",
            description =
                    "Epochs over which the classifier's learning rate rises to its full value; below pretrain.epochs",
            min = "0",
            max = "10000")
    int pretrain_warmup() default 0;

    @AttributeDefinition(
            name = "Pretrain patience",
            description = "Epochs without a rise of validation accuracy that the schedule plateau waits",
            min = "1",
            max = "100000")
    int pretrain_patience() default 10;

    @AttributeDefinition(
            name = "Pretrain decay",
            description = "What the learning rate is multiplied by at a plateau or milestone",
            min = "0.001",
            max = "0.999")
    double pretrain_decay() default 0.1;

    @AttributeDefinition(
            name = "Pretrain milestones",
            description = "Epochs after which the schedule steps lowers the learning rate",
            required = false)
    String[] pretrain_milestones() default {};

    @AttributeDefinition(
            name = "Pretrain momentum",
            description = "Momentum of the classifier's training",
            min = "0",
            max = "0.999999")
    double pretrain_momentum() default 0.9;

    @AttributeDefinition(
            name = "Pretrain weight decay",
            description = "Weight decay of the classifier's training",
            min = "0",
            max = "1")
    double pretrain_weight_decay() default 5.0E-4;

    @AttributeDefinition(name = "Pretrain nesterov", description = "Nesterov's form of momentum")
    boolean pretrain_nesterov() default false;

    @AttributeDefinition(
            name = "Pretrain label smoothing",
            description = "Share of the target that is spread evenly over all classes",
            min = "0",
            max = "0.9")
    double pretrain_label_smoothing() default 0.0;

    @AttributeDefinition(
            name = "Pretrain augmentation",
            description =
                    "Random crop with a padding of 4 pixels and horizontal flip; random resized crop and flip; flip alone; or none",
            options = {
                @Option(value = "crop-flip", label = "crop-flip"),
                @Option(value = "resized-crop-flip", label = "resized-crop-flip"),
                @Option(value = "flip", label = "flip"),
                @Option(value = "none", label = "none")
            })
    String pretrain_augmentation() default "crop-flip";

    @AttributeDefinition(
            name = "Pretrain validation",
            description = "Share of the ID training images held out to tell the best epoch",
            min = "0.0001",
            max = "0.5")
    double pretrain_validation() default 0.01;

    @AttributeDefinition(
            name = "Gallery count",
            description = "Images of each data set that the report shows",
            min = "0",
            max = "1000")
    int gallery_count() default 8;
}
