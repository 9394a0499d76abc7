/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.shapes;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetName;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * Drawn images that need no download: {@code shapes} (or {@code shapes:id}), {@code shapes:aux}, {@code shapes:ood-texture},
 * {@code shapes:ood-shapes}, {@code shapes:pasted}; {@code count} images (4000 for training, 1000 for a test) of
 * {@code size=32} or 64 pixels.
 */
@Component
@DatasetName("shapes")
public final class ShapesLoader implements DatasetLoader {
    @Override
    public ImageDataset open(DatasetRequest request) {
        for (String key : request.options().keySet()) {
            if (!List.of("count", "size").contains(key)) {
                throw invalid("option '" + key + "'", NearestName.hint(key, List.of("count", "size")));
            }
        }
        int count = number(request.options(), "count", request.split() == Split.TRAIN ? 4000 : 1000);
        int side = number(request.options(), "size", 32);
        if (side != 32 && side != 64) {
            throw invalid("size=" + side, "use size=32 or size=64");
        }
        return new ShapesDataset(variant(request.location()), request.split(), count, side, request.seed());
    }

    private static Variant variant(String location) {
        List<String> names =
                Arrays.stream(Variant.values()).map(Variant::location).toList();
        int found = names.indexOf(location.isEmpty() ? "id" : location);
        if (found < 0) {
            throw invalid("variant '" + location + "'", NearestName.hint(location, names));
        }
        return Variant.values()[found];
    }

    private static int number(Map<String, String> options, String key, int otherwise) {
        String text = options.getOrDefault(key, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text.strip());
            if (number > 0 && number <= 1_000_000) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, together with numbers out of range
        }
        throw invalid(key + "=" + text, "use a number from 1 to 1000000");
    }

    private static ProblemException invalid(String what, String cure) {
        return new ProblemException(ReasonCode.CONFIG_INVALID, "shapes", "shapes has no " + what, cure);
    }
}
