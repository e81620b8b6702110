package io.discern.internal.preprocess;

import java.util.Arrays;

/**
 * The two passes of one resize. Source rows are taken in blocks of {@link PixelLayout#ROWS}: turned into columns, so that one
 * weight multiplies a whole array; resized horizontally; turned back into rows; and added with their weights to the output
 * rows that they touch. An output row that has got its last source row is rounded and handed on. Nothing the size of the
 * image is ever allocated.
 */
public final class ResampleRun {
    private final ResamplePlan plan;
    private final PixelLayout layout;
    private final int outputWidth;
    private final int[][] columns;
    private final int[] column;
    private final int[][] rows;
    private final int[][] sums;
    private final int[] fill;

    public ResampleRun(ResamplePlan plan, PixelLayout layout, ResampleScratch scratch) {
        this.plan = plan;
        this.layout = layout;
        this.outputWidth = plan.columns().outputs();
        int rowLength = outputWidth * layout.channels();
        this.columns =
                scratch.columns(plan.columns().sourceTo() - plan.columns().sourceFrom(), layout.lanes());
        this.column = scratch.column(layout.lanes());
        this.rows = scratch.rows(PixelLayout.ROWS, rowLength);
        this.sums = scratch.sums(plan.rows().overlap(), rowLength);
        this.fill = scratch.fill(rowLength);
    }

    /** Takes finished rows. */
    interface RowSink {
        /**
         * Takes a row.
         *
         * @param y the output row, from the top
         * @param values 0..255, {@code channels x width}; valid during the call
         */
        void accept(int y, int[] values);
    }

    /** Resizes; every output row arrives once, from the top. */
    public void run(byte[] pixels, RowSink sink) {
        FilterTaps taps = plan.rows();
        int outputs = taps.outputs();
        Arrays.fill(fill, plan.fill());
        fillPadding();
        int oldest = 0;
        while (oldest < outputs) {
            int from = taps.first(oldest);
            for (int y = from; oldest < outputs && y < taps.sourceTo() && taps.first(oldest) < y + PixelLayout.ROWS; ) {
                int to = Math.min(y + PixelLayout.ROWS, taps.sourceTo());
                horizontal(pixels, y, to);
                for (int o = oldest; o < outputs && taps.first(o) < to; o++) {
                    int[] sum = sums[o % sums.length];
                    vertical(sum, o, y, to);
                    if (taps.end(o) <= to) {
                        Lanes.round(sum);
                        sink.accept(o, sum);
                        oldest = o + 1;
                    }
                }
                y = to;
            }
        }
    }

    /** Columns outside the image; those inside are overwritten by every block. */
    private void fillPadding() {
        int origin = plan.columns().sourceFrom();
        int end = plan.columns().sourceTo();
        for (int x = origin; x < end; x++) {
            if (x < plan.padLeft() || x >= plan.padLeft() + plan.width()) {
                Arrays.fill(columns[x - origin], plan.fill());
            }
        }
    }

    /** Resizes the rows {@code from..to} of the padded image horizontally, into {@link #rows}. */
    private void horizontal(byte[] pixels, int from, int to) {
        int top = Math.max(from, plan.padTop());
        int count = Math.min(to, plan.padTop() + plan.height()) - top;
        if (count > 0) {
            load(pixels, top - plan.padTop(), count);
            for (int x = 0; x < outputWidth; x++) {
                weigh(x);
                Lanes.round(column);
                toRows(x, top - from, count);
            }
        }
        for (int y = from; y < to; y++) {
            if (y < top || y >= top + count) {
                System.arraycopy(fill, 0, rows[y - from], 0, fill.length);
            }
        }
    }

    private void load(byte[] pixels, int row, int count) {
        int origin = plan.columns().sourceFrom();
        int begin = Math.max(origin, plan.padLeft());
        int end = Math.min(plan.columns().sourceTo(), plan.padLeft() + plan.width());
        int stride = plan.width() * layout.bytes();
        int at = row * stride + (begin - plan.padLeft()) * layout.bytes();
        for (int x = begin; x < end; x++, at += layout.bytes()) {
            layout.load(pixels, at, stride, count, columns[x - origin]);
        }
    }

    private void weigh(int output) {
        FilterTaps taps = plan.columns();
        int[] weights = taps.weights();
        int[][] c = columns;
        int last = c.length - 1;
        int w = taps.weightsOf(output);
        int first = taps.first(output) - taps.sourceFrom();
        int count = taps.count(output);
        for (int k = 0; k < count; k += FilterTaps.GROUP, w += FilterTaps.GROUP) {
            // weights after the last tap are 0, so any column may stand in for those that do not exist
            int x = first + k;
            int[] a = c[x];
            int[] b = c[Math.min(x + 1, last)];
            int[] d = c[Math.min(x + 2, last)];
            int[] e = c[Math.min(x + 3, last)];
            if (k == 0) {
                Lanes.start(column, a, b, d, e, weights[w], weights[w + 1], weights[w + 2], weights[w + 3]);
            } else {
                Lanes.add(column, a, b, d, e, weights[w], weights[w + 1], weights[w + 2], weights[w + 3]);
            }
        }
    }

    private void toRows(int x, int firstRow, int count) {
        int[] from = column;
        for (int c = 0; c < layout.channels(); c++) {
            int at = c * outputWidth + x;
            for (int r = 0, lane = c * PixelLayout.ROWS; r < count; r++, lane++) {
                rows[firstRow + r][at] = from[lane];
            }
        }
    }

    /** Adds the rows {@code from..to} that an output row is made of. */
    private void vertical(int[] sum, int output, int from, int to) {
        FilterTaps taps = plan.rows();
        int begin = Math.max(taps.first(output), from);
        int end = Math.min(taps.end(output), to);
        int last = end - 1;
        int[] weights = taps.weights();
        int origin = taps.weightsOf(output) - taps.first(output);
        for (int y = begin; y < end; y += FilterTaps.GROUP) {
            int[] a = rows[y - from];
            int[] b = rows[Math.min(y + 1, last) - from];
            int[] c = rows[Math.min(y + 2, last) - from];
            int[] d = rows[Math.min(y + 3, last) - from];
            int w0 = weights[origin + y];
            int w1 = y + 1 < end ? weights[origin + y + 1] : 0;
            int w2 = y + 2 < end ? weights[origin + y + 2] : 0;
            int w3 = y + 3 < end ? weights[origin + y + 3] : 0;
            if (y == taps.first(output)) {
                Lanes.start(sum, a, b, c, d, w0, w1, w2, w3);
            } else {
                Lanes.add(sum, a, b, c, d, w0, w1, w2, w3);
            }
        }
    }
}
