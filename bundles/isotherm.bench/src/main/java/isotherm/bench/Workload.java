/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.bench;

/** Something that can be repeated and timed; what it needs is made beforehand. */
interface Workload extends AutoCloseable {
    /** Images that one repetition processes. */
    int images();

    void run();

    @Override
    void close();
}
