/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.cifar;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetName;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** CIFAR-100, binary version: {@code cifar100} or {@code cifar100:FOLDER}; {@code labels=fine} (the default) or {@code coarse}. */
@Component
@DatasetName("cifar100")
public final class Cifar100Loader implements DatasetLoader {
    private static final String LABELS = "labels";
    private static final CifarFormat COARSE = format(0, "coarse_label_names.txt", Cifar100Names.COARSE);
    private static final CifarFormat FINE = format(1, "fine_label_names.txt", Cifar100Names.FINE);

    @Override
    public ImageDataset open(DatasetRequest request) {
        CifarOptions.refuseUnknown(request.options(), Set.of(LABELS));
        String labels = request.options().getOrDefault(LABELS, "fine");
        return switch (labels) {
            case "fine" -> CifarFiles.open(FINE, request);
            case "coarse" -> CifarFiles.open(COARSE, request);
            default -> throw new ProblemException(
                    ReasonCode.CONFIG_INVALID,
                    LABELS,
                    "CIFAR-100 has no labels '" + labels + "'",
                    "use labels=fine or labels=coarse");
        };
    }

    private static CifarFormat format(int labelOffset, String namesFile, List<String> classes) {
        return new CifarFormat(
                "CIFAR-100", "cifar-100-binary", List.of("train.bin"), "test.bin", 2, labelOffset, namesFile, classes);
    }
}
