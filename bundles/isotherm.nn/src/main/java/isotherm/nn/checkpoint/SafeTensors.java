/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Files in the safetensors format, as Hugging Face publishes it. Those written here are sealed: checksums in their metadata, which
 * {@link #metadata} does not show, and which are compared whenever such a file is read.
 */
public final class SafeTensors {
    private SafeTensors() {}

    /**
     * All tensors in the order of the header; fractions as float32, whole numbers as int64. Owned by the caller.
     *
     * @throws ProblemException WEIGHTS_MISSING, or WEIGHTS_INVALID where the file is damaged or of another kind
     * @throws CancellationException where the thread is interrupted
     */
    public static StateDict read(Path file) {
        return WeightsFile.guard(file, () -> new StateDict(SafeTensorsReader.read(file)));
    }

    /** The text the writer attached; only the header is read, and held to its seal where it has one. */
    public static Map<String, String> metadata(Path file) {
        return WeightsFile.guard(file, () -> {
            try (var channel = FileChannel.open(file)) {
                return Collections.unmodifiableMap(
                        SafeTensorsHeader.read(channel).metadata());
            }
        });
    }

    /**
     * Tells a sealed file from every other of other content, from its header alone; empty for a file that was not written here.
     *
     * @throws ProblemException as {@link #read}
     */
    public static Optional<String> seal(Path file) {
        return WeightsFile.guard(file, () -> {
            try (var channel = FileChannel.open(file)) {
                return SafeTensorsHeader.read(channel).seal();
            }
        });
    }

    /**
     * Reads a file once, to hold it to its seal where it has one.
     *
     * @throws ProblemException as {@link #read}
     */
    public static void verify(Path file) {
        WeightsFile.guard(file, () -> {
            SafeTensorsReader.verify(file);
            return file;
        });
    }

    /**
     * Writes a file whole or not at all: to a temporary name in the same folder, then moved into place.
     *
     * @param tensors float32 and int64, any memory order
     * @param metadata text to attach
     * @throws ProblemException RESOURCE_EXHAUSTED where the disk is full
     * @throws IOException where the file cannot be written for another reason
     * @throws IllegalArgumentException for tensors of another type
     */
    public static void write(Path file, StateDict tensors, Map<String, String> metadata) throws IOException {
        new SafeTensorsWriter(tensors, metadata).write(file);
    }
}
