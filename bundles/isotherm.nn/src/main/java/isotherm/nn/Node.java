/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.List;

/**
 * A piece at its place in a network.
 *
 * @param name of its output; the last node of a DL4J vertex carries the vertex's name
 * @param layer the vertex it came from, which names its parameters
 * @param inputs names of nodes or of network inputs
 */
record Node(String name, String layer, Piece piece, List<String> inputs) {}
