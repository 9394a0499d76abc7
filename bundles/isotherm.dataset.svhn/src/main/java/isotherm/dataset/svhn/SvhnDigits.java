/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.svhn;

import isotherm.api.dataset.ImageDataset;
import isotherm.image.dataset.Fingerprint;
import isotherm.image.dataset.PackedImages;
import java.util.List;

/** The images of some files as one data set. */
final class SvhnDigits {
    private static final List<String> CLASSES = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    private SvhnDigits() {}

    static ImageDataset of(List<SvhnFile> files) {
        SvhnFile first = files.get(0);
        SvhnFile last = files.get(files.size() - 1);
        // there are one or two; the second one's images follow the first one's
        int split = files.size() == 1 ? Integer.MAX_VALUE : first.size();
        return new PackedImages(
                files.stream().mapToInt(SvhnFile::size).sum(),
                CLASSES,
                i -> i < split ? first.labels()[i] : last.labels()[i - split],
                i -> i < split ? first.read(i) : last.read(i - split),
                () -> fingerprint(files),
                List.of());
    }

    /** Over each file's name and every byte of it. */
    private static String fingerprint(List<SvhnFile> files) {
        Fingerprint fingerprint = new Fingerprint();
        files.forEach(
                file -> fingerprint.line(file.path().getFileName().toString()).content(file.content()));
        return fingerprint.value();
    }
}
