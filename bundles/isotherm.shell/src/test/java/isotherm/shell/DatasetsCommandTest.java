/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsCommandTest {
    @TempDir
    Path data;

    @Test
    void tellsWhatIsThereHowMuchAndWhatToWrite() throws IOException {
        touch("cifar-10-batches-bin/data_batch_1.bin");
        touch("cifar-10-batches-bin/test_batch.bin");
        touch("dtd/images/banded/1.jpg");
        touch("dtd/images/banded/2.JPEG");
        touch("dtd/images/dotted/3.png");
        touch("dtd/images/dotted/.4.png");
        touch("dtd/images/dotted/notes.txt");
        touch("mnist/t10k-images-idx3-ubyte.gz");
        touch("mnist/t10k-labels-idx1-ubyte");
        Files.createDirectories(data.resolve("iSUN/empty"));
        String text = run("datasets");
        assertTrue(text.startsWith("data folder: " + data + "\n"), text);
        assertLine(text, "CIFAR-10 +ID +incomplete +2 files, no cifar-10-batches-bin/data_batch_2.bin +cifar10");
        assertLine(text, "Textures +test +found +3 images +imagefolder:dtd/images");
        assertLine(text, "MNIST +test +found +2 files +idx:mnist");
        assertLine(text, "iSUN +test +missing +no iSUN +imagefolder:iSUN");
        assertLine(text, "SVHN +svhn/test_32x32.mat +isotherm datasets fetch svhn, or cropped digits .*housenumbers");
        assertLine(text, "CIFAR-10 +cifar-10-batches-bin +isotherm datasets fetch cifar-10, or binary version.*");
        assertFalse(text.matches("(?s).*Textures +dtd/images +Describable.*"), text);
    }

    @Test
    void tellsMachinesTheSame() throws IOException {
        touch("svhn/test_32x32.mat");
        JsonNode answer = new ObjectMapper().readTree(run("datasets", "--json"));
        assertEquals(data.toString(), answer.get("folder").asText());
        assertEquals(KnownDataset.ALL.size(), answer.get("datasets").size());
        for (JsonNode dataset : answer.get("datasets")) {
            boolean svhn = dataset.get("name").asText().equals("SVHN");
            assertEquals(svhn ? "found" : "missing", dataset.get("state").asText(), dataset::toString);
            assertEquals(svhn ? 1 : 0, dataset.get("files").asInt());
            assertEquals(svhn, dataset.get("absent").isEmpty());
            for (String key : List.of("use", "reference", "origin")) {
                assertFalse(dataset.get(key).asText().isEmpty(), key);
            }
        }
    }

    @Test
    void everyDataSetOfAShippedExperimentIsKnown() throws IOException {
        String experiments;
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("isotherm.root"), "runtime"))) {
            experiments = Files.readString(files.filter(file -> file.endsWith("conf/experiments.json"))
                    .filter(file -> !file.toString().contains("target"))
                    .findFirst()
                    .orElseThrow());
        }
        Set<String> known = KnownDataset.ALL.stream()
                .map(dataset -> dataset.reference().replaceAll("\\?.*", ""))
                .collect(Collectors.toSet());
        List<String> used = Pattern.compile(
                        "\"(?:[^\":=]+=)?((?:imagefolder|npy|idx|svhn|tinyimagenet|cifar100?)(?::[^\"?]+)?)[\"?]")
                .matcher(experiments)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertTrue(used.size() > 5, used::toString);
        assertEquals(
                List.of(), used.stream().filter(name -> !known.contains(name)).toList());
    }

    @Test
    void whatIsFetchedIsNamedWithLengthAndSum() {
        List<KnownDataset> fetched = KnownDataset.ALL.stream()
                .filter(dataset -> !dataset.downloads().isEmpty())
                .toList();
        assertTrue(fetched.size() > 5, fetched::toString);
        fetched.forEach(dataset -> dataset.downloads().forEach(file -> {
            assertTrue(file.sha256().matches("[0-9a-f]{64}"), file::toString);
            assertTrue(file.bytes() > 1000, file::toString);
            assertTrue(file.uri().getScheme().matches("https?"), file::toString);
        }));
    }

    @Test
    void aMissingFileIsToldWithWhereItsDataSetComesFrom() {
        var origins = new PublishedOrigins();
        Path data = Path.of("data");
        for (Path file : List.of(data.resolve("svhn/test_32x32.mat"), data.resolve("svhn/../svhn/test_32x32.mat"))) {
            String told = origins.of(data, file.toAbsolutePath().toString()).orElseThrow();
            assertTrue(told.startsWith("get SVHN with 'isotherm datasets fetch svhn', or from: "), told);
        }
        String made = origins.of(data, data.resolve("ood32/sun").toString()).orElseThrow();
        assertTrue(made.startsWith("get ood32/sun from: made for"), made);
        assertEquals(Optional.empty(), origins.of(data, "svhn"));
        assertEquals(Optional.empty(), origins.of(data, "\u0000"));
        assertEquals(Optional.empty(), origins.of(Path.of("elsewhere"), "data/svhn/test_32x32.mat"));
    }

    @Test
    void fetchTellsWhatItCannotDo() throws IOException {
        assertTrue(run(1, "datasets", "fetch", "cifar11")
                .contains("isotherm: no data set 'cifar11' is known – did you mean 'cifar-10'?"));
        String byHand = run(1, "datasets", "fetch", "tiny-imagenet");
        assertTrue(byHand.contains("is not fetched – get it by hand (Stanford CS231n"), byHand);
        assertTrue(run(2, "datasets", "fetch").contains("NAME"));
        assertTrue(run(0, "datasets", "--help").contains("fetch"));
        touch("svhn/test_32x32.mat");
        assertEquals("SVHN was there already, 1 file; write svhn\n", run("datasets", "fetch", "svhn"));
        JsonNode answer = new ObjectMapper().readTree(run("datasets", "fetch", "SVHN", "--json"));
        assertEquals("found", answer.get("state").asText());
    }

    private static void assertLine(String text, String pattern) {
        assertTrue(text.lines().anyMatch(line -> line.matches(pattern)), text);
    }

    private String run(String... words) {
        return run(0, words);
    }

    private String run(int status, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Services none = new Services() {
            @Override
            public <S> Optional<S> find(Class<S> contract) {
                return Optional.empty();
            }
        };
        Session session = new Session(
                none, print, print, false, key -> key.equals("isotherm.data") ? data.toString() : null, null, false);
        assertEquals(status, new Program(session).run(List.of(words)), () -> out.toString(StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private void touch(String name) throws IOException {
        Path file = data.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {1});
    }
}
