/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import java.nio.file.Path;

/**
 * A run at a moment.
 *
 * @param id name of its folder
 * @param experiment the experiment it runs
 * @param state where it stands
 * @param stage the stage it is in or ended in
 * @param reason why it was interrupted or failed, in one line; otherwise empty
 * @param folder where its record lies
 */
public record RunInfo(String id, String experiment, RunState state, Stage stage, String reason, Path folder) {}
