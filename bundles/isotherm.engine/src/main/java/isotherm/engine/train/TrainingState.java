/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.engine.maker.MadeBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where a training stands, besides weights and optimiser. */
final class TrainingState {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Epochs done. */
    int epoch;

    /** Batches done of the epoch under way. */
    int batch;

    /** Sum of the losses of the images of the epoch under way. */
    double loss;

    /** Images of the epoch under way. */
    long images;

    /** Seconds spent on the epoch under way. */
    double seconds;

    /** The learner's own numbers. */
    final Map<String, Double> memory = new TreeMap<>();

    /** Whose code has worked on it. */
    MadeBy madeBy;

    /** Lines of the log, without its header. */
    final List<String> log = new ArrayList<>();

    TrainingState(MadeBy madeBy) {
        this.madeBy = madeBy;
    }

    void nextEpoch() {
        epoch++;
        batch = 0;
        loss = 0;
        images = 0;
        seconds = 0;
    }

    /** All of it; doubles come back bit for bit. */
    String asText() {
        var node = JSON.createObjectNode()
                .put("epoch", epoch)
                .put("batch", batch)
                .put("loss", loss)
                .put("images", images)
                .put("seconds", seconds);
        var numbers = node.putObject("memory");
        memory.forEach(numbers::put);
        var lines = node.putArray("log");
        log.forEach(lines::add);
        return node.toString();
    }

    static TrainingState parse(String text, MadeBy madeBy) throws JsonProcessingException {
        JsonNode node = JSON.readTree(text);
        var state = new TrainingState(madeBy);
        state.epoch = node.path("epoch").asInt();
        state.batch = node.path("batch").asInt();
        state.loss = node.path("loss").asDouble();
        state.images = node.path("images").asLong();
        state.seconds = node.path("seconds").asDouble();
        node.path("memory")
                .fields()
                .forEachRemaining(entry -> state.memory.put(
                        entry.getKey(), Double.valueOf(entry.getValue().asText())));
        node.path("log").forEach(line -> state.log.add(line.asText()));
        return state;
    }
}
