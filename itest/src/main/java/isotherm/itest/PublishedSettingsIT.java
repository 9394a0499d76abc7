/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.decoder.AdamSettings;
import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.run.Experiments;
import isotherm.api.tensor.StateDict;
import isotherm.testing.Await;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** The shipped experiments of the published settings, against the table of METHOD.md section 2. */
class PublishedSettingsIT {
    private static final List<String> SIX = List.of("isun", "textures", "svhn", "places365", "lsun_c", "lsun_r");

    /** A line of the table. */
    enum Setting {
        CIFAR10_RESNET18(
                "cifar10-resnet18",
                "cifar10",
                10,
                "tinyimages",
                10_000,
                SIX,
                "resnet18",
                "",
                512,
                32,
                "100",
                "512,256,128,64",
                "1",
                3_626_124,
                List.of("4", "8", "16")),
        CIFAR10_WRN(
                "cifar10-wrn40-2",
                "cifar10",
                10,
                "tinyimages",
                10_000,
                SIX,
                "wideresnet",
                "depth=40;width=2;dropout=0.3",
                128,
                32,
                "128",
                "256,128,64,32",
                "2",
                1_231_264,
                List.of("8", "16", "32")),
        CIFAR100_RESNET18(
                "cifar100-resnet18",
                "cifar100",
                100,
                "tinyimages",
                10_000,
                SIX,
                "resnet18",
                "",
                512,
                32,
                "512",
                "512,256,128,64",
                "1",
                7_262_784,
                List.of("4", "8", "16")),
        CIFAR100_WRN(
                "cifar100-wrn40-2",
                "cifar100",
                100,
                "tinyimages",
                10_000,
                SIX,
                "wideresnet",
                "depth=40;width=2;dropout=0.3",
                128,
                32,
                "128",
                "256,128,64,32",
                "2",
                1_242_784,
                List.of("8", "16", "32")),
        TINYIMAGENET_RESNET50(
                "tinyimagenet-resnet50",
                "tinyimagenet",
                200,
                "places365",
                20_000,
                List.of("textures", "inaturalist", "sun"),
                "resnet50",
                "",
                2048,
                64,
                "512",
                "2048,1024,512,256,128",
                "1",
                62_501_504,
                List.of("4", "8", "16"));

        final String experiment;
        final String id;
        final int classes;
        final String auxiliary;
        final int auxiliaryImages;
        final List<String> tests;
        final String backbone;
        final String backboneOptions;
        final int zSize;
        final int imageSize;
        final String fc;
        final String filters;
        final String tapAfter;
        final long parameters;
        final List<String> tapSizes;

