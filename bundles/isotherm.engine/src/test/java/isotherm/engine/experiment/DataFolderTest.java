/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the console may open, whatever loader is asked: this one opens nothing, and says whether it was asked at all. */
class DataFolderTest {
    @TempDir
    Path dir;

    private Path data;
    private Path secret;
    private boolean opened;
    private final DatasetLoader loader = request -> {
        opened = true;
        return null;
    };

    @BeforeEach
    void folders() throws IOException {
        data = Files.createDirectories(dir.resolve("data"));
        secret = Files.createDirectories(dir.resolve("secret"));
        Files.createDirectories(dir.resolve("data-too"));
        Files.writeString(secret.resolve("a.png"), "not for everybody");
        Files.createDirectories(data.resolve("mine/cats"));
        Files.writeString(data.resolve("mine/cats/a.png"), "for everybody");
        Files.createSymbolicLink(data.resolve("mine/dogs"), data.resolve("mine/cats"));
        Files.createSymbolicLink(data.resolve("mine/round"), data.resolve("mine"));
    }

    private boolean opens(DataFolder folder, String reference) {
        opened = false;
        folder.open(loader, NamedPlugin.parse("id", reference), Split.TEST, 0);
        return opened;
    }

    private void refuses(DataFolder folder, String reference) {
        opened = false;
        ProblemException e = assertThrows(ProblemException.class, () -> opens(folder, reference), reference);
        assertEquals(ReasonCode.CONFIG_INVALID, e.problem().code());
        assertTrue(e.problem().line().contains("--allow-data DIR"), e.problem().line());
        assertFalse(e.problem().line().contains("for everybody"), e.problem().line());
        assertFalse(opened, reference);
    }

    @Test
    void whatLiesBelowIsOpenedByAnyNameAndLinksThatStayWithin() throws IOException {
        DataFolder bounded = DataFolder.bounded(data, List.of());
        Files.createSymbolicLink(dir.resolve("alias"), data);
        for (String sound : List.of(
                "x:mine",
                "x:./mine/../mine",
                "x:" + data.resolve("mine"),
                "x:.",
                "x",
                "x?count=3&split=none&list=../mine/cats/a.png",
                "x:not-there",
                "x:mine/dogs")) {
            assertTrue(opens(bounded, sound), sound);
        }
        assertTrue(opens(DataFolder.bounded(dir.resolve("alias"), List.of()), "x:mine"));
    }

    @Test
    void whatLiesElsewhereIsNot() throws IOException {
        Files.createSymbolicLink(data.resolve("out"), secret);
        Files.createDirectories(data.resolve("holds"));
        Files.createSymbolicLink(data.resolve("holds/b.png"), secret.resolve("a.png"));
        Files.createDirectories(data.resolve("chain"));
        Files.createSymbolicLink(data.resolve("chain/on"), data.resolve("holds"));
        Files.createSymbolicLink(data.resolve("list.txt"), secret.resolve("a.png"));
        DataFolder bounded = DataFolder.bounded(data, List.of());
        for (String foul : List.of(
                "x:" + secret,
                "x:/",
                "x:..",
                "x:../secret",
                "x:../not-there",
                "x:../data-too",
                "x:mine/../../secret",
                "x:out",
                "x:out/a.png",
                "x:out/../secret",
                "x:out/../absent",
                "x:out/absent/more",
                "x:holds",
                "x:chain",
                "x:mine?list=../list.txt",
                "x?list=list.txt",
                "x:mine?list=" + secret.resolve("a.png"),
                "x:mine?list=../../secret/a.png",
                "label=x:" + secret + "?split=none")) {
            refuses(bounded, foul);
        }
        // of what lies elsewhere, not even whether it is there
        String there = assertThrows(ProblemException.class, () -> opens(bounded, "x:../secret"))
                .problem()
                .line();
        String absent = assertThrows(ProblemException.class, () -> opens(bounded, "x:../sacred"))
                .problem()
                .line();
        assertEquals(there.replace("secret", "?"), absent.replace("sacred", "?"));
    }

    @Test
    void whatTheOperatorAllowsIsOpenedToo() throws IOException {
        Files.createSymbolicLink(data.resolve("out"), secret);
        DataFolder wider = DataFolder.bounded(data, List.of(secret));
        assertTrue(opens(wider, "x:out"));
        assertTrue(opens(wider, "x:" + secret));
        refuses(wider, "x:" + dir);
        assertTrue(opens(DataFolder.unbounded(data), "x:/"));
    }

    /** However deep a link is hidden, and wherever others lead round. */
    @Test
    void aHiddenLinkIsFound() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            Path tree = Files.createDirectories(data.resolve("tree" + seed));
            Path at = tree;
            for (int depth = 0; depth < 1 + random.nextInt(6); depth++) {
                at = Files.createDirectory(at.resolve("d" + random.nextInt(9)));
                if (random.nextBoolean()) {
                    Files.createSymbolicLink(at.resolve("up"), tree);
                }
                Files.writeString(at.resolve("f.png"), "");
            }
            DataFolder bounded = DataFolder.bounded(data, List.of());
            assertTrue(opens(bounded, "x:tree" + seed));
            Path target = random.nextBoolean() ? secret : secret.resolve("a.png");
            Files.createSymbolicLink(
                    at.resolve(random.nextBoolean() ? ".hidden" : "z.png"),
                    random.nextBoolean() ? target : at.relativize(target));
            refuses(bounded, "x:tree" + seed);
        }
    }
}
