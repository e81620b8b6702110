package io.discern.analysis.internal.linalg;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;

import io.discern.internal.Parallel;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Products of row-major matrices of doubles, cut into blocks by the shape of the result alone; each block is multiplied on one thread, several side by side. OpenBLAS
 * itself cuts by the number of its threads, and rounds otherwise at the seams: here the bits are the same on any number of processors.
 */
final class FixedBlocks {
    /** Rows and columns of a block: few enough that several processors have some, enough that OpenBLAS is as fast as in one piece. */
    private static final int SIDE = 256;

    private FixedBlocks() {}

    /**
     * A matrix in memory, or its transpose.
     *
     * @param memory its first value
     * @param stride from one row in memory to the next
     * @param transposed whether the transpose is meant
     */
    record Factor(DoublePointer memory, int stride, boolean transposed) {
        Factor {
            stride = Math.max(1, stride);
        }

        Factor fromRow(int row) {
            return new Factor(memory.getPointer(transposed ? row : (long) row * stride), stride, transposed);
        }

        Factor fromColumn(int column) {
            return transpose().fromRow(column).transpose();
        }

        Factor transpose() {
            return new Factor(memory, stride, !transposed);
        }

        int order() {
            return transposed ? CblasTrans : CblasNoTrans;
        }
    }

    /**
     * {@code c = kept c + a b}.
     *
     * @param rows of a and c
     * @param inner columns of a, rows of b
     * @param columns of b and c
     * @param c without gaps
     */
    static void multiply(int rows, int inner, int columns, Factor a, Factor b, double kept, DoublePointer c) {
        Factor product = new Factor(c, columns, false);
        int across = blocks(columns);
        sideBySide(
                (long) rows * inner * columns,
                blocks(rows) * across,
                block -> multiply(
                        size(block / across, rows),
                        inner,
                        size(block % across, columns),
                        a.fromRow(block / across * SIDE),
                        b.fromColumn(block % across * SIDE),
                        kept,
                        product.fromRow(block / across * SIDE).fromColumn(block % across * SIDE)));
    }

    /**
     * The upper triangle of {@code c = kept c + a a'}.
     *
     * @param order rows of a
     * @param inner columns of a
     * @param c without gaps
     */
    static void scatter(int order, int inner, Factor a, double kept, DoublePointer c) {
        Factor product = new Factor(c, order, false);
        int across = blocks(order);
        // OpenBLAS counts a triangle otherwise, and dearer.
        sideBySide(2L * order * order * inner, across * across, block -> {
            int above = block / across;
            int beside = block % across;
            Factor rows = a.fromRow(above * SIDE);
            Factor into = product.fromRow(above * SIDE).fromColumn(beside * SIDE);
            if (above < beside) {
                Factor columns = a.fromRow(beside * SIDE).transpose();
                multiply(size(above, order), inner, size(beside, order), rows, columns, kept, into);
            } else if (above == beside) {
                openblas.cblas_dsyrk(
                        CblasRowMajor,
                        CblasUpper,
                        a.order(),
                        size(above, order),
                        inner,
                        1,
                        rows.memory,
                        rows.stride,
                        kept,
                        into.memory,
                        into.stride);
            }
        });
    }

    private static void sideBySide(long multiplications, int blocks, IntConsumer work) {
        if (blocks == 1 && multiplications <= SingleThreadedProducts.SMALL) {
            work.accept(0);
        } else {
            SingleThreadedProducts.during(() -> Parallel.forEach(blocks, work));
        }
    }

    private static void multiply(int rows, int inner, int columns, Factor a, Factor b, double kept, Factor c) {
        openblas.cblas_dgemm(
                CblasRowMajor,
                a.order(),
                b.order(),
                rows,
                columns,
                inner,
                1,
                a.memory,
                a.stride,
                b.memory,
                b.stride,
                kept,
                c.memory,
                c.stride);
    }

    private static int blocks(int length) {
        return (length + SIDE - 1) / SIDE;
    }

    private static int size(int block, int length) {
        return Math.min(SIDE, length - block * SIDE);
    }
}
