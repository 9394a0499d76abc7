/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.maker;

/**
 * The code that something comes from, to the last byte.
 *
 * @param bundle symbolic name
 * @param version of the bundle
 * @param content hash of what is in the bundle
 * @param builtOn hash of the names, versions and contents of all bundles that it is wired to, directly or through others
 */
public record Origin(String bundle, String version, String content, String builtOn) {}
