/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import isotherm.api.dataset.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Files as people have them, with the mean of each channel that is right. */
class SharedImagesTest {
    private static final Pattern CASE = Pattern.compile(
            "\"([^\"]+\\.(?:jpg|png))\": \\{.*?\"mean\": \\[([^\\]]+)\\],\\s*\"tolerance\": (\\d+)", Pattern.DOTALL);

    @Test
    void meansAreRight() throws IOException {
        Path folder = Path.of(System.getProperty("isotherm.shared", ""), "cases", "images");
        assumeTrue(Files.isDirectory(folder), "no shared cases");
        Matcher cases = CASE.matcher(Files.readString(folder.resolve("expected.json")));
        int count = 0;
        while (cases.find()) {
            RgbImage image = ImageFile.read(folder.resolve(cases.group(1)));
            String[] mean = cases.group(2).split(",");
            for (int c = 0; c < 3; c++) {
                double sum = 0;
                for (int i = c; i < image.pixels().length; i += 3) {
                    sum += image.pixels()[i] & 255;
                }
                double pixels = image.width() * image.height();
                int tolerance = Integer.parseInt(cases.group(3));
                assertEquals(Double.parseDouble(mean[c]), sum / pixels, tolerance, cases.group(1) + " channel " + c);
            }
            count++;
        }
        assertEquals(
                Files.list(folder)
                        .filter(file -> !file.toString().endsWith(".json"))
                        .count(),
                count);
    }
}
