/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.run.Exporter;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.feature.FeatureRange;
import isotherm.engine.work.Arrays32;
import isotherm.engine.work.FileTrouble;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Weights keep PyTorch's names and layouts throughout, so that an export adds what the files do not say of themselves. */
@Component
public final class RunExporter implements Exporter {
    private final Folders folders;

    @Activate
    public RunExporter(@Reference Folders folders) {
        this.folders = folders;
    }

    @Override
    public List<Path> export(String runId, Path folder) {
        try {
            Path run = new RunFolders(folders.runs()).find(runId);
            var files = new RunFiles(run);
            if (!Files.exists(files.classifier())) {
                throw new ProblemException(
                        ReasonCode.WEIGHTS_MISSING,
                        runId,
                        "run " + run.getFileName() + " has no classifier yet",
                        "finish it with: isotherm resume " + run.getFileName());
            }
            RunRecord record = RunRecord.read(run);
            if (!Files.exists(files.decoder()) && record.map("hashes").containsKey("decoder")) {
                throw new ProblemException(
                        ReasonCode.WEIGHTS_MISSING,
                        files.decoder().toString(),
                        files.decoder() + " is missing, which the run had",
                        OwnWeights.CURE);
            }
            List<Path> sources = Stream.of(files.classifier(), files.decoder())
                    .filter(Files::exists)
                    .toList();
            for (Path source : sources) {
                Path target = folder.resolve(source.getFileName());
                if (Files.exists(target)) {
                    throw new ProblemException(
                            ReasonCode.INPUT_INVALID,
                            target.toString(),
                            "there is a file " + target + " already",
                            "remove it, or name another folder with --to");
                }
            }
            DataCheck.unsealed(record);
            Files.createDirectories(folder);
            var written = new ArrayList<Path>();
            for (Path source : sources) {
                written.add(write(source, record, folder.resolve(source.getFileName())));
            }
            return written;
        } catch (IOException e) {
            throw new ProblemException(
                    ReasonCode.RESOURCE_EXHAUSTED,
                    folder.toString(),
                    "reading the run or writing to " + folder + " failed (" + FileTrouble.of(e) + ")",
                    "check permissions and free disk space");
        }
    }

    private static Path write(Path source, RunRecord record, Path target) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>(OwnWeights.metadata(source));
        metadata.put("format", "pt");
        metadata.put("run", record.text("id"));
        metadata.put("experiment", record.text("experiment"));
        DecoderFile.ranges(metadata).ifPresent(ranges -> {
            metadata.put("min", joined(ranges.ranges(), FeatureRange::min));
            metadata.put("max", joined(ranges.ranges(), FeatureRange::max));
        });
        StateDict weights = OwnWeights.read(source);
        try {
            SafeTensors.write(target, weights, metadata);
        } finally {
            Arrays32.close(weights);
        }
        return target;
    }

    private static String joined(List<FeatureRange> ranges, Function<FeatureRange, Float> end) {
        return ranges.stream().map(range -> end.apply(range).toString()).collect(Collectors.joining(","));
    }
}
