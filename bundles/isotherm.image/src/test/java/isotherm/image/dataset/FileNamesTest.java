/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of any bytes, in this process's locale and in others. */
class FileNamesTest {
    @TempDir
    Path folder;

    /** Percent-encoded bytes of a name, and its text. */
    @ParameterizedTest
    @CsvSource({
        "plain.png, plain.png", "a%20b%23%3F%25.png, a b#?%.png", "gr%C3%BCn.png, grün.png", "caf%E9.png, caf\\xE9.png",
        "caf%C3%A9.png, café.png", "caf%5CxE9.png, caf\\x5CxE9.png", "a%5Cb.png, a\\b.png", "%FF%FE, \\xFF\\xFE",
        "%E2%82%AC%F0%9F%98%80, €😀", "%C3/%A9.png, \\xC3/\\xA9.png", "%ED%A0%80.png, \\xED\\xA0\\x80.png"
    })
    void bytesComeAndGo(String encoded, String text) throws IOException {
        Path file = Path.of(URI.create(folder.toUri() + encoded));
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        assertEquals(text, FileNames.relative(folder, file));
        assertEquals("x", Files.readString(FileNames.resolve(folder, text)));
    }

    @Test
    void noTwoNamesHaveOneText() throws IOException {
        var random = new Random(6);
        var names = new HashSet<String>();
        var texts = new HashSet<String>();
        byte[] alphabet = {'a', '\\', 'x', 'E', '9', (byte) 0xE9, (byte) 0xC3, (byte) 0xA9, (byte) 0x80};
        for (int i = 0; i < 400; i++) {
            var encoded = new StringBuilder();
            for (int k = 1 + random.nextInt(6); k > 0; k--) {
                encoded.append(String.format("%%%02X", alphabet[random.nextInt(alphabet.length)]));
            }
            Path file = Path.of(URI.create(folder.toUri() + encoded.toString()));
            String text = FileNames.relative(folder, file);
            assertEquals(names.add(encoded.toString()), texts.add(text), text);
            assertEquals(file.toUri(), FileNames.resolve(folder, text).toUri(), text);
        }
    }

    /** Lists and reads a folder of odd names in a process of another locale. */
    @ParameterizedTest
    @ValueSource(strings = {"POSIX", "C.UTF-8"})
    void everyLocaleReadsThemAlike(String locale) throws Exception {
        for (String name : List.of("caf%E9", "gr%C3%BCn", "plain")) {
            Path file = Path.of(URI.create(folder.toUri() + name + "/" + name + ".png"));
            Files.createDirectories(file.getParent());
            ImageIO.write(new BufferedImage(9, 9, 1), "png", Files.newOutputStream(file));
        }
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                OddNames.class.getName(),
                folder.toString());
        command.environment().put("LC_ALL", locale);
        File out = folder.resolve("out.txt").toFile();
        Process process = command.redirectErrorStream(true).redirectOutput(out).start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        String said = Files.readString(out.toPath());
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        assertEquals("caf\\xE9/caf\\xE9.png 9\ngr\u00FCn/gr\u00FCn.png 9\nplain/plain.png 9\n", said);
    }

    /** What the other process does. */
    static final class OddNames {
        private OddNames() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            ImageListing listing = ImageListing.of(folder);
            try (var data = new ListedImages(
                    folder,
                    listing.files(),
                    listing.classes(),
                    new int[listing.files().size()],
                    List.of())) {
                for (int i = 0; i < data.size(); i++) {
                    String line =
                            listing.files().get(i).path() + " " + data.read(i).width() + "\n";
                    System.out.write(line.getBytes(StandardCharsets.UTF_8));
                }
            }
            System.out.flush();
        }
    }
}
