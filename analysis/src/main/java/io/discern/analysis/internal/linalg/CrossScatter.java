package io.discern.analysis.internal.linalg;

/**
 * The products of two kinds of the same rows, in one pass: {@code sum x x'}, {@code sum y x'}, {@code sum y y'}, as precise as {@link
 * FloatScatter}: norms of the matrices keep about seven digits. Closed by whoever made it.
 *
 * @param xx d_x x d_x
 * @param yx d_y x d_x
 * @param yy d_y x d_y
 */
public record CrossScatter(SymmetricMatrix xx, DenseMatrix yx, SymmetricMatrix yy) implements AutoCloseable {

    /** Of as many rows of each kind. */
    public static CrossScatter of(Rows x, Rows y) {
        int ofY = y.dim();
        // Rows of y and x side by side have all three products in one: a single call of OpenBLAS a tile, and half a
        // square.
        try (DenseMatrix sums = FloatScatter.of(y, x)) {
            return new CrossScatter(
                    new SymmetricMatrix(sums.block(ofY, ofY, x.dim(), x.dim())),
                    sums.block(0, ofY, ofY, x.dim()),
                    new SymmetricMatrix(sums.block(0, 0, ofY, ofY)));
        }
    }

    /** Frees the memory. Idempotent. */
    @Override
    public void close() {
        xx.close();
        yx.close();
        yy.close();
    }
}
