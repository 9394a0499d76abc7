/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.npy;

import isotherm.api.dataset.RgbImage;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.image.dataset.Fingerprint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A mapped array file.
 *
 * @param segments the pixels in pieces of so many images, since a mapping holds 2 GB at most; read by absolute position only
 */
record NpyFile(NpyArray array, int imagesPerSegment, List<ByteBuffer> segments) {
    private static final int SEGMENT_BYTES = 1 << 30;

    static NpyFile open(Path path) {
        try (FileChannel channel = FileChannel.open(path)) {
            return open(channel, SEGMENT_BYTES);
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(
                            ReasonCode.DATA_INVALID,
                            path.toString(),
                            "array " + path + " " + e.getMessage(),
                            "write it with numpy.save, as uint8 of [N, height, width, 3]"),
                    e);
        }
    }

    static NpyFile open(FileChannel channel, int segmentBytes) throws IOException {
        NpyArray array = NpyArray.read(channel);
        int image = array.imageBytes();
        int images = Math.max(1, segmentBytes / image);
        List<ByteBuffer> segments = new ArrayList<>();
        for (int i = 0; i < array.count(); i += images) {
            long from = array.offset() + (long) i * image;
            segments.add(channel.map(MapMode.READ_ONLY, from, (long) Math.min(images, array.count() - i) * image));
            if (array.count() - i <= images) {
                break;
            }
        }
        return new NpyFile(array, images, segments);
    }

    RgbImage read(int index) {
        byte[] pixels = new byte[array.imageBytes()];
        segments.get(index / imagesPerSegment).get(index % imagesPerSegment * pixels.length, pixels);
        if (array.channels() == 1) {
            byte[] grey = pixels;
            pixels = new byte[3 * grey.length];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = grey[i / 3];
            }
        }
        return new RgbImage(array.width(), array.height(), pixels);
    }

    /** Over the shape and every byte of the pixels. */
    String fingerprint() {
        Fingerprint fingerprint = new Fingerprint()
                .line(array.count() + " " + array.height() + " " + array.width() + " " + array.channels());
        segments.forEach(fingerprint::content);
        return fingerprint.value();
    }
}
