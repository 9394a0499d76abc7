/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.imagefolder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderLoaderTest {
    @TempDir
    Path root;

    @Test
    void takesFirstFoldersAsClassesInByteOrder() throws IOException {
        write("set/b/images/2.JPEG", "jpg", BufferedImage.TYPE_3BYTE_BGR);
        write("set/b/1.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        write("set/Z/x.bmp", "bmp", BufferedImage.TYPE_3BYTE_BGR);
        write("set/é/x.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        write("set/.hidden/x.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        write("set/b/.x.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        Files.writeString(root.resolve("set/b/notes.txt"), "no image");
        try (ImageDataset data = open("set", Split.TRAIN, Map.of())) {
            assertEquals(List.of("Z", "b", "é"), data.classes());
            assertEquals(4, data.size());
            assertEquals(List.of(0, 1, 1, 2), labels(data));
            assertEquals(
                    List.of(root.resolve("set") + ": 4 images are read: Z 1 .bmp, b 1 .jpeg and 1 .png, é 1 .png; "
                            + "2 files are not: b 1 .txt and 1 hidden"),
                    data.warnings());
            for (int i = 0; i < 4; i++) {
                assertEquals(4, data.read(i).width());
            }
            assertThrows(IndexOutOfBoundsException.class, () -> data.read(4));
        }
    }

    @Test
    void leavesFilesOfAFlatFolderUnlabelled() throws IOException {
        write("flat/2.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        write("flat/1.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        try (ImageDataset data = open("flat", Split.TEST, Map.of())) {
            assertEquals(List.of(), data.classes());
            assertEquals(List.of(-1, -1), labels(data));
        }
    }

    @Test
    void foldsShareOutTheClasses() throws IOException {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            write("set/" + name + "/1.png", "png", BufferedImage.TYPE_3BYTE_BGR);
            write("set/" + name + "/2.png", "png", BufferedImage.TYPE_3BYTE_BGR);
            write("flat/" + name + ".png", "png", BufferedImage.TYPE_3BYTE_BGR);
        }
        try (ImageDataset all = open("set", Split.TRAIN, Map.of());
                ImageDataset held = open("set", Split.TEST, Map.of("fold", "1/3"));
                ImageDataset others = open("set", Split.TRAIN, Map.of("fold", "not-1/3"));
                ImageDataset flat = open("flat", Split.TEST, Map.of("fold", "0/2"))) {
            assertEquals(List.of("b", "e"), held.classes());
            assertEquals(4, held.size());
            assertEquals(List.of("a", "c", "d"), others.classes());
            assertEquals(6, others.size());
            assertEquals(3, flat.size());
            assertNotEquals(all.fingerprint(), held.fingerprint());
            assertNotEquals(others.fingerprint(), held.fingerprint());
        }
        for (String wrong : List.of("3/3", "0/0", "1", "not-2/2", "-1/3", "a/b")) {
            ProblemException refusal = problem("set", Map.of("fold", wrong));
            assertEquals(ReasonCode.CONFIG_INVALID, refusal.problem().code());
        }
    }

    @Test
    void takesTheAskedSplitFromItsFolder() throws IOException {
        write("set/train/a/1.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        write("set/val/a/1.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        write("set/val/b/2.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        write("lone/train/a/1.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        try (ImageDataset train = open("set", Split.TRAIN, Map.of());
                ImageDataset test = open("set", Split.TEST, Map.of());
                ImageDataset whole = open("lone", Split.TEST, Map.of("split", "none"))) {
            assertEquals(1, train.size());
            assertEquals(List.of("a", "b"), test.classes());
            assertEquals(List.of("train"), whole.classes());
        }
        assertEquals(
                ReasonCode.DATA_MISSING, problem("lone", Map.of()).problem().code());
    }

    @Test
    void reportsUnreadableFilesByNameAndCount() throws IOException {
        write("set/a/good.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        Files.writeString(root.resolve("set/a/text.jpg"), "this is a text and not an image at all");
        Files.write(root.resolve("set/a/empty.png"), new byte[0]);
        try (ImageDataset data = open("set", Split.TRAIN, Map.of())) {
            assertEquals(1, data.size());
            assertEquals(
                    List.of(root.resolve("set") + ": (2 unreadable files: a/empty.png, a/text.jpg)"), data.warnings());
        }
        for (int i = 10; i < 22; i++) {
            Files.write(root.resolve("set/a/x" + i + ".jpg"), new byte[i]);
        }
        try (ImageDataset data = open("set", Split.TRAIN, Map.of())) {
            assertEquals(
                    List.of(
                            root.resolve("set") + ": (14 unreadable files, the first 10: a/empty.png, a/text.jpg, "
                                    + "a/x10.jpg, a/x11.jpg, a/x12.jpg, a/x13.jpg, a/x14.jpg, a/x15.jpg, a/x16.jpg, a/x17.jpg)"),
                    data.warnings());
        }
    }

    @Test
    void tellsByClassAndSuffixWhatIsReadAndWhatIsNot() throws IOException {
        write("set/red/1.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        write("set/red/2.jpg", "jpg", BufferedImage.TYPE_3BYTE_BGR);
        write("set/blue/deep/1.TIF", "tiff", BufferedImage.TYPE_3BYTE_BGR);
        for (String other :
                List.of("red/1.txt", "red/.hidden.png", "green/1.heic", "green/2.heic", "green/3", "notes.md")) {
            Path file = root.resolve("set").resolve(other);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "no image that is read, and long enough to be one");
        }
        Files.createDirectories(root.resolve("set/empty/below"));
        Files.createDirectories(root.resolve("set/.git"));
        Files.writeString(root.resolve("set/red/.DS_Store"), "what systems hide in every folder");
        try (ImageDataset data = open("set", Split.TRAIN, Map.of())) {
            assertEquals(List.of("blue", "red"), data.classes());
            assertEquals(3, data.size());
            assertEquals(
                    List.of(
                            root.resolve("set")
                                    + ": 3 images are read: blue 1 .tif, red 1 .jpg and 1 .png; 6 files are not: "
                                    + "1 .md, green 2 .heic and 1 without suffix, red 1 .txt and 1 hidden; no image in: empty, green"),
                    data.warnings());
        }
    }

    /** Folders as people have them: one class in TIFF, one damaged file among sound ones. */
    @Test
    void sharedFoldersAreReadOrSayWhatIsNot() throws IOException {
        Path cases = Path.of(System.getProperty("isotherm.shared", ""), "cases", "data");
        assumeTrue(Files.isDirectory(cases), "no shared cases");
        var loader = new ImageFolderLoader();
        try (ImageDataset data = loader.open(new DatasetRequest(Split.TRAIN, cases, "green-in-tiff", Map.of(), 0))) {
            assertEquals(List.of("blue", "green", "red"), data.classes());
            assertEquals(18, data.size());
            for (int i = 0; i < data.size(); i++) {
                int label = data.label(i);
                byte[] pixels = data.read(i).pixels();
                int[] sums = new int[3];
                for (int k = 0; k < pixels.length; k++) {
                    sums[k % 3] += pixels[k] & 255;
                }
                int largest = sums[0] > sums[1] && sums[0] > sums[2] ? 0 : sums[1] > sums[2] ? 1 : 2;
                assertEquals(2 - label, largest, "image " + i);
            }
        }
        try (ImageDataset data = loader.open(new DatasetRequest(Split.TEST, cases, "one-damaged", Map.of(), 0))) {
            assertEquals(7, data.size());
            IOException e = assertThrows(IOException.class, () -> data.read(6));
            assertTrue(e.getMessage().endsWith("cut.jpg: cannot be decoded: truncated"), e.getMessage());
        }
    }

    @Test
    void namesTheFileThatFailsWhenRead() throws IOException {
        for (String kind : List.of("png", "jpg")) {
            Path file = write("cut-" + kind + "/x." + kind, kind, BufferedImage.TYPE_3BYTE_BGR);
            byte[] content = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(content, content.length - 30));
            try (ImageDataset data = open("cut-" + kind, Split.TRAIN, Map.of())) {
                IOException e = assertThrows(IOException.class, () -> data.read(0), kind);
                assertTrue(e.getMessage().contains("x." + kind), e.getMessage());
            }
        }
    }

    @Test
    void fingerprintFollowsTheFiles() throws IOException {
        write("set/a/1.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        String one = fingerprint("set");
        assertEquals(one, fingerprint("set"));
        write("set/a/2.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        assertNotEquals(one, fingerprint("set"));
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertEquals(
                ReasonCode.DATA_MISSING, problem("nowhere", Map.of()).problem().code());
        Files.createDirectories(root.resolve("empty"));
        assertEquals(
                ReasonCode.DATA_MISSING, problem("empty", Map.of()).problem().code());
        assertEquals(ReasonCode.CONFIG_INVALID, problem("", Map.of()).problem().code());
        assertEquals(
                ReasonCode.CONFIG_INVALID,
                problem("empty", Map.of("splitt", "none")).problem().code());
    }

    @Test
    void readsFoldersOfTestImagesFlatOrInFolders() throws IOException {
        // as the archives unpack: iSUN_patches and LSUN_resize flat, LSUN in test/, iNaturalist and SUN in images/
        write("iSUN/iSUN_patches/1.jpeg", "jpg", BufferedImage.TYPE_3BYTE_BGR);
        write("LSUN/test/0.jpg", "jpg", BufferedImage.TYPE_3BYTE_BGR);
        write("LSUN/test/1.jpg", "jpg", BufferedImage.TYPE_3BYTE_BGR);
        write("LSUN_resize/0.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        write("SUN/images/sun_a.jpg", "jpg", BufferedImage.TYPE_3BYTE_BGR);
        write("classes/bedroom/0.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        write("classes/tower/0.png", "png", BufferedImage.TYPE_3BYTE_BGR);
        for (var set : Map.of("iSUN", 1, "LSUN", 2, "LSUN_resize", 1, "SUN", 1, "classes", 2)
                .entrySet()) {
            try (ImageDataset data = open(set.getKey(), Split.TEST, Map.of())) {
                assertEquals(set.getValue(), data.size(), set.getKey());
                assertEquals(4, data.read(data.size() - 1).width());
            }
        }
    }

    private String fingerprint(String location) {
        try (ImageDataset data = open(location, Split.TRAIN, Map.of())) {
            return data.fingerprint();
        }
    }

    private ProblemException problem(String location, Map<String, String> options) {
        return assertThrows(ProblemException.class, () -> open(location, Split.TEST, options));
    }

    private ImageDataset open(String location, Split split, Map<String, String> options) {
        return new ImageFolderLoader().open(new DatasetRequest(split, root, location, options, 0));
    }

    private static List<Integer> labels(ImageDataset data) {
        return java.util.stream.IntStream.range(0, data.size())
                .mapToObj(data::label)
                .toList();
    }

    private Path write(String name, String format, int type) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(4, 3, type);
        image.setRGB(1, 1, 0xFF8040);
        ImageIO.write(image, format, file.toFile());
        return file;
    }
}
