package io.discern.miniatures;

/**
 * Repeatable chance: SplitMix64, written out so that every JDK draws the same numbers.
 *
 * <p>A chance is addressed by a path of numbers such as {@code (seed, patient, image)}; equal paths
 * give equal draws. Not safe for use by several threads.
 */
final class Chance {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private Chance(long state) {
        this.state = state;
    }

    static Chance of(long... path) {
        long state = GOLDEN;
        for (long step : path) {
            state = mix(state ^ mix(step + GOLDEN));
        }
        return new Chance(state);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long bits() {
        state += GOLDEN;
        return mix(state);
    }

    /** A number in [low, high). */
    double uniform(double low, double high) {
        return low + (high - low) * ((bits() >>> 11) * 0x1.0p-53);
    }

    float uniform(float low, float high) {
        return (float) uniform((double) low, (double) high);
    }

    /** A nearly normal number: the sum of twelve uniforms, so never beyond six deviations. */
    double normal(double mean, double deviation) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += uniform(0.0, 1.0);
        }
        return mean + deviation * sum;
    }

    /** A nearly normal number kept within [low, high]. */
    double normal(double mean, double deviation, double low, double high) {
        return Math.max(low, Math.min(high, normal(mean, deviation)));
    }

    /** Pixel noise in about [-1, 1], mean 0: three uniforms from one draw. */
    float grain() {
        long z = bits();
        return ((z & 0x1FFFFF) + ((z >>> 21) & 0x1FFFFF) + ((z >>> 42) & 0x1FFFFF)) * (2f / 3 / 0x1FFFFF) - 1;
    }

    boolean happens(double probability) {
        return uniform(0.0, 1.0) < probability;
    }

    /** A whole number in [low, high], both included. */
    int between(int low, int high) {
        return low + (int) (uniform(0.0, 1.0) * (high - low + 1));
    }

    /** The index of a weight, drawn in proportion to the weights. */
    int weighted(double... weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double left = uniform(0.0, sum);
        for (int i = 0; i < weights.length - 1; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }
}
