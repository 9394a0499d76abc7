/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.metric;

/**
 * A measured value.
 *
 * @param name in snake case, such as {@code fpr95_id_positive}
 * @param value a fraction, not a percentage
 * @param positive which class counts as positive: {@code id}, {@code ood}, or empty where it makes no difference
 * @param oodShare share of OOD images among all images; AUPR depends on it
 */
public record MetricValue(String name, double value, String positive, double oodShare) {}
