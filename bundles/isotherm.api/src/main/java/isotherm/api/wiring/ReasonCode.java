/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.wiring;

/** Why something cannot go on, as data: consoles and tests switch on it, people read the {@link Problem} around it. */
public enum ReasonCode {
    /** No plug-in of the extension point has this name. */
    NO_SUCH_NAME,
    /** Several plug-ins have this name; the one with the highest ranking is used. */
    DUPLICATE_NAME,
    /** A setting that must be there is absent, or a component waits for its configuration. */
    CONFIG_MISSING,
    /** A setting has a value that cannot be used. */
    CONFIG_INVALID,
    /** The component that would provide the name waits for a reference, or its bundle is not started. */
    PROVIDER_UNSATISFIED,
    /** The component that would provide the name failed to start. */
    PROVIDER_FAILED,
    /** A bundle lacks something it requires. */
    BUNDLE_UNRESOLVED,
    /** Two parts do not fit together: image size, feature size, classes, taps. */
    SHAPE_MISMATCH,
    /** A file or folder of a data set is not there. */
    DATA_MISSING,
    /** A file is there and is not what it should be. */
    DATA_INVALID,
    /** No classifier or decoder weights of this name. */
    WEIGHTS_MISSING,
    /** A weights file is damaged, hostile, or of another network. */
    WEIGHTS_INVALID,
    /** The compute backend asked for is not live. */
    BACKEND_UNAVAILABLE,
    /** A command was given something it cannot use. */
    INPUT_INVALID,
    /** The machine lacks something: disk space, memory, a writable folder. */
    RESOURCE_EXHAUSTED
}
