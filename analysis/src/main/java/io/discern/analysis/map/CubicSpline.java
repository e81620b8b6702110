package io.discern.analysis.map;

/**
 * The cubic B-spline between nodes at whole numbers: weights of the {@value #NODES} nodes around a place, positive, of sum 1, with two
 * continuous derivatives. A function that it weights is interpolated once its values are divided by the {@link #response}, frequency by
 * frequency.
 *
 * <p>Reference: Unser, <i>Splines: a perfect fit for signal and image processing</i>, IEEE Signal Processing Magazine 16 (1999) 22-38.
 */
final class CubicSpline {
    static final int NODES = 4;

    private CubicSpline() {}

    /**
     * The weights of the nodes at -1, 0, 1 and 2.
     *
     * @param place between the nodes at 0 and 1
     * @param weights filled in from {@code first} on
     */
    static void weights(float place, float[] weights, int first) {
        float rest = 1 - place;
        weights[first] = rest * rest * rest / 6;
        weights[first + 1] = 2f / 3 - place * place * (1 - place / 2);
        weights[first + 2] = 2f / 3 - rest * rest * (1 - rest / 2);
        weights[first + 3] = place * place * place / 6;
    }

    /** What becomes of a wave with so many cycles a node, at nodes: {@code (2 + cos(2 pi cycles)) / 3}. */
    static double response(double cycles) {
        return (2 + Math.cos(2 * Math.PI * cycles)) / 3;
    }
}
