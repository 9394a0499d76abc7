/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring;

import isotherm.api.wiring.Problem;
import java.util.List;

/** One kind of trouble the program as such can be in. */
interface SystemCheck {
    List<Problem> problems();
}
