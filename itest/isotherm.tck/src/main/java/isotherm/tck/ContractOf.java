/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import isotherm.api.wiring.ExtensionPoint;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of tests for the services of an extension point. Reported as skipped, with the reason, where no bundle brings or
 * promises such a service and {@code isotherm.tck.points} does not ask for it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WantedPoint.class)
public @interface ContractOf {
    ExtensionPoint value();
}
