package io.discern.internal.numeric;

/** IEEE 754 half precision; Java 17 has no conversion of its own. */
public final class Half {
    private static final int EXPONENT_BIAS_STEP = 127 - 15;
    private static final float SMALLEST = 0x1p-24f;

    private Half() {}

    /** Its value as float32, which is exact; a NaN stays one. */
    public static float toFloat(short half) {
        int sign = half & 0x8000;
        int exponent = half >> 10 & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0) {
            float magnitude = mantissa * SMALLEST;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1f ? 0xff : exponent + EXPONENT_BIAS_STEP;
        return Float.intBitsToFloat(sign << 16 | wide << 23 | mantissa << 13);
    }
}
