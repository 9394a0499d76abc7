/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.RunInfo;
import isotherm.api.wiring.Extension;
import java.util.LinkedHashMap;
import java.util.Map;

/** The shapes in which things are printed, the same for people and for machines. */
final class Views {
    private Views() {}

    static Map<String, Object> of(Extension e) {
        return map(
                "kind",
                e.point().key(),
                "name",
                e.name(),
                "bundle",
                e.bundle(),
                "version",
                e.version(),
                "bundleId",
                e.bundleId(),
                "ranking",
                e.ranking(),
                "component",
                e.component(),
                "shadowed",
                e.shadowed());
    }

    static Map<String, Object> of(RunInfo r) {
        return map(
                "run",
                r.id(),
                "experiment",
                r.experiment(),
                "state",
                r.state().name(),
                "stage",
                r.stage() == null ? "" : r.stage().name(),
                "reason",
                r.reason(),
                "folder",
                String.valueOf(r.folder()));
    }

    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
