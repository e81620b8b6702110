package io.discern.backend.cuda;

import io.discern.Device;
import io.discern.Embeddings;
import io.discern.EncoderException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;

/**
 * What a Fisher ratio needs of the rows, in one pass: {@code n_c}, {@code s_c = sum_i x_i} and {@code q_c = sum_i |x_i|^2} of
 * every class, summed in double. The order of additions depends on the sizes only, so results repeat.
 *
 * @param counts rows of each class
 * @param sums {@code classes x dim}, row-major
 * @param squares of each class
 */
public record CudaClassSums(int[] counts, double[] sums, double[] squares) {

    /** Rows in a piece, so that the order of additions does not depend on how much memory there is. */
    private static final int PIECE = 2048;

    /**
     * Measures on a device.
     *
     * @param rows finite; not modified
     * @param labels of the rows, in 0..classes-1
     * @throws io.discern.BackendUnavailableException if the device cannot be had
     * @throws IllegalArgumentException if labels and rows disagree, or a label is out of range
     */
    public static CudaClassSums measure(Device device, Embeddings rows, int[] labels, int classes) {
        int[] counts = counts(rows, labels, classes);
        try (Engine engine = CudaDevices.open(device, CudaDevices.DEFAULT_BYTES)) {
            return measure(engine, rows, labels, counts);
        }
    }

    private static int[] counts(Embeddings rows, int[] labels, int classes) {
        if (labels.length != rows.rows() || classes < 1) {
            throw new IllegalArgumentException(labels.length + " labels of " + classes + " classes for " + rows.rows()
                    + " rows; expected one for each row and at least one class");
        }
        int[] counts = new int[classes];
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] < 0 || labels[row] >= classes) {
                throw new IllegalArgumentException(
                        "row " + row + " has label " + labels[row] + "; expected 0.." + (classes - 1));
            }
            counts[labels[row]]++;
        }
        return counts;
    }

    static CudaClassSums measure(Engine engine, Embeddings rows, int[] labels, int[] counts) {
        int classes = counts.length;
        int dim = rows.dim();
        long rowBytes = (long) dim * Float.BYTES;
        long sumBytes = (long) classes * dim * Double.BYTES;
        long squareBytes = (long) classes * Double.BYTES;
        if (PIECE * (rowBytes + Integer.BYTES) > engine.stagingBytes() || sumBytes + squareBytes > engine.stagingBytes()) {
            throw new EncoderException("class sums of dimension " + dim + " and " + classes + " classes; expected pieces of "
                    + PIECE + " rows, and the sums, to fit the staging memory of " + engine.stagingBytes() + " bytes");
        }
        engine.reset();
        long total = engine.alloc(sumBytes + squareBytes);
        long scratch = engine.alloc(engine.classScratch(PIECE, dim, classes));
        long[] device = {engine.alloc(PIECE * (rowBytes + Integer.BYTES)), engine.alloc(PIECE * (rowBytes + Integer.BYTES))};
        engine.clear(0, total, sumBytes + squareBytes);
        int lane = 0;
        for (int first = 0; first < rows.rows(); first += PIECE) {
            int count = Math.min(PIECE, rows.rows() - first);
            engine.await(lane);
            ByteBuffer staging = engine.staging(lane);
            staging.asFloatBuffer().put(rows.values(), first * dim, count * dim);
            staging.position((int) (count * rowBytes)).slice().order(staging.order()).asIntBuffer().put(labels, first, count);
            engine.upload(lane, 0, device[lane], count * (rowBytes + Integer.BYTES));
            // the totals and the scratch memory have one writer at a time
            engine.order(1 - lane, lane);
            engine.classSums(lane, device[lane], device[lane] + count * rowBytes, count, dim, classes, scratch, total,
                    total + sumBytes);
            lane = 1 - lane;
        }
        engine.order(1 - lane, lane);
        engine.await(lane);
        engine.download(lane, total, 0, sumBytes + squareBytes);
        engine.await(lane);
        DoubleBuffer found = engine.staging(lane).asDoubleBuffer();
        double[] sums = new double[classes * dim];
        double[] squares = new double[classes];
        found.get(sums).get(squares);
        return new CudaClassSums(counts, sums, squares);
    }
}
