package io.discern.backend.cuda;

/** In what the rows of a product are stored; sums are float32 in any case. */
public enum Precision {
    /** IEEE float32 throughout; no TF32. */
    FLOAT32(Float.BYTES),
    /** Rows rounded to bfloat16 (8 bits of significand), multiplied on tensor cores. */
    BFLOAT16(Short.BYTES);

    private final int bytes;

    Precision(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one value of a row. */
    int bytes() {
        return bytes;
    }

    /**
     * How far a product may be from the exact cosine's float32, for unit rows of that length.
     *
     * @param floatDeviation the bound of {@link #FLOAT32}, which {@link io.discern.similarity.BlockSimilarity} derives
     */
    double deviation(int dim, double floatDeviation) {
        if (this == FLOAT32) {
            return floatDeviation;
        }
        // Rounding both factors to bfloat16 costs 2v + v^2 with v = 2^-8. Tensor cores multiply exactly and may cut
        // each sum
        // instead of rounding it: at most dim 2^-22 altogether, and as much again for sums in groups.
        double rounding = 0x1p-8;
        return 2 * rounding + rounding * rounding + (dim + 8) * 0x1p-21;
    }
}
