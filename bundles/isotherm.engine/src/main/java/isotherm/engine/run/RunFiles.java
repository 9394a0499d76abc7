/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.wiring.FileName;
import java.nio.file.Path;

/**
 * The files of a run.
 *
 * @param folder its folder
 */
public record RunFiles(Path folder) {
    public Path record() {
        return folder.resolve("run.json");
    }

    public Path classifier() {
        return folder.resolve("classifier.safetensors");
    }

    public Path decoder() {
        return folder.resolve("decoder.safetensors");
    }

    public Path classifierLog() {
        return folder.resolve("pretrain.csv");
    }

    public Path decoderLog() {
        return folder.resolve("train.csv");
    }

    public Path metrics() {
        return folder.resolve("metrics.json");
    }

    public Path report() {
        return folder.resolve("report.html");
    }

    /** @param dataset the label of a test set, or {@code id} */
    public Path scores(String dataset) {
        return folder.resolve("scores").resolve(FileName.of(dataset) + ".csv");
    }

    public Path gallery() {
        return folder.resolve("gallery.json");
    }

    public Path galleryTensors() {
        return folder.resolve("gallery.safetensors");
    }

    /** State of a training under way: {@code classifier} or {@code decoder}. */
    public Path checkpoint(String network) {
        return folder.resolve("checkpoints").resolve(network + ".safetensors");
    }

    /** The scores of a test set until the run has ended: {@code id}, or the number of an OOD set. */
    public Path scoreJournal(String set) {
        return folder.resolve("checkpoints").resolve("scores-" + set + ".journal");
    }

    /** The best classifier of a pre-training under way. */
    public Path bestClassifier() {
        return folder.resolve("checkpoints").resolve("classifier-best.safetensors");
    }

    /** The decoder after so many epochs. */
    public Path snapshot(int epochs) {
        return folder.resolve("snapshots").resolve("decoder-" + epochs + ".safetensors");
    }

    public Path bestSnapshot() {
        return folder.resolve("snapshots").resolve("decoder-best.safetensors");
    }
}
