/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.tinyimagenet;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.nio.file.Path;

/** What can be wrong with the folder. */
final class Problems {
    private Problems() {}

    static ProblemException missing(Path subject, String cause, String cure) {
        return new ProblemException(ReasonCode.DATA_MISSING, subject.toString(), "Tiny ImageNet: " + cause, cure);
    }

    static ProblemException invalid(Path file, String what) {
        return new ProblemException(
                ReasonCode.DATA_INVALID,
                file.toString(),
                "Tiny ImageNet: " + file + " " + what,
                "unpack tiny-imagenet-200.zip again");
    }
}
