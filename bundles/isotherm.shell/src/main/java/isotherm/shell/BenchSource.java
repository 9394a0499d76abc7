/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.bench.Measurement;

/** Where a case's measurements come from: this process, or a fresh one. */
@FunctionalInterface
interface BenchSource {
    Measurement measure(String name) throws InterruptedException;
}
