package io.discern.backend.cuda;

/** In what the rows of a product are stored; sums are float32 in any case. */
public enum Precision {
    /** IEEE float32 throughout; no TF32. */
    FLOAT32(Float.BYTES),
    /** Rows rounded to bfloat16 (8 bits of significand), multiplied on tensor cores. */
    BFLOAT16(Short.BYTES),
    /** Rows rounded to IEEE 16-bit floats (11 bits of significand), multiplied on tensor cores as fast, eight times closer. */
    FLOAT16(Short.BYTES);

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
     * @param floatDeviation the bound of {@link #FLOAT32}, which {@link io.discern.internal.similarity.BlockSimilarity} derives
     */
    double deviation(int dim, double floatDeviation) {
        if (this == FLOAT32) {
            return floatDeviation;
        }
        // Rounding both factors costs 2v + v^2 with v = 2^-8 or 2^-11. Tensor cores multiply exactly and may cut each
        // sum
        // instead of rounding it: at most dim 2^-22 altogether, and as much again for sums in groups.
        double rounding = this == BFLOAT16 ? 0x1p-8 : 0x1p-11;
        // values below 2^-14 have fewer bits in 16-bit floats: each is off by 2^-25 at most, and so a row by sqrt(dim)
        // as much
        double small = this == BFLOAT16 ? 0 : Math.sqrt(dim) * 0x1p-24;
        return 2 * rounding + rounding * rounding + small + (dim + 8) * 0x1p-21;
    }
}
