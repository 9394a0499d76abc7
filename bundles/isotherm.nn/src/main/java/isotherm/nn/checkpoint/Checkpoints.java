/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import isotherm.api.wiring.ProblemException;
import isotherm.nn.onnx.OnnxWeights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;

/**
 * Reads weights files of any of the known formats: PyTorch's zip, PyTorch's older pickle, safetensors, ONNX. Safe with files of
 * unknown origin: no code of theirs runs, and no more memory is used than a few times their size.
 */
public final class Checkpoints {
    private Checkpoints() {}

    /**
     * Reads a file whole; its content tells the format, not its name. An ONNX model comes as {@link OnnxWeights} takes it apart.
     *
     * @throws ProblemException WEIGHTS_MISSING where there is no file, WEIGHTS_INVALID where it is damaged, hostile or of
     *     another kind, in one line
     * @throws CancellationException where the thread is interrupted
     */
    public static Checkpoint read(Path file) {
        return read(file, keys -> keys);
    }

    /**
     * Reads the wanted entries of a PyTorch checkpoint's dictionary, and takes memory for these alone: a file of many snapshots
     * may be larger than the memory. Files of other formats are read whole.
     *
     * @param wanted gets the keys of the dictionary as text, in the file's order, and returns those to read
     * @throws ProblemException as {@link #read(Path)}
     */
    public static Checkpoint read(Path file, UnaryOperator<Set<String>> wanted) {
        var top = new TopLevel(wanted);
        return WeightsFile.guard(file, () -> new Checkpoint(file.getFileName().toString(), content(file, top)));
    }

    private static Object content(Path file, TopLevel wanted) throws IOException {
        var start = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
        try (var channel = FileChannel.open(file)) {
            while (start.hasRemaining() && channel.read(start) >= 0) {
                // until the nine bytes or the end
            }
        }
        if (start.hasRemaining()) {
            throw new BadFile(start.position() == 0 ? "is empty" : "is truncated");
        }
        if (start.get(8) == '{' && start.getLong(0) > 0 && start.getLong(0) <= SafeTensorsHeader.MAX_BYTES) {
            return SafeTensorsReader.read(file);
        }
        if (start.get(0) == 'P' && start.get(1) == 'K') {
            return TorchZip.read(file, wanted);
        }
        if (start.get(0) == (byte) 0x80) {
            return TorchLegacy.read(file, wanted);
        }
        if (start.get(0) == OnnxFile.FIRST) {
            return OnnxFile.read(file);
        }
        throw new BadFile("is neither a PyTorch checkpoint, a safetensors file nor an ONNX model");
    }
}
