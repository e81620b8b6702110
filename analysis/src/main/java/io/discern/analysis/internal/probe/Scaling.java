package io.discern.analysis.internal.probe;

/** How centred columns are scaled before a penalty treats them alike; always by the fitting rows alone. */
public enum Scaling {
    /** Not at all, as scikit-learn's estimators do by themselves. */
    NONE,
    /** Each column by its standard deviation (division by n); a column that does not vary is left out. */
    COLUMNS,
    /** All columns by one number, their root mean square: for few rows, whose columns' deviations mean little. */
    OVERALL
}
