/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test an experiment of its own, as a field or parameter of type {@link ExperimentUnderTest}: configured before the
 * test, and removed after it together with whatever run of it is still under way; in a static field, before and after all tests
 * of the class. It is small enough to run in seconds:
 * {@link ExperimentUnderTest#SMALL}.
 */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ExperimentExtension.class)
public @interface InjectExperiment {
    /** Settings {@code key=value} that replace those of {@link ExperimentUnderTest#SMALL}; entries of a list are separated by {@code ;}. */
    String[] value() default {};

    /** The experiment's name; empty for one that no other experiment has. */
    String name() default "";
}
