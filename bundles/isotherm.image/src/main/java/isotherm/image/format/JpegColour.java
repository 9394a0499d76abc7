/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import java.io.IOException;
import java.util.Arrays;

/** Which colours the components of a JPEG are, decided as libjpeg decides it in {@code default_decompress_parms}. */
enum JpegColour {
    GREY,
    YCBCR,
    RGB,
    CMYK,
    YCCK;

    /** JFIF 1.1 with square pixels: three components are luminance and chrominance, whatever they are called. */
    private static final byte[] JFIF = {
        (byte) 0xFF, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
    };

    /** Adobe's marker with transform 0: components are stored as they are. */
    private static final byte[] ADOBE = {(byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };

    private static final int[] LETTERS = {'R', 'G', 'B'};

    static JpegColour of(JpegParts parts) throws IOException {
        int adobe = parts.adobe();
        return switch (parts.components().length) {
            case 1 -> GREY;
            case 3 -> {
                if (parts.jfif()) {
                    yield YCBCR;
                }
                boolean plain = adobe == JpegParts.NONE ? Arrays.equals(parts.components(), LETTERS) : adobe == 0;
                yield plain ? RGB : YCBCR;
            }
            case 4 -> adobe == JpegParts.NONE || adobe == 0 ? CMYK : YCCK;
            default -> throw new IOException("a JPEG of " + parts.components().length
                    + " components, which is neither grey nor colour; convert it to PNG");
        };
    }

    boolean inks() {
        return this == CMYK || this == YCCK;
    }

    /** The marker that makes a decoder see it so, too; for inks one that leaves them alone. */
    byte[] marker() {
        return this == GREY || this == YCBCR ? JFIF.clone() : ADOBE.clone();
    }
}
