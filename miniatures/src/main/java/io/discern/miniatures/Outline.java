package io.discern.miniatures;

/**
 * A closed, star-shaped contour: a radius for every direction. Directions are measured by the
 * diamond angle, which needs no trigonometry per pixel.
 */
final class Outline {

    private static final int STEPS = 256;

    private final float centreX;
    private final float centreY;
    private final float scale;
    private final float[] radii = new float[STEPS + 1];

    /**
     * An ellipse with half axes {@code rx, ry} pixels, turned by {@code turn} radians, whose radius
     * varies by about {@code irregularity} (0 smooth, 0.3 ragged). The variation has {@code waves}
     * harmonics: few make bays, many make spikes.
     */
    Outline(double x, double y, double rx, double ry, double turn, double irregularity, int waves, Chance chance) {
        centreX = (float) x;
        centreY = (float) y;
        scale = (float) Math.sqrt(rx * ry);
        double[] strength = new double[waves];
        double[] phase = new double[waves];
        for (int k = 0; k < waves; k++) {
            strength[k] = chance.normal(0, 1.3) / Math.sqrt(1 + 1.5 * k);
            phase[k] = chance.uniform(0, 2 * StrictMath.PI);
        }
        for (int i = 0; i <= STEPS; i++) {
            double diamond = 4.0 * (i % STEPS) / STEPS;
            double dx = diamond < 2 ? 1 - diamond : diamond - 3;
            double dy = diamond < 1 ? diamond : diamond < 3 ? 2 - diamond : diamond - 4;
            double angle = StrictMath.atan2(dy, dx);
            double c = StrictMath.cos(angle - turn) / rx;
            double s = StrictMath.sin(angle - turn) / ry;
            double wobble = 0;
            for (int k = 0; k < waves; k++) {
                wobble += strength[k] * StrictMath.cos((k + 2) * angle + phase[k]);
            }
            radii[i] = (float) (Math.max(0.25, 1 + irregularity * wobble) / Math.sqrt(c * c + s * s));
        }
    }

    /**
     * How deep a point lies inside, in units of the mean radius: 0 on the contour, about 1 at the
     * centre, negative outside.
     */
    float depth(float x, float y) {
        float dx = x - centreX;
        float dy = y - centreY;
        float manhattan = Math.abs(dx) + Math.abs(dy);
        if (manhattan < 1e-6f) {
            return radii[0] / scale;
        }
        float diamond = dy >= 0
                ? (dx >= 0 ? dy / manhattan : 1 - dx / manhattan)
                : (dx < 0 ? 2 - dy / manhattan : 3 + dx / manhattan);
        float step = diamond * (STEPS / 4);
        int index = Math.min(STEPS - 1, (int) step);
        float radius = radii[index] + (step - index) * (radii[index + 1] - radii[index]);
        return (radius - (float) Math.sqrt(dx * dx + dy * dy)) / scale;
    }

    /** Coverage in [0, 1] with an edge {@code softness} mean radii wide. */
    float cover(float x, float y, float softness) {
        return Canvas.clamp(0.5f + depth(x, y) / softness);
    }
}
