package ${package};

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetName;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.RgbImage;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.option.Options;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/** Stripes of two colours, drawn when they are read, in two classes: lying and standing. Option {@code count}. */
@Component(service = DatasetLoader.class)
@DatasetName("${name}")
@Designate(ocd = ${className}DatasetSettings.class)
public final class ${className}Dataset implements DatasetLoader {
    private static final String OWNER = "data set '${name}'";
    private final int defaultCount;

    @Activate
    public ${className}Dataset(${className}DatasetSettings settings) {
        defaultCount = settings.count();
    }

    @Override
    public ImageDataset open(DatasetRequest request) {
        if (!request.location().isEmpty()) {
            throw new ProblemException(
                    ReasonCode.CONFIG_INVALID,
                    "${name}",
                    OWNER + " has no variant '" + request.location() + "'",
                    "leave it and its colon out");
        }
        int count = Options.of(OWNER, request.options(), "count").integer("count", defaultCount, 1, 1_000_000);
        return new Stripes(request.split(), count, request.seed());
    }

    /** Every image is drawn from a seed of its own, so that threads and orders make no difference. */
    private record Stripes(Split split, int size, long seed) implements ImageDataset {
        private static final int SIDE = 32;

        @Override
        public List<String> classes() {
            return List.of("lying", "standing");
        }

        @Override
        public int label(int index) {
            Objects.checkIndex(index, size);
            return index % 2;
        }

        @Override
        public RgbImage read(int index) {
            boolean standing = label(index) == 1;
            var random = new SplittableRandom(new SplittableRandom(seed + split.ordinal()).nextLong() + index);
            int period = random.nextInt(4, 12);
            byte[] light = colour(random, 128), dark = colour(random, 0);
            byte[] pixels = new byte[3 * SIDE * SIDE];
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    boolean first = (standing ? x : y) % period < period / 2;
                    System.arraycopy(first ? light : dark, 0, pixels, 3 * (y * SIDE + x), 3);
                }
            }
            return new RgbImage(SIDE, SIDE, pixels);
        }

        private static byte[] colour(SplittableRandom random, int least) {
            byte[] colour = new byte[3];
            for (int i = 0; i < 3; i++) {
                colour[i] = (byte) (least + random.nextInt(128));
            }
            return colour;
        }

        @Override
        public String fingerprint() {
            return "${name}-1-" + split + "-" + size + "-" + seed;
        }

        @Override
        public void close() {}
    }
}
