package io.discern.backend.cuda;

import io.discern.EncoderException;
import io.discern.image.RgbImage;
import io.discern.internal.preprocess.ResamplePlan;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The pixels of a part of a batch, cut into pieces that fit a lane's staging memory: whole images where they are small, bands
 * of rows where they are not. A piece starts with its tasks; one launch resizes all its rows along x.
 */
final class ColumnPieces {
    private static final int TASK_WORDS = 10;
    private static final int MAX_TASKS = 1024;
    private static final int HEADER = MAX_TASKS * TASK_WORDS * Integer.BYTES;

    private final Engine engine;
    private final boolean gray;
    private final long taps;
    private final long columns;
    private final long[] device = new long[Engine.LANES];
    private final List<List<Band>> pieces = new ArrayList<>();
    private int used;
    private int blocks;

    /** Rows of an image on their way: which, where they lie in the piece, and what becomes of them. */
    private record Band(RgbImage image, int firstRow, int rows, int pixels, int[] task) {}

    /**
     * Reserves the device memory of both lanes' pieces.
     *
     * @param taps where the taps of all images are on the device
     * @param columns where rows go that are resized along x
     */
    ColumnPieces(Engine engine, boolean gray, long taps, long columns) {
        this.engine = engine;
        this.gray = gray;
        this.taps = taps;
        this.columns = columns;
        for (int lane = 0; lane < device.length; lane++) {
            device[lane] = engine.alloc(engine.stagingBytes());
        }
        begin();
    }

    private void begin() {
        pieces.add(new ArrayList<>());
        used = HEADER;
        blocks = 0;
    }

    /**
     * Adds the rows of an image that matter.
     *
     * @param tapWords where its taps along x are, in words
     * @param output where its resized rows go, in words
     * @throws EncoderException if a row does not fit a piece
     */
    void add(RgbImage image, ResamplePlan plan, int tapWords, int output) {
        int rowBytes = 3 * image.width();
        int begin = ResamplePart.storedFrom(plan);
        int end = begin + ResamplePart.storedRows(plan);
        for (int row = begin; row < end; ) {
            List<Band> piece = pieces.get(pieces.size() - 1);
            int rows = Math.min(end - row, (engine.stagingBytes() - used) / rowBytes);
            if (rows == 0 || piece.size() == MAX_TASKS) {
                if (piece.isEmpty()) {
                    throw new EncoderException(image + " has rows of " + rowBytes + " bytes; expected at most "
                            + (engine.stagingBytes() - HEADER) + ". Open the device with more staging memory.");
                }
                begin();
                continue;
            }
            // groups of four rows stay together where they can
            rows = rows < end - row && rows > 4 ? rows - (row - begin + rows) % 4 : rows;
            int outputs = plan.columns().outputs();
            piece.add(new Band(image, row, rows, used, new int[] {
                used - HEADER,
                image.width(),
                row - begin,
                rows,
                output,
                outputs,
                tapWords,
                plan.padLeft(),
                plan.fill(),
                blocks
            }));
            blocks += engine.columnBlocks(outputs, row - begin, rows);
            used += rows * rowBytes;
            row += rows;
        }
    }

    /** Sends all pieces, by both lanes in turn; afterwards lane 0 waits for all of them. */
    void send() {
        int lane = 1;
        for (List<Band> piece : pieces) {
            if (!piece.isEmpty()) {
                send(lane, piece);
                lane = 1 - lane;
            }
        }
        engine.order(1, 0);
    }

    private void send(int lane, List<Band> piece) {
        engine.await(lane);
        IntBuffer tasks = engine.staging(lane).asIntBuffer();
        piece.forEach(band -> tasks.put(band.task()));
        HostThreads.COPYING.forEach(piece.size(), i -> copy(piece.get(i), engine.staging(lane)));
        Band last = piece.get(piece.size() - 1);
        long bytes = last.pixels() + 3L * last.image().width() * last.rows();
        engine.upload(lane, 0, device[lane], bytes);
        int count = last.task()[TASK_WORDS - 1] + engine.columnBlocks(last.task()[5], last.task()[2], last.rows());
        engine.resampleColumns(lane, device[lane], piece.size(), count, device[lane] + HEADER, taps, columns, gray);
    }

    private static void copy(Band band, ByteBuffer staging) {
        int rowBytes = 3 * band.image().width();
        staging.put(band.pixels(), band.image().pixels(), band.firstRow() * rowBytes, band.rows() * rowBytes);
    }
}
