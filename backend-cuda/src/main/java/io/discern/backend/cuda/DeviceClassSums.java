package io.discern.backend.cuda;

import io.discern.EncoderException;
import io.discern.similarity.ClassRows;
import io.discern.similarity.ClassSums;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.util.Optional;

/**
 * {@link ClassSums} on one device, bit for bit the reference's: rows stream through both lanes in the order in which they are
 * added. Dimensions and classes whose sums do not fit the device memory are summed tile after tile, with one pass over the rows
 * for each.
 */
final class DeviceClassSums {
    private static final int COLUMNS = 1024;
    private static final int PIECES = 16;
    private static final int LEAST_ROWS = 64;
    private static final int ROWS = 1 << 15;
    /** Of rows that the device keeps, only the plan is sent. */
    private static final int KEPT_ROWS = 1 << 20;

    private final Engine engine;
    private final ClassRows rows;
    private final boolean divided;
    private final ClassSums sums;
    /** Where the device keeps the rows, or 0 where it does not. */
    private final long kept;

    private DeviceClassSums(Engine engine, ClassRows rows, Optional<Engine.Rows> held) {
        this.engine = engine;
        this.rows = rows;
        // the kernel takes whole rows
        this.kept = rows.rows().dim() <= COLUMNS ? held.map(Engine.Rows::values).orElse(0L) : 0;
        this.divided = rows.lengths().length > 0;
        this.sums = new ClassSums(new double[rows.origins().length], new double[rows.origins().length]);
    }

    /**
     * Sums up.
     *
     * @param held the rows, where the device keeps them
     * @throws EncoderException if not even a tile of one class fits the memory
     */
    static ClassSums measure(Engine engine, ClassRows rows, Optional<Engine.Rows> held) {
        DeviceClassSums run = new DeviceClassSums(engine, rows, held);
        int dim = rows.rows().dim();
        for (int column = 0; column < dim; column += COLUMNS) {
            int columns = Math.min(COLUMNS, dim - column);
            int most = run.classes(columns);
            for (int label = 0; label < rows.classes(); label += most) {
                run.tile(column, columns, label, Math.min(most, rows.classes() - label));
            }
        }
        return run.sums;
    }

    /** How many classes fit the memory at a time. */
    private int classes(int columns) {
        int fit = Math.min(rows.classes(), 65535);
        while (fit > 1 && !fits(LEAST_ROWS, columns, fit)) {
            fit = (fit + 1) / 2;
        }
        if (!fits(LEAST_ROWS, columns, fit)) {
            throw new EncoderException("class sums of " + columns + " columns need "
                    + bytes(LEAST_ROWS, columns, fit) + " bytes of device memory and "
                    + pieceBytes(LEAST_ROWS, columns, fit) + " of staging memory; expected at most "
                    + engine.arenaBytes() + " and " + engine.stagingBytes() + ". Open the device with more.");
        }
        return fit;
    }

    private boolean fits(int count, int columns, int classes) {
        return bytes(count, columns, classes) <= engine.arenaBytes()
                && Math.max(pieceBytes(count, columns, classes), sumBytes(columns, classes)) <= engine.stagingBytes();
    }

    /** One double for each class and column. */
    private static long sumBytes(int columns, int classes) {
        return (long) classes * columns * Double.BYTES;
    }

    private static long partBytes(int columns, int classes) {
        return 2 * ClassPlan.mostSlabs(PIECES, classes) * columns * Double.BYTES;
    }

    private long bytes(int count, int columns, int classes) {
        return 5 * sumBytes(columns, classes)
                + partBytes(columns, classes)
                + Engine.LANES * pieceBytes(count, columns, classes)
                + (kept != 0 ? lengthBytes() : 0)
                + Engine.SLACK;
    }

    /** Rows, lengths and a plan, or the plan alone. */
    private long pieceBytes(int count, int columns, int classes) {
        return (kept != 0 ? 0 : lengthsAt(count, columns) + (long) count * Double.BYTES)
                + ClassPlan.mostWords(count, PIECES, classes) * Integer.BYTES;
    }

    /** Lengths of all rows. */
    private long lengthBytes() {
        return (long) rows.lengths().length * Double.BYTES;
    }

    /** Where the lengths begin: behind the rows, aligned. */
    private static long lengthsAt(int count, int columns) {
        return ((long) count * columns + 1) / 2 * Double.BYTES;
    }

