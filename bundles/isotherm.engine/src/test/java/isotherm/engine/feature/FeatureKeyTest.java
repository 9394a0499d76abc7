/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import isotherm.engine.maker.Maker;
import isotherm.engine.maker.Makers;
import isotherm.engine.maker.Origin;
import isotherm.engine.run.Mutations;
import java.lang.reflect.RecordComponent;
import org.junit.jupiter.api.Test;

/** Each part of what features depend on, changed alone, is another folder of the cache. */
class FeatureKeyTest {
    private static final Maker BACKBONE = new Maker("backbone", "net", new Origin("org.example", "1.0.0", "c", "b"));
    private static final FeatureKey KEY =
            new FeatureKey(FeatureKey.FORMAT, "net|10", "[]", Makers.of(BACKBONE), "images", "indices");

    @Test
    void everyPartCounts() {
        for (RecordComponent part : FeatureKey.class.getRecordComponents()) {
            assertNotEquals(KEY.folder(), Mutations.of(KEY, part).folder(), part.getName());
        }
    }

    @Test
    void everyPartOfAMakerCounts() {
        assertEquals(KEY.folder(), made(BACKBONE).folder());
        for (RecordComponent part : Maker.class.getRecordComponents()) {
            assertNotEquals(KEY.folder(), made(Mutations.of(BACKBONE, part)).folder(), part.getName());
        }
        for (RecordComponent part : Origin.class.getRecordComponents()) {
            Origin other = Mutations.of(BACKBONE.origin(), part);
            assertNotEquals(
                    KEY.folder(), made(new Maker("backbone", "net", other)).folder(), part.getName());
        }
    }

    private static FeatureKey made(Maker maker) {
        return new FeatureKey(
                KEY.format(), KEY.classifier(), KEY.taps(), Makers.of(maker), KEY.images(), KEY.indices());
    }
}
