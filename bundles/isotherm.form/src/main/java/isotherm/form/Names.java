/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.form;

import java.util.Collection;
import java.util.List;

/**
 * What a setting can name at the moment.
 *
 * @param installed the names there are
 * @param used what configurations hold now; it stays a choice where it is not installed, so that no form loses it
 * @param part whether a value only begins with a name, so that the names are told and cannot be chosen
 */
public record Names(List<String> installed, Collection<String> used, boolean part) {
    /** A value is one of the names. */
    public static Names whole(List<String> installed, Collection<String> used) {
        return new Names(installed, used, false);
    }

    /** A value begins with one of the names, and goes on. */
    public static Names part(List<String> installed) {
        return new Names(installed, List.of(), true);
    }
}
