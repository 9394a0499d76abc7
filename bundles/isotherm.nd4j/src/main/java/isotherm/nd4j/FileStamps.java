/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nd4j;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What files looked like when their contents were last found right, kept in a file beside them: size, time of modification,
 * time of change and number. The system sets the time of change whenever a file is written to, and nobody can set it back; so
 * equal stamps mean equal contents, short of a disk that forgets, and no start reads hundreds of megabytes for nothing.
 */
final class FileStamps {
    private final Path file;
    private final Map<String, String> known = new TreeMap<>();
    private final Map<String, String> found = new TreeMap<>();

    private FileStamps(Path file) {
        this.file = file;
    }

    /** A file of stamps that is missing or damaged vouches for nothing. */
    static FileStamps read(Path file) {
        FileStamps stamps = new FileStamps(file);
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                String[] parts = line.split("\t", -1);
                if (parts.length == 2) {
                    stamps.known.put(parts[0], parts[1]);
                }
            }
        } catch (IOException e) {
            // everything is compared once more
        }
        return stamps;
    }

    /** Whether the file is as it was; then it will be vouched for the next time, too. */
    boolean vouchFor(Path library) throws IOException {
        String now = of(library);
        if (!now.equals(known.get(key(library)))) {
            return false;
        }
        found.put(key(library), now);
        return true;
    }

    /** The file's contents are right at this moment, and on the disk. */
    void add(Path library) throws IOException {
        found.put(key(library), of(library));
    }

    /** Keeps them; where the folder cannot be written, the next start compares again. */
    void write() {
        if (found.equals(known)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        found.forEach(
                (name, stamp) -> text.append(name).append('\t').append(stamp).append('\n'));
        try {
            WholeFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // see above
        }
    }

    private String key(Path library) {
        return file.getParent().relativize(library).toString();
    }

    private static String of(Path library) throws IOException {
        Map<String, Object> attributes =
                new HashMap<>(Files.readAttributes(library, "unix:size,lastModifiedTime,ctime,ino"));
        return attributes.get("size") + " " + attributes.get("lastModifiedTime") + " " + attributes.get("ctime") + " "
                + attributes.get("ino");
    }
}
