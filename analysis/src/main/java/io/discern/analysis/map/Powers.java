package io.discern.analysis.map;

/**
 * Powers {@code s^b} of positive numbers for one b in (0, 2), from a table of the powers of significands, between which it interpolates: relative
 * error below 1e-7, several times as quick as {@link Math#pow}.
 */
final class Powers {
    private static final int BITS = 11;
    private static final int REST_BITS = 52 - BITS;
    private static final long REST = (1L << REST_BITS) - 1;
    private static final int BIAS = 1023;

    private final double b;
    private final double[] ofSignificand = new double[(1 << BITS) + 1];
    private final double[] ofExponent = new double[2 * BIAS + 1];

    Powers(double b) {
        this.b = b;
        for (int i = 0; i < ofSignificand.length; i++) {
            ofSignificand[i] = Math.pow(1 + Math.scalb((double) i, -BITS), b);
        }
        for (int e = 0; e < ofExponent.length; e++) {
            ofExponent[e] = Math.pow(2, (e - BIAS) * b);
        }
    }

    double of(double s) {
        long bits = Double.doubleToRawLongBits(s);
        int exponent = (int) (bits >>> 52);
        if (exponent == 0 || exponent >= ofExponent.length) {
            // denormal, infinite or not positive
            return Math.pow(s, b);
        }
        int place = (int) (bits >>> REST_BITS) & (1 << BITS) - 1;
        double rest = (bits & REST) * (1.0 / (REST + 1));
        double below = ofSignificand[place];
        return ofExponent[exponent] * (below + rest * (ofSignificand[place + 1] - below));
    }
}
