package io.discern.analysis.internal.probe;

/**
 * A fitted classifier and how it was found.
 *
 * @param classifier what was fitted
 * @param c the inverse strength of the penalty, scikit-learn's C
 * @param objective the penalised loss at the optimum
 * @param iterations steps of the search; 0 where there is a closed form
 * @param converged whether the search reached the optimum
 */
public record LinearFit(LinearClassifier classifier, double c, double objective, int iterations, boolean converged) {}
