package io.discern.analysis.map;

/**
 * The closeness of two points of a map at distance x: {@code 1 / (1 + a x^2b)}, the least-squares fit at 300 places up to 3 to
 * the curve that is 1 up to the least distance and {@code exp(-(x - least))} beyond.
 *
 * @param a a
 * @param b b
 */
record UmapCurve(double a, double b) {
    private static final int PLACES = 300;
    private static final int STEPS = 100;

    /** Fits by Gauss and Newton's method from a = b = 1. */
    static UmapCurve fitted(double leastDistance) {
        double a = 1;
        double b = 1;
        for (int step = 0; step < STEPS; step++) {
            double aa = 0;
            double ab = 0;
            double bb = 0;
            double ra = 0;
            double rb = 0;
            // At x = 0 the curve is 1 for all a and b.
            for (int i = 1; i < PLACES; i++) {
                double x = 3.0 * i / (PLACES - 1);
                double power = Math.pow(x, 2 * b);
                double value = 1 / (1 + a * power);
                double residual = (x < leastDistance ? 1 : Math.exp(-(x - leastDistance))) - value;
                double da = -power * value * value;
                double db = -2 * a * Math.log(x) * power * value * value;
                aa += da * da;
                ab += da * db;
                bb += db * db;
                ra += da * residual;
                rb += db * residual;
            }
            double determinant = aa * bb - ab * ab;
            a += (bb * ra - ab * rb) / determinant;
            b += (aa * rb - ab * ra) / determinant;
        }
        return new UmapCurve(a, b);
    }
}
