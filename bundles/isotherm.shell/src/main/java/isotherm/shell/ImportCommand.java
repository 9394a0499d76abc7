/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.Classifiers;
import isotherm.api.run.DecoderImport;
import isotherm.api.run.Decoders;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        description = "Take a classifier or decoder checkpoint (.pt, .th, .safetensors, .onnx) into the store.")
final class ImportCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "the checkpoint")
    private Path file;

    @Option(
            names = "--backbone",
            paramLabel = "NAME",
            completionCandidates = Names.OfBackbones.class,
            description = "of a classifier: its network")
    private String backbone;

    @Option(
            names = "--decoder",
            paramLabel = "NAME",
            completionCandidates = Names.OfDecoders.class,
            description = "of a decoder: its network")
    private String decoder;

    @Option(names = "--as", required = true, paramLabel = "NAME", description = "the name to keep it under")
    private String name;

    @Option(
            names = "--option",
            paramLabel = "key=value",
            description = "an option of the backbone or decoder; repeatable")
    private List<String> settings;

    @Option(
            names = "--classifier",
            paramLabel = "NAME",
            completionCandidates = Names.OfClassifiers.class,
            description = "of a decoder: the classifier it was trained with, imported before, or a run's id")
    private String classifier;

    @Option(names = "--taps", paramLabel = "N", description = "of a decoder: what it sees, 1 to 4; by default 1")
    private Integer taps;

    @Option(
            names = "--snapshot",
            paramLabel = "N",
            description = "of a decoder: which of the file's snapshots, by its number there; by default the last")
    private String snapshot;

    @Option(
            names = "--every-row",
            description = "of a decoder with one tap: it was trained with the features of every image scaled, not with"
                    + " those of each batch's first alone")
    private boolean everyRow;

    @Spec
    private CommandSpec spec;

    ImportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!Files.isRegularFile(file)) {
            throw new ProblemException(
                    ReasonCode.INPUT_INVALID, file.toString(), "there is no file " + file, "check the path");
        }
        check();
        Map<String, String> options = Settings.of(settings, spec);
        String line = decoder != null ? importDecoder(options) : importClassifier(options);
        if (session.json()) {
            session.printJson(
                    decoder != null
                            ? Views.map("name", name, "decoder", decoder, "message", line)
                            : Views.map("name", name, "backbone", backbone, "message", line));
        } else {
            session.out.println(line);
        }
        return Program.OK;
    }

    private void check() {
        if ((backbone == null) == (decoder == null)) {
            throw wrong("--backbone NAME, of a classifier, or --decoder NAME, of a decoder, is needed, and not both");
        }
        if (decoder != null && classifier == null) {
            throw wrong("a decoder needs --classifier");
        }
        if (backbone != null && (classifier != null || taps != null || snapshot != null || everyRow)) {
            throw wrong("--classifier, --taps, --snapshot and --every-row go with --decoder");
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    private String importClassifier(Map<String, String> options) {
        return session.services.get(Classifiers.class).importFile(file, backbone, options, name);
    }

    private String importDecoder(Map<String, String> options) {
        var about = new DecoderImport(
                decoder, options, taps == null ? 0 : taps, classifier, snapshot == null ? "" : snapshot, everyRow);
        return session.services.get(Decoders.class).importFile(file, about, name);
    }
}
