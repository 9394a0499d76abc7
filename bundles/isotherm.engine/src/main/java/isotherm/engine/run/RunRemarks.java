/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.engine.maker.Maker;
import isotherm.engine.maker.Makers;
import isotherm.engine.registry.WatchedExtensions;
import java.util.List;

/** What has to be said where a run's networks are used again: that other plug-ins compute them by now. */
record RunRemarks(WatchedExtensions extensions) {
    /** A line, or none. */
    List<String> of(RunRecord record) {
        Makers made = new Sessions(record).makers().only("backbone", "encoder", "decoder", "score");
        if (!made.known()) {
            return List.of(
                    "run " + record.text("id") + " does not record which plug-ins evaluated it; today's are used");
        }
        var now = new Makers(made.all().stream().map(this::now).toList());
        return now
                .insteadOf(made)
                .map(difference -> "run " + record.text("id") + " was evaluated by other plug-ins than are used now: "
                        + difference)
                .stream()
                .toList();
    }

    /** What is used in the place of a maker now; itself where there is none, which whoever needs it will say. */
    private Maker now(Maker maker) {
        for (ExtensionPoint point : ExtensionPoint.values()) {
            for (Extension extension :
                    point.key().equals(maker.kind()) ? extensions.list(point) : List.<Extension>of()) {
                if (extension.name().equals(maker.name()) && !extension.shadowed()) {
                    return new Maker(maker.kind(), maker.name(), extensions.origin(extension));
                }
            }
        }
        return maker;
    }
}
