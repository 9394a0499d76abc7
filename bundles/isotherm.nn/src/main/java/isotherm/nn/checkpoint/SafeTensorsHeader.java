/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The header of a safetensors file: eight bytes of length, then JSON that gives each tensor's type, shape and place in the
 * rest of the file. Checked on reading as the format's own library does: every byte belongs to exactly one tensor.
 *
 * @param metadata without the seal
 * @param dataStart where in the file the tensors begin
 * @param seal of the header, which was found to fit; empty where the file has none
 * @param data the seal of what lies behind the header; empty where the file has none
 */
record SafeTensorsHeader(
        Map<String, Entry> entries,
        Map<String, String> metadata,
        long dataStart,
        Optional<String> seal,
        Optional<String> data) {
    /** The limit of the format's own library. */
    static final long MAX_BYTES = 100_000_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Comparator<Entry> PLACES =
            Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end);

    record Entry(ElementType type, long[] shape, long begin, long end) {}

    static SafeTensorsHeader read(FileChannel channel) throws IOException {
        long size = channel.size();
        long length = size < 8 ? -1 : SafeTensorsReader.at(channel, 0, 8).getLong(0);
        if (length < 2 || length > MAX_BYTES || length > size - 8) {
            throw new BadFile("is truncated, or states a header length that cannot be");
        }
        var entries = new LinkedHashMap<String, Entry>();
        var metadata = new LinkedHashMap<String, String>();
        byte[] header = SafeTensorsReader.at(channel, 8, (int) length).array();
        try (JsonParser json = JSON.createParser(header)) {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                expect(json.nextToken(), JsonToken.START_OBJECT);
                if (name.equals("__metadata__")) {
                    readMetadata(json, metadata);
                } else {
                    entries.put(name, readEntry(json, name));
                }
            }
            expect(json.currentToken(), JsonToken.END_OBJECT);
            expect(json.nextToken(), null);
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new BadFile("has a header that is no valid JSON");
        }
        checkCover(entries, size - 8 - length);
        Optional<String> seal = SafeTensorsSeal.check(header, metadata);
        metadata.remove(SafeTensorsSeal.HEADER);
        Optional<String> data = Optional.ofNullable(metadata.remove(SafeTensorsSeal.DATA));
        return new SafeTensorsHeader(entries, metadata, 8 + length, seal, data);
    }

    private static void readMetadata(JsonParser json, Map<String, String> into) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            expect(json.nextToken(), JsonToken.VALUE_STRING);
            into.put(key, json.getText());
        }
        expect(json.currentToken(), JsonToken.END_OBJECT);
    }

    private static Entry readEntry(JsonParser json, String name) throws IOException {
        ElementType type = null;
        long[] shape = null;
        long[] offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "dtype" -> {
                    expect(json.currentToken(), JsonToken.VALUE_STRING);
                    String dtype = json.getText();
                    type = ElementType.ofName(dtype)
                            .orElseThrow(() -> new BadFile("holds a tensor of a type not known here"));
                }
                case "shape" -> shape = wholes(json);
                case "data_offsets" -> offsets = wholes(json);
                default -> throw new BadFile("describes a tensor with an unknown property");
            }
        }
        expect(json.currentToken(), JsonToken.END_OBJECT);
        if (type == null || shape == null || shape.length > 16 || offsets == null || offsets.length != 2) {
            throw new BadFile("describes a tensor incompletely");
        }
        checkLength(type, shape, offsets);
        return new Entry(type, shape, offsets[0], offsets[1]);
    }

    private static void checkLength(ElementType type, long[] shape, long[] offsets) {
        try {
            long bytes = type.bytes;
            for (long size : shape) {
                bytes = Math.multiplyExact(bytes, size);
            }
            if (offsets[0] > offsets[1] || offsets[1] - offsets[0] != bytes) {
                throw new BadFile("has a tensor whose place does not fit its shape");
            }
        } catch (ArithmeticException tooLarge) {
            throw new BadFile("holds a tensor whose size overflows");
        }
    }

    /** The tensors in the order of the file's data. */
    List<Map.Entry<String, Entry>> inPlace() {
        List<Map.Entry<String, Entry>> all = new ArrayList<>(entries.entrySet());
        all.sort(Map.Entry.comparingByValue(PLACES));
        return all;
    }

    /**
     * Holds what was read behind the header to the seal, where there is one.
     *
     * @param digest of all of it, in the file's order
     */
    void check(MessageDigest digest) {
        if (data.isPresent() && !data.get().equals(SafeTensorsSeal.data(digest))) {
            throw SafeTensorsSeal.broken();
        }
    }

    private static void checkCover(Map<String, Entry> entries, long bytes) {
        List<Entry> byPlace = new ArrayList<>(entries.values());
        byPlace.sort(PLACES);
        long at = 0;
        for (Entry entry : byPlace) {
            if (entry.begin() != at) {
                throw new BadFile("has tensors that overlap or leave a gap");
            }
            at = entry.end();
        }
        if (at != bytes) {
            throw new BadFile("is truncated, or longer than its tensors");
        }
    }

    private static long[] wholes(JsonParser json) throws IOException {
        expect(json.currentToken(), JsonToken.START_ARRAY);
        var values = new ArrayList<Long>();
        while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            values.add(json.getLongValue());
            if (values.get(values.size() - 1) < 0) {
                throw new BadFile("has a tensor with a negative size");
            }
        }
        expect(json.currentToken(), JsonToken.END_ARRAY);
        return values.stream().mapToLong(v -> v).toArray();
    }

    private static void expect(JsonToken token, JsonToken wanted) {
        if (token != wanted) {
            throw new BadFile("has a header that is not the format's");
        }
    }
}