        Setting(
                String experiment,
                String id,
                int classes,
                String auxiliary,
                int auxiliaryImages,
                List<String> tests,
                String backbone,
                String backboneOptions,
                int zSize,
                int imageSize,
                String fc,
                String filters,
                String tapAfter,
                long parameters,
                List<String> tapSizes) {
            this.experiment = experiment;
            this.id = id;
            this.classes = classes;
            this.auxiliary = auxiliary;
            this.auxiliaryImages = auxiliaryImages;
            this.tests = tests;
            this.backbone = backbone;
            this.backboneOptions = backboneOptions;
            this.zSize = zSize;
            this.imageSize = imageSize;
            this.fc = fc;
            this.filters = filters;
            this.tapAfter = tapAfter;
            this.parameters = parameters;
            this.tapSizes = tapSizes;
        }
    }

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = 5000)
    Experiments experiments;

    @Test
    void allFiveAreShipped() {
        for (Setting setting : Setting.values()) {
            assertTrue(shipped(setting, Map.of()).get("description").startsWith("The published setting of "));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isWhatThePaperSays(Setting setting) {
        Map<String, String> shipped = shipped(setting, Map.of());
        var expected = new LinkedHashMap<String, String>();
        expected.put("preset", "corrected");
        expected.put("switches", "");
        expected.put("id", setting.id);
        expected.put("id.count", "0");
        expected.put("ood.count", Integer.toString(setting.auxiliaryImages));
        expected.put("test.count", "0");
        expected.put("image.size", Integer.toString(setting.imageSize));
        expected.put("backbone", setting.backbone);
        expected.put("backbone.options", setting.backboneOptions);
        expected.put("classifier", "");
        expected.put("taps", "1");
        expected.put("target", "prototype");
        expected.put("decoder", "deconv");
        expected.put(
                "decoder.options",
                "fc=" + setting.fc + ";filters=" + setting.filters + ";tap.after=" + setting.tapAfter);
        expected.put("decoder.weights", "");
        expected.put("epochs", "150");
        expected.put("batch.size", "200");
        expected.put("balance", "0");
        expected.put("learning.rate", "0.0002");
        expected.put("learning.rate.schedule", "constant");
        expected.put("adam.beta1", "0.5");
        expected.put("adam.beta2", "0.999");
        expected.put("snapshot.every", "10");
        boolean tiny = setting.imageSize == 64;
        expected.put("pretrain.epochs", tiny ? "200" : "100");
        expected.put("pretrain.batch.size", tiny ? "128" : "200");
        expected.put("pretrain.augmentation", tiny ? "resized-crop-flip" : "crop-flip");
        expected.put("pretrain.learning.rate", "0.1");
        expected.put("pretrain.momentum", "0.9");
        expected.put("pretrain.weight.decay", "0.0005");
        expected.put("pretrain.schedule", "plateau");
        expected.put("pretrain.patience", "10");
        expected.put("pretrain.decay", "0.1");
        expected.put("pretrain.warmup", "0");
        expected.put("pretrain.label.smoothing", "0");
        expected.put("pretrain.nesterov", "false");
        expected.put("pretrain.validation", "0.01");
        expected.forEach((key, value) -> assertEquals(number(value), number(shipped.get(key)), key));
        assertEquals(List.of(setting.auxiliary), labels(shipped.get("ood.train")));
        assertEquals(setting.tests, labels(shipped.get("ood.test")));
        assertTrue(shipped.get("scores").startsWith("heatmap"));
    }

    /** Numbers by their value, texts as they are. */
    private static Object number(String text) {
        return text.matches("[-+0-9.eE]+") ? (Object) Double.valueOf(text) : text;
    }

    private static List<String> labels(String list) {
        return Arrays.stream(list.split(";"))
                .map(entry -> entry.contains("=") ? entry.substring(0, entry.indexOf('=')) : entry)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void itsNetworksAreOfThePublishedSizes(Setting setting) throws Exception {
        Map<String, String> shipped = shipped(setting, Map.of());
        FeatureLayout layout = layout(setting, shipped);
        assertEquals(setting.zSize, layout.zSize());
        assertEquals(
                setting.tapSizes,
                layout.taps().stream()
                        .map(tap -> Integer.toString(tap.height()))
                        .toList());
        Decoder decoder = service(Decoder.class, "decoder", shipped.get("decoder"));
        try (var created = decoder.create(layout, spec(shipped), AdamSettings.PUBLISHED, 1)) {
            StateDict weights = created.weights();
            long parameters = 0;
            for (var tensor : weights.tensors().entrySet()) {
                if (!tensor.getKey().matches(".*(running_mean|running_var|num_batches_tracked)")) {
                    parameters += tensor.getValue().length();
                }
                tensor.getValue().close();
            }
            assertEquals(setting.parameters, parameters);
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsWithOneToFourTapsInEitherPreset(Setting setting) throws Exception {
        for (String preset : List.of("corrected", "reference")) {
            for (int taps = 1; taps <= 4; taps++) {
                Map<String, String> shipped =
                        shipped(setting, Map.of("preset", preset, "taps", Integer.toString(taps)));
                Decoder decoder = service(Decoder.class, "decoder", shipped.get("decoder"));
                assertTrue(
                        decoder.rejects(layout(setting, shipped), spec(shipped)).isEmpty(), preset + ", taps=" + taps);
            }
        }
    }

    private Map<String, String> shipped(Setting setting, Map<String, String> overrides) {
        Await.until(() -> experiments.names().contains(setting.experiment), "experiments: " + experiments.names());
        return experiments.get(setting.experiment, overrides).settings();
    }

    private FeatureLayout layout(Setting setting, Map<String, String> shipped) throws Exception {
        Backbone backbone = service(Backbone.class, "backbone", shipped.get("backbone"));
        return backbone.describe(new BackboneSpec(
                setting.classes,
                Integer.parseInt(shipped.get("image.size")),
                options(shipped.get("backbone.options"))));
    }

    private static DecoderSpec spec(Map<String, String> shipped) {
        return new DecoderSpec(Integer.parseInt(shipped.get("taps")), options(shipped.get("decoder.options")));
    }

    private static Map<String, String> options(String list) {
        var options = new LinkedHashMap<String, String>();
        for (String entry : list.isEmpty() ? new String[0] : list.split(";")) {
            options.put(entry.substring(0, entry.indexOf('=')), entry.substring(entry.indexOf('=') + 1));
        }
        return options;
    }

    private <S> S service(Class<S> contract, String point, String name) throws Exception {
        String filter = "(isotherm." + point + ".name=" + name + ")";
        Await.until(() -> references(contract, filter) > 0, "no service " + filter);
        return context.getService(
                context.getServiceReferences(contract, filter).iterator().next());
    }

    private int references(Class<?> contract, String filter) {
        try {
            return context.getServiceReferences(contract, filter).size();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
