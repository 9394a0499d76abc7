/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tests that are skipped where there is no browser, and fail there if the environment says ISOTHERM_BROWSER=required. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
        value = "isotherm.itest.Browser#isWanted",
        disabledReason = "chromium and chromedriver are not both on the path, so nobody uses the console's page")
@interface NeedsBrowser {}
