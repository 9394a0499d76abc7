/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
/** Configuration forms whose choices are the names that are installed at the moment. */
package isotherm.form;
