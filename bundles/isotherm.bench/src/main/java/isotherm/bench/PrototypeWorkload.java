/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.bench;

import isotherm.api.target.FeatureTable;
import isotherm.api.target.TargetStrategy;
import isotherm.api.wiring.Lease;
import java.util.Map;

/** The prototypes of all OOD images, where the classifier puts everything into one class: no pair can be left out. */
final class PrototypeWorkload implements Workload {
    private final Lease<TargetStrategy> strategy;
    private final FeatureTable id;
    private final FeatureTable ood;

    PrototypeWorkload(Lease<TargetStrategy> strategy, int idImages, int oodImages, int features) {
        this.strategy = strategy;
        id = new FeatureTable(Tensors.uniform(1, idImages, features), new int[idImages], 1);
        ood = new FeatureTable(Tensors.uniform(2, oodImages, features), new int[oodImages], 1);
    }

    @Override
    public int images() {
        return ood.predicted().length;
    }

    @Override
    public void run() {
        strategy.service().prepare(id, ood, Map.of());
    }

    @Override
    public void close() {
        id.z().close();
        ood.z().close();
        strategy.close();
    }
}