    /** Sums up some columns of some classes. */
    private void tile(int column, int columns, int label, int classes) {
        engine.reset();
        int most = Math.min(rows.order().length, kept != 0 ? KEPT_ROWS : ROWS);
        while (most > LEAST_ROWS && !fits(most, columns, classes)) {
            most = Math.max(LEAST_ROWS, most / 2);
        }
        long origins = engine.alloc(sumBytes(columns, classes));
        long totals = engine.alloc(2 * sumBytes(columns, classes));
        long carried = engine.alloc(2 * sumBytes(columns, classes));
        long parts = engine.alloc(partBytes(columns, classes));
        long pieceBytes = pieceBytes(most, columns, classes);
        long[] device = {engine.alloc(pieceBytes), engine.alloc(pieceBytes)};
        engine.clear(0, totals, 2 * sumBytes(columns, classes));
        engine.clear(0, carried, 2 * sumBytes(columns, classes));
        sendOrigins(origins, column, columns, label, classes);
        long lengths = kept != 0 && divided ? sendLengths() : 0;
        int lane = 0;
        for (int first = 0; first < rows.order().length; ) {
            ClassPlan plan = ClassPlan.of(rows, first, most, PIECES, label, classes);
            engine.await(lane);
            long lengthsAt = kept != 0 ? 0 : lengthsAt(plan.count(), columns);
            long planAt = lengthsAt + (divided && kept == 0 ? (long) plan.count() * Double.BYTES : 0);
            if (kept == 0) {
                stage(lane, plan, first, column, columns, lengthsAt);
            }
            IntBuffer words = engine.staging(lane).asIntBuffer().position((int) (planAt / Integer.BYTES));
            plan.write(words, kept != 0);
            engine.upload(lane, 0, device[lane], (long) words.position() * Integer.BYTES);
            // the totals and what is carried have one writer at a time
            engine.order(1 - lane, lane);
            engine.classSums(
                    lane,
                    new Engine.ClassPiece(
                            kept != 0 ? kept : device[lane],
                            !divided || kept != 0 ? lengths : device[lane] + lengthsAt,
                            origins,
                            device[lane] + planAt,
                            parts,
                            carried,
                            totals,
                            columns,
                            classes,
                            plan.slabs()));
            first += plan.count();
            lane = 1 - lane;
        }
        engine.order(1 - lane, lane);
        take(engine.words(lane, totals, 2 * classes * columns), column, columns, label, classes);
    }

    /** Writes rows and lengths. */
    private void stage(int lane, ClassPlan plan, int first, int column, int columns, long lengthsAt) {
        ByteBuffer staging = engine.staging(lane);
        float[] values = rows.rows().values();
        int dim = rows.rows().dim();
        HostCopies.gather(values, dim, rows.order(), first, plan.count(), column, columns, staging.asFloatBuffer());
        if (divided) {
            DoubleBuffer lengths = staging.asDoubleBuffer().position((int) (lengthsAt / Double.BYTES));
            for (int i = 0; i < plan.count(); i++) {
                lengths.put(rows.lengths()[rows.order()[first + i]]);
            }
        }
    }

    private long sendLengths() {
        long lengths = engine.alloc(lengthBytes());
        int most = engine.stagingBytes() / Double.BYTES;
        for (int done = 0; done < rows.lengths().length; done += most) {
            int part = Math.min(most, rows.lengths().length - done);
            engine.await(0);
            engine.staging(0).asDoubleBuffer().put(rows.lengths(), done, part);
            engine.upload(0, 0, lengths + (long) done * Double.BYTES, (long) part * Double.BYTES);
        }
        engine.order(0, 1);
        return lengths;
    }

    private void sendOrigins(long origins, int column, int columns, int label, int classes) {
        DoubleBuffer values = engine.staging(0).asDoubleBuffer();
        for (int c = 0; c < classes; c++) {
            values.put(rows.origins(), (label + c) * rows.rows().dim() + column, columns);
        }
        engine.upload(0, 0, origins, sumBytes(columns, classes));
        engine.order(0, 1);
    }

    private void take(long[] found, int column, int columns, int label, int classes) {
        for (int c = 0; c < classes; c++) {
            for (int j = 0; j < columns; j++) {
                int to = (label + c) * rows.rows().dim() + column + j;
                sums.sums()[to] = Double.longBitsToDouble(found[c * columns + j]);
                sums.squares()[to] = Double.longBitsToDouble(found[(classes + c) * columns + j]);
            }
        }
    }
}
