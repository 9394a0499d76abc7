/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.bench;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.target.TargetStrategy;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import java.util.function.Function;

/** What is measured beside networks. No peer is asked for these: the published scripts have no such step by itself. */
enum DataCase {
    PROTOTYPES(
            "prototypes-50000",
            "nearest of 50,000 ID images for 10,000 OOD images, features of 512, all of one class",
            extensions -> new PrototypeWorkload(
                    extensions.acquire(ExtensionPoint.TARGET, TargetStrategy.class, "prototype"), 50_000, 10_000, 512)),
    JPEG64(
            "load-jpeg64",
            "10,000 JPEG files of 64 pixels read and decoded, on all processors",
            extensions -> new LoadWorkload(
                    extensions.acquire(ExtensionPoint.DATASET, DatasetLoader.class, "imagefolder"), 10_000, 64));

    final String title;
    final String description;
    private final Function<Extensions, Workload> made;

    DataCase(String title, String description, Function<Extensions, Workload> made) {
        this.title = title;
        this.description = description;
        this.made = made;
    }

    /** The workload gives the plug-in back when it is closed. */
    Workload make(Extensions extensions) {
        return made.apply(extensions);
    }
}
