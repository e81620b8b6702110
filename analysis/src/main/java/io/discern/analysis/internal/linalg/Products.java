package io.discern.analysis.internal.linalg;

import io.discern.internal.Parallel;

/** Products over all rows, a tile of rows at a time. */
public final class Products {
    private static final int ROWS_AT_ONCE = 2048;
    private static final int PRODUCTS_AT_ONCE = 1 << 22;
    /** For fewer rows OpenBLAS would spend its time packing the vectors. */
    private static final int FEWEST_AT_ONCE = 128;

    private Products() {}

    /** Receives the dot products of one row with all vectors; called in parallel, once for each row. */
    @FunctionalInterface
    public interface Dots {
        /** The products of that row; the array is the receiver's. */
        void of(int row, double[] products);
    }

    /** {@code sum_i x_i x_i'}, d x d. */
    public static SymmetricMatrix scatter(Rows rows) {
        int d = rows.dim();
        SymmetricMatrix sum = new SymmetricMatrix(d);
        try (DenseMatrix tile = tile(rows)) {
            for (int first = 0; first < rows.count(); first += tile.rows()) {
                int count = Math.min(tile.rows(), rows.count() - first);
                tile.fill(rows, first, count);
                FixedBlocks.scatter(d, count, tile.transposed(), first == 0 ? 0 : 1, sum.memory());
            }
        }
        return sum;
    }

    /**
     * {@link #scatter} in twice the speed: each value is off by about {@value FloatScatter#DEVIATION} of the product of its columns' lengths, up
     * and down at random.
     */
    public static SymmetricMatrix floatScatter(Rows rows) {
        return new SymmetricMatrix(FloatScatter.of(rows));
    }

    /** {@code x_i' x_j} of all rows, n x n; for few rows. */
    public static SymmetricMatrix gram(Rows rows) {
        SymmetricMatrix gram = new SymmetricMatrix(rows.count());
        try (DenseMatrix all = new DenseMatrix(rows.count(), rows.dim())) {
            all.fill(rows, 0, rows.count());
            FixedBlocks.scatter(rows.count(), rows.dim(), all.factor(), 0, gram.memory());
        }
        return gram;
    }

    /** {@code sum_i x_i y_i'} of two kinds of as many rows, d_x x d_y. */
    public static DenseMatrix cross(Rows x, Rows y) {
        DenseMatrix sum = new DenseMatrix(x.dim(), y.dim());
        try (DenseMatrix left = tile(x);
                DenseMatrix right = tile(y)) {
            for (int first = 0; first < x.count(); first += left.rows()) {
                int count = Math.min(left.rows(), x.count() - first);
                left.fill(x, first, count);
                right.fill(y, first, count);
                FixedBlocks.multiply(
                        x.dim(), count, y.dim(), left.transposed(), right.factor(), first == 0 ? 0 : 1, sum.memory());
            }
        }
        return sum;
    }

    /**
     * Every row's dot products with the rows of {@code vectors}.
     *
     * @param vectors k x d
     * @param receiver gets k products for each row
     */
    public static void dots(Rows rows, DenseMatrix vectors, Dots receiver) {
        int d = rows.dim();
        int k = vectors.rows();
        int atOnce = Math.max(FEWEST_AT_ONCE, Math.min(ROWS_AT_ONCE, PRODUCTS_AT_ONCE / k));
        try (DenseMatrix tile = new DenseMatrix(Math.min(atOnce, rows.count()), d);
                DenseMatrix products = new DenseMatrix(tile.rows(), k)) {
            for (int first = 0; first < rows.count(); first += tile.rows()) {
                int start = first;
                int count = Math.min(tile.rows(), rows.count() - first);
                tile.fill(rows, first, count);
                FixedBlocks.multiply(count, d, k, tile.factor(), vectors.transposed(), 0, products.memory());
                Parallel.forEach(count, i -> receiver.of(start + i, products.row(i)));
            }
        }
    }

    /** As {@link #dots(Rows, DenseMatrix, Dots)}, of vectors on the heap. */
    public static void dots(Rows rows, double[][] vectors, Dots receiver) {
        dots(rows, Rows.of(vectors), receiver);
    }

    /** As {@link #dots(Rows, DenseMatrix, Dots)}, of vectors that are copied. */
    public static void dots(Rows rows, Rows vectors, Dots receiver) {
        try (DenseMatrix copy = new DenseMatrix(vectors.count(), vectors.dim())) {
            copy.fill(vectors, 0, vectors.count());
            dots(rows, copy, receiver);
        }
    }

    /**
     * The dot products of every row with all rows. Holds a copy of the rows and, at a time, some millions of products.
     *
     * @param receiver gets n products for each row
     */
    public static void pairs(Rows rows, Dots receiver) {
        dots(rows, rows, receiver);
    }

    private static DenseMatrix tile(Rows rows) {
        return new DenseMatrix(Math.min(ROWS_AT_ONCE, rows.count()), rows.dim());
    }
}
