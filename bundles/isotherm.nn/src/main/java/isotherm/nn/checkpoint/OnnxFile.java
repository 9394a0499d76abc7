/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import isotherm.nn.onnx.BadModel;
import isotherm.nn.onnx.OnnxWeights;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads an ONNX model as tensors. */
final class OnnxFile {
    /** The first byte: the field with the format's version, which all exporters write first. */
    static final byte FIRST = 0x08;

    private OnnxFile() {}

    static Map<String, INDArray> read(Path file) throws IOException {
        try (var channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size > Integer.MAX_VALUE - 8) {
                throw new BadFile("has " + size + " bytes; a model of up to 2 GiB can be read");
            }
            var parts = OnnxWeights.split(
                    SafeTensorsReader.at(channel, 0, (int) size).array());
            var memory = new Memory();
            memory.count(ElementType.F32, parts.graph().length, 0);
            parts.weights()
                    .forEach(weight ->
                            memory.count(ElementType.F32, weight.values().remaining(), 0));
            memory.require();
            return Collections.unmodifiableMap(OnnxWeights.tensors(parts));
        } catch (BadModel e) {
            throw new BadFile(e.getMessage());
        }
    }
}
