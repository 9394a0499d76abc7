/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

/** A block of elements that lies elsewhere in the file; nothing of it is read yet. */
record Storage(ElementType type, String key, long elements) {}
