package io.discern.analysis.map;

/**
 * Complex columns, real and imaginary parts apart.
 *
 * @param re rows x columns
 * @param im rows x columns
 */
record Columns(float[][] re, float[][] im) {

    /** Zeros. */
    static Columns of(int rows, int columns) {
        return new Columns(new float[rows][columns], new float[rows][columns]);
    }
}
