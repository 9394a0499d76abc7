/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.onnx;

/** What is wrong with a model, as the end of a sentence that begins with the file's name. */
public final class BadModel extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadModel(String message) {
        super(message);
    }
}
