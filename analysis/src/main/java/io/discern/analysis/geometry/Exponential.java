package io.discern.analysis.geometry;

import java.util.stream.IntStream;

/**
 * The exponential of many numbers in [-8, 0], by multiplications and additions only, which the JIT compiler makes vector instructions of:
 * {@code exp(y) = exp(y / 8)^8}, and Taylor's series about -1/2 of what then lies in [-1, 0]. Relative error below 1e-14.
 */
final class Exponential {
    private static final int TERMS = 15;
    private static final double[] COEFFICIENTS = coefficients();

    private Exponential() {}

    /** {@code exp(-1/2) / k!}. */
    private static double[] coefficients() {
        double[] coefficients = new double[TERMS];
        coefficients[0] = Math.exp(-0.5);
        IntStream.range(1, TERMS).forEach(k -> coefficients[k] = coefficients[k - 1] / k);
        return coefficients;
    }

    /** Replaces numbers from -8 to 0, or beyond by rounding, by their exponentials. */
    static void ofSmall(double[] values, int from, int to) {
        double c0 = COEFFICIENTS[0];
        double c1 = COEFFICIENTS[1];
        double c2 = COEFFICIENTS[2];
        double c3 = COEFFICIENTS[3];
        double c4 = COEFFICIENTS[4];
        double c5 = COEFFICIENTS[5];
        double c6 = COEFFICIENTS[6];
        double c7 = COEFFICIENTS[7];
        double c8 = COEFFICIENTS[8];
        double c9 = COEFFICIENTS[9];
        double c10 = COEFFICIENTS[10];
        double c11 = COEFFICIENTS[11];
        double c12 = COEFFICIENTS[12];
        double c13 = COEFFICIENTS[13];
        double c14 = COEFFICIENTS[14];
        for (int j = from; j < to; j++) {
            double t = values[j] * 0.125 + 0.5;
            double upper = c14 * t + c13;
            upper = upper * t + c12;
            upper = upper * t + c11;
            upper = upper * t + c10;
            upper = upper * t + c9;
            upper = upper * t + c8;
            upper = upper * t + c7;
            upper = upper * t + c6;
            upper = upper * t + c5;
            upper = upper * t + c4;
            upper = upper * t + c3;
            upper = upper * t + c2;
            upper = upper * t + c1;
            double root = upper * t + c0;
            double second = root * root;
            double fourth = second * second;
            values[j] = fourth * fourth;
        }
    }
}
