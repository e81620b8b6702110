package io.discern.backend.cuda;

/** IEEE 16-bit floats by their definition. */
final class HalfFloats {
    private static final int INFINITY = 0x7c00;

    private HalfFloats() {}

    /** The nearest to a value that is not NaN; of two as near, the one whose last bit is 0; infinity counts as 2^16. */
    static short nearest(float value) {
        double magnitude = Math.abs((double) value);
        int below = 0;
        int above = INFINITY;
        while (above - below > 1) {
            int middle = (below + above) / 2;
            if (magnitude(middle) <= magnitude) {
                below = middle;
            } else {
                above = middle;
            }
        }
        double toBelow = magnitude - magnitude(below);
        double toAbove = magnitude(above) - magnitude;
        boolean up = toAbove < toBelow || toAbove == toBelow && above % 2 == 0;
        int sign = Float.floatToRawIntBits(value) >>> 31 << 15;
        return (short) (sign | (up ? above : below));
    }

    /** The value of a finite one. */
    static float toFloat(short half) {
        double magnitude = magnitude(half & 0x7fff);
        return (float) (half < 0 ? -magnitude : magnitude);
    }

    private static double magnitude(int bits) {
        int exponent = bits >> 10;
        int fraction = bits & 1023;
        return exponent == 0 ? fraction * 0x1p-24 : Math.scalb(1024.0 + fraction, exponent - 25);
    }
}
