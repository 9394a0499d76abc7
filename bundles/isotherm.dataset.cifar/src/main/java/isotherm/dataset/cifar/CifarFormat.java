/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.cifar;

import java.util.List;

/**
 * How one of the official binary versions lies on disk: files of records, each a few label bytes and then 32×32 red, green
 * and blue values, plane by plane. Source: the data sets' own page, "binary version" (A. Krizhevsky, 2009).
 *
 * @param name the data set, as it is called in messages
 * @param folder the folder its archive unpacks to
 * @param trainFiles training batches, in order
 * @param testFile the test batch
 * @param labelBytes number of label bytes before the pixels
 * @param labelOffset which of them is the label
 * @param namesFile the file beside the batches that lists the class names, a line each
 * @param classes the class names where that file is absent; their number binds either way
 */
record CifarFormat(
        String name,
        String folder,
        List<String> trainFiles,
        String testFile,
        int labelBytes,
        int labelOffset,
        String namesFile,
        List<String> classes) {
    static final int SIDE = 32;
    static final int PLANE = SIDE * SIDE;

    int recordBytes() {
        return labelBytes + 3 * PLANE;
    }
}
