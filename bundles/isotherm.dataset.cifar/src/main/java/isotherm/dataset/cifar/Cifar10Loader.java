/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.cifar;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetName;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** CIFAR-10, binary version: {@code cifar10} or {@code cifar10:FOLDER}. */
@Component
@DatasetName("cifar10")
public final class Cifar10Loader implements DatasetLoader {
    private static final CifarFormat FORMAT = new CifarFormat(
            "CIFAR-10",
            "cifar-10-batches-bin",
            List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"),
            "test_batch.bin",
            1,
            0,
            "batches.meta.txt",
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"));

    @Override
    public ImageDataset open(DatasetRequest request) {
        CifarOptions.refuseUnknown(request.options(), Set.of());
        return CifarFiles.open(FORMAT, request);
    }
}
