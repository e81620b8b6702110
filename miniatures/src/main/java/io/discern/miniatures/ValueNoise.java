package io.discern.miniatures;

/**
 * Smooth noise in [0, 1]: random heights on a 64 x 64 lattice that repeats, eased between neighbours.
 * Immutable after construction.
 */
final class ValueNoise {

    private static final int SIZE = 64;
    private static final int WRAP = SIZE - 1;

    private final float[] heights = new float[SIZE * SIZE];

    ValueNoise(Chance chance) {
        for (int i = 0; i < heights.length; i++) {
            heights[i] = (chance.bits() >>> 40) * (1f / (1 << 24));
        }
    }

    /** The height at a point; one lattice cell is one unit. */
    float at(float x, float y) {
        int left = floor(x);
        int top = floor(y);
        float dx = ease(x - left);
        float dy = ease(y - top);
        int row = (top & WRAP) * SIZE;
        int next = ((top + 1) & WRAP) * SIZE;
        int column = left & WRAP;
        int beside = (left + 1) & WRAP;
        float above = heights[row + column] + dx * (heights[row + beside] - heights[row + column]);
        float below = heights[next + column] + dx * (heights[next + beside] - heights[next + column]);
        return above + dy * (below - above);
    }

    /** The mean of several octaves, each twice as fine and half as strong. */
    float fractal(float x, float y, int octaves) {
        float sum = 0;
        float weight = 1;
        float total = 0;
        for (int i = 0; i < octaves; i++) {
            sum += weight * at(x, y);
            total += weight;
            weight *= 0.5f;
            x = 2 * x + 17.3f;
            y = 2 * y + 5.7f;
        }
        return sum / total;
    }

    /** Bright lines where the noise crosses its middle, in [0, 1]: fibres, network, vessels. */
    float ridge(float x, float y) {
        float distance = Math.abs(at(x, y) - 0.5f) * 6;
        return distance < 1 ? 1 - distance : 0;
    }

    private static int floor(float value) {
        int whole = (int) value;
        return value < whole ? whole - 1 : whole;
    }

    private static float ease(float t) {
        return t * t * (3 - 2 * t);
    }
}
