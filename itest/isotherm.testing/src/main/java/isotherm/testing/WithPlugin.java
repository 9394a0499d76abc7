/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A plug-in's bundle that is there for a test, or for each test of a class: installed and started before the test, which
 * begins once every name that its manifest promises is registered, and uninstalled after it. Where it does not come up, the
 * test fails with what the diagnosis finds.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Repeatable(WithPlugin.Several.class)
@ExtendWith(PluginExtension.class)
public @interface WithPlugin {
    /** The framework's property that names the folder of plug-ins. */
    String FOLDER = "isotherm.testing.plugins";

    /** The jar: an entry of the test's own bundle, or else a file in the folder that {@link #FOLDER} names. */
    String value();

    /** More than one. */
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @ExtendWith(PluginExtension.class)
    @interface Several {
        WithPlugin[] value();
    }
}
