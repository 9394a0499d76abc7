/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.maker;

/**
 * A plug-in that had a part in something, or the engine itself.
 *
 * @param kind as lists of plug-ins call it: {@code backbone}, {@code score}; {@code engine} for the engine
 * @param name the name that experiments use; empty for the engine
 */
public record Maker(String kind, String name, Origin origin) {
    static final String ENGINE = "engine";

    /** The engine, which has a part in everything. */
    public static Maker engine(Origin origin) {
        return new Maker(ENGINE, "", origin);
    }

    /** "backbone 'resnet18'": what it is, in words. */
    String words() {
        return name.isEmpty() ? "the " + kind : kind + " '" + name + "'";
    }

    /** How it differs from another one of the same kind and name that came before, in words. */
    String insteadOf(Maker before) {
        Origin old = before.origin;
        if (!old.bundle().equals(origin.bundle())) {
            return words() + " of " + origin.bundle() + " " + origin.version() + " instead of " + old.bundle() + " "
                    + old.version();
        }
        if (!old.version().equals(origin.version())) {
            return words() + " " + origin.version() + " instead of " + old.version();
        }
        return words() + " " + origin.version()
                + (old.content().equals(origin.content()) ? " on other libraries" : " with other content");
    }
}
