/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.imagefolder;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.Map;

/**
 * What stands behind the question mark of {@code imagefolder:FOLDER?split=none&fold=0/4&list=FILE}.
 *
 * @param whole whether the folder is read as it is, whatever split is asked for
 * @param fold which classes are read
 * @param list the file that lists the images, relative to the folder; empty for all that lie in it
 */
record FolderOptions(boolean whole, Fold fold, String list) {
    static FolderOptions of(Map<String, String> options) {
        boolean whole = false;
        Fold fold = Fold.ALL;
        String list = "";
        for (Map.Entry<String, String> option : options.entrySet()) {
            String value = option.getValue();
            if (option.getKey().equals("split") && (value.equals("auto") || value.equals("none"))) {
                whole = value.equals("none");
            } else if (option.getKey().equals("fold") && Fold.valid(value)) {
                fold = Fold.parse(value);
            } else if (option.getKey().equals("list") && !value.isEmpty()) {
                list = value;
            } else {
                throw new ProblemException(
                        ReasonCode.CONFIG_INVALID,
                        option.getKey(),
                        "imagefolder has no option '" + option.getKey() + "=" + value + "'",
                        "there is: split=auto, split=none, fold=K/N, fold=not-K/N with K from 0 to N-1, list=FILE");
            }
        }
        return new FolderOptions(whole, fold, list);
    }
}
