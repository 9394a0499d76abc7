/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.cifar;

import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.FileName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds, checks and maps the batch files of a CIFAR folder. */
final class CifarFiles {
    private CifarFiles() {}

    static ImageDataset open(CifarFormat format, DatasetRequest request) {
        Path folder = request.path(format.folder());
        List<String> warnings = new ArrayList<>();
        List<CifarBatch> batches = new ArrayList<>();
        for (String file : present(format, request.split(), folder, warnings)) {
            batches.add(map(format, folder.resolve(FileName.of(file))));
        }
        return CifarDataset.of(classes(format, folder, warnings), batches, warnings);
    }

    private static List<String> present(CifarFormat format, Split split, Path folder, List<String> warnings) {
        List<String> wanted = split == Split.TRAIN ? format.trainFiles() : List.of(format.testFile());
        List<String> found = wanted.stream()
                .filter(file -> Files.isRegularFile(folder.resolve(FileName.of(file))))
                .toList();
        if (found.isEmpty()) {
            Path first = folder.resolve(FileName.of(wanted.get(0)));
            throw new ProblemException(
                    ReasonCode.DATA_MISSING,
                    first.toString(),
                    format.name() + ": there is no " + first,
                    "unpack the binary version of " + format.name() + " there, or name its folder behind a colon");
        }
        if (found.size() < wanted.size()) {
            warnings.add(format.name() + ": " + found.size() + " of " + wanted.size()
                    + " training batches are present in " + folder);
        }
        return found;
    }

    private static CifarBatch map(CifarFormat format, Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            int record = format.recordBytes();
            if (size == 0 || size % record != 0 || size > Integer.MAX_VALUE) {
                throw invalid(
                        file,
                        format.name() + ": " + file + " has " + size + " bytes, expected a multiple of " + record
                                + " (a record an image), up to 2 GB");
            }
            // the mapping outlives the channel; it goes when the data set is garbage
            ByteBuffer content = channel.map(MapMode.READ_ONLY, 0, size);
            return new CifarBatch(format, file, content, labels(format, file, content));
        } catch (IOException e) {
            throw invalid(file, format.name() + ": cannot read " + file + ": " + e.getMessage());
        }
    }

    private static byte[] labels(CifarFormat format, Path file, ByteBuffer content) {
        byte[] labels = new byte[content.limit() / format.recordBytes()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = content.get(i * format.recordBytes() + format.labelOffset());
            if (Byte.toUnsignedInt(labels[i]) >= format.classes().size()) {
                throw invalid(
                        file,
                        format.name() + ": record " + i + " of " + file + " has label " + Byte.toUnsignedInt(labels[i])
                                + ", expected 0 to " + (format.classes().size() - 1));
            }
        }
        return labels;
    }

    private static List<String> classes(CifarFormat format, Path folder, List<String> warnings) {
        Path file = folder.resolve(FileName.of(format.namesFile()));
        if (!Files.isRegularFile(file)) {
            return format.classes();
        }
        try {
            // a names file is some hundred bytes; whatever is larger is something else
            List<String> names = Files.size(file) > 1 << 16
                    ? List.of()
                    : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                            .lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .toList();
            if (names.size() == format.classes().size()) {
                return names;
            }
            warnings.add(format.name() + ": " + file + " lists " + names.size() + " names instead of "
                    + format.classes().size() + ", the usual names are used");
        } catch (IOException e) {
            warnings.add(format.name() + ": cannot read " + file + ", the usual names are used");
        }
        return format.classes();
    }

    private static ProblemException invalid(Path file, String cause) {
        return new ProblemException(
                ReasonCode.DATA_INVALID, file.toString(), cause, "unpack the archive of the binary version again");
    }
}
