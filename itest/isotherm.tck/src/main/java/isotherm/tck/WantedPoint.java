/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import isotherm.api.wiring.ExtensionPoint;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves out, visibly, the contracts of extension points that this framework has nothing to do with. */
final class WantedPoint implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        ContractOf contract = context.getRequiredTestClass().getAnnotation(ContractOf.class);
        if (contract == null) {
            return ConditionEvaluationResult.enabled("it is about every extension point");
        }
        ExtensionPoint point = contract.value();
        Suite suite = new Suite(context);
        boolean wanted = List.of(suite.setting("isotherm.tck.points").orElse("").split("[,;\\s]+"))
                .contains(point.key());
        return wanted
                        || !suite.services(point).isEmpty()
                        || !suite.promised(point).isEmpty()
                ? ConditionEvaluationResult.enabled("there is a " + point.key())
                : ConditionEvaluationResult.disabled("no bundle here brings a " + point.key());
    }
}
