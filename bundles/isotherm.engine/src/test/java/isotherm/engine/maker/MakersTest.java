/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.maker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MakersTest {
    private static final Maker ENGINE = Maker.engine(new Origin("isotherm.engine", "1.1.0", "e", "x"));
    private static final Maker BACKBONE = backbone("org.example.net", "1.1.0", "c", "b");

    private static Maker backbone(String bundle, String version, String content, String builtOn) {
        return new Maker("backbone", "net \"of\" mine", new Origin(bundle, version, content, builtOn));
    }

    @Test
    void orderAndRepetitionMakeNoDifference() {
        assertEquals(Makers.of(ENGINE, BACKBONE), Makers.of(BACKBONE, ENGINE, BACKBONE));
    }

    @Test
    void textTellsEverythingAndComesBack() {
        Makers makers = Makers.of(ENGINE, BACKBONE);
        assertEquals(makers, Makers.parse(makers.text()));
        for (String damaged : new String[] {"", "{", "{}", "null", "7"}) {
            assertFalse(Makers.parse(damaged).known(), damaged);
        }
    }

    @Test
    void differencesAreTold() {
        Makers before = Makers.of(ENGINE, BACKBONE);
        assertEquals(Optional.empty(), before.insteadOf(before));
        String net = "backbone 'net \"of\" mine' ";
        assertTold(net + "1.2.0 instead of 1.1.0", backbone("org.example.net", "1.2.0", "c", "b"), before);
        assertTold(net + "1.1.0 with other content", backbone("org.example.net", "1.1.0", "d", "b"), before);
        assertTold(net + "1.1.0 on other libraries", backbone("org.example.net", "1.1.0", "c", "d"), before);
        assertTold(
                net + "of org.other 1.0.0 instead of org.example.net 1.1.0",
                backbone("org.other", "1.0.0", "c", "b"),
                before);
        assertEquals(Optional.of(net + "had a part"), Makers.of(ENGINE).insteadOf(before));
        assertEquals(Optional.of(net + "of org.example.net had no part"), before.insteadOf(Makers.of(ENGINE)));
        assertEquals(Optional.of("it is not recorded which plug-ins made it"), before.insteadOf(Makers.UNKNOWN));
    }

    private static void assertTold(String words, Maker now, Makers before) {
        assertEquals(Optional.of(words), Makers.of(ENGINE, now).insteadOf(before));
    }

    @Test
    void aFileIsOfItsMakersOnlyWhereTheyMadeAllOfIt() {
        Makers before = Makers.of(ENGINE, BACKBONE);
        Makers now = Makers.of(ENGINE, backbone("org.example.net", "1.2.0", "c", "b"));
        assertTrue(MadeBy.only(before).then(before).is(before));
        assertFalse(MadeBy.only(before).is(now));
        MadeBy mixed = MadeBy.only(before).then(now);
        assertFalse(mixed.is(before) || mixed.is(now));
        assertEquals("several made it in turn", mixed.unlike(now));
        assertFalse(MadeBy.only(Makers.UNKNOWN).is(Makers.UNKNOWN), "two unknown ones may be anybody");
        assertFalse(new MadeBy(MadeBy.FORMAT + 1, MadeBy.only(now).makers()).is(now));
    }

    @Test
    void aFileSaysItInItsMetadata() {
        MadeBy mixed = MadeBy.only(Makers.of(ENGINE)).then(Makers.of(ENGINE, BACKBONE));
        Map<String, String> metadata = new HashMap<>();
        mixed.put(metadata);
        assertEquals(mixed, MadeBy.of(metadata));
        assertNotEquals(mixed, MadeBy.of(Map.of()));
        assertEquals(MadeBy.only(Makers.UNKNOWN), MadeBy.of(Map.of()));
        assertEquals(MadeBy.only(Makers.UNKNOWN), MadeBy.of(Map.of("made.by", "{\"makers\":")));
    }
}
