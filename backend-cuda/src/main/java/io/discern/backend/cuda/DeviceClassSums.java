package io.discern.backend.cuda;

import io.discern.Embeddings;
import io.discern.EncoderException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * {@link CudaClassSums} on one device: rows stream through both lanes in pieces. Dimensions and classes whose sums do not fit the
 * device memory are measured tile after tile, with one pass over the rows for each.
 */
final class DeviceClassSums {
    /** Rows of a piece and columns of a tile, so that the order of additions does not depend on how much memory there is. */
    private static final int ROWS = 2048;

    private static final int COLUMNS = 1024;

    private final Engine engine;
    private final Embeddings rows;
    private final int[] labels;
    private final double[] sums;
    private final double[] squares;

    private DeviceClassSums(Engine engine, Embeddings rows, int[] labels, int classes) {
        this.engine = engine;
        this.rows = rows;
        this.labels = labels;
        this.sums = new double[Math.multiplyExact(classes, rows.dim())];
        this.squares = new double[classes];
    }

    /**
     * Measures.
     *
     * @param labels of the rows, in 0..counts.length-1
     * @param counts rows of each class
     * @throws EncoderException if not even a tile of one class fits the memory
     */
    static CudaClassSums measure(Engine engine, Embeddings rows, int[] labels, int[] counts) {
        DeviceClassSums run = new DeviceClassSums(engine, rows, labels, counts.length);
        for (int column = 0; column < rows.dim(); column += COLUMNS) {
            int columns = Math.min(COLUMNS, rows.dim() - column);
            int most = run.classes(columns);
            for (int label = 0; label < counts.length; label += most) {
                run.tile(column, columns, label, Math.min(most, counts.length - label));
            }
        }
        return new CudaClassSums(counts, run.sums, run.squares);
    }

    /** How many classes fit the device memory at a time. */
    private int classes(int columns) {
        int fit = squares.length;
        while (fit > 1 && bytes(columns, fit) > engine.arenaBytes()) {
            fit = (fit + 1) / 2;
        }
        if (bytes(columns, fit) > engine.arenaBytes() || pieceBytes(columns) > engine.stagingBytes()) {
            throw new EncoderException("class sums of " + columns + " columns need " + bytes(columns, fit)
                    + " bytes of device memory and " + pieceBytes(columns) + " of staging memory; expected at most "
                    + engine.arenaBytes() + " and " + engine.stagingBytes() + ". Open the device with more.");
        }
        return fit;
    }

    private long bytes(int columns, int classes) {
        return totalBytes(columns, classes)
                + engine.classScratch(ROWS, columns, classes)
                + Engine.LANES * pieceBytes(columns)
                + Engine.SLACK;
    }

    private static long totalBytes(int columns, int classes) {
        return (columns + 1L) * classes * Double.BYTES;
    }

    private static long pieceBytes(int columns) {
        return ROWS * ((long) columns * Float.BYTES + Integer.BYTES);
    }

    /** Measures some columns of some classes. */
    private void tile(int column, int columns, int label, int classes) {
        engine.reset();
        long total = engine.alloc(totalBytes(columns, classes));
        long squaresAt = total + (long) columns * classes * Double.BYTES;
        long scratch = engine.alloc(engine.classScratch(ROWS, columns, classes));
        long[] device = {engine.alloc(pieceBytes(columns)), engine.alloc(pieceBytes(columns))};
        engine.clear(0, total, totalBytes(columns, classes));
        int lane = 0;
        for (int first = 0; first < rows.rows(); first += ROWS) {
            int count = Math.min(ROWS, rows.rows() - first);
            int labelsAt = count * columns * Float.BYTES;
            engine.await(lane);
            stage(engine.staging(lane), first, count, column, columns, label);
            engine.upload(lane, 0, device[lane], labelsAt + (long) count * Integer.BYTES);
            // the totals and the scratch memory have one writer at a time
            engine.order(1 - lane, lane);
            engine.classSums(
                    lane, device[lane], device[lane] + labelsAt, count, columns, classes, scratch, total, squaresAt);
            lane = 1 - lane;
        }
        engine.order(1 - lane, lane);
        take(engine.words(lane, total, (columns + 1) * classes), column, columns, label, classes);
    }

    /** Writes rows, then their labels, counted from the first of the tile. */
    private void stage(ByteBuffer staging, int first, int count, int column, int columns, int label) {
        FloatBuffer values = staging.asFloatBuffer();
        for (int row = first; row < first + count; row++) {
            values.put(rows.values(), row * rows.dim() + column, columns);
        }
        IntBuffer relative = staging.asIntBuffer().position(values.position());
        for (int row = first; row < first + count; row++) {
            relative.put(labels[row] - label);
        }
    }

    private void take(long[] found, int column, int columns, int label, int classes) {
        for (int c = 0; c < classes; c++) {
            for (int j = 0; j < columns; j++) {
                sums[(label + c) * rows.dim() + column + j] = Double.longBitsToDouble(found[c * columns + j]);
            }
            squares[label + c] += Double.longBitsToDouble(found[classes * columns + c]);
        }
    }
}
