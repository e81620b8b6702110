package io.discern.preprocess;

import java.util.Arrays;

/**
 * The working memory of one resize and the two passes over it. Source rows are taken in pairs from the top: packed, resized
 * horizontally, and added with their weights to the output rows that they touch; an output row that has got its last source
 * row is rounded and handed on. Nothing the size of the image is ever allocated.
 *
 * <p>Reusable for images of the same plan; one thread at a time.
 */
final class ResampleRun {
    private final ResamplePlan plan;
    private final RowPacker packer;
    private final int rowLength;
    private final long[] packed;
    private final int[] upper;
    private final int[] lower;
    private final int[][] sums;

    ResampleRun(ResamplePlan plan, RowPacker packer) {
        this.plan = plan;
        this.packer = packer;
        int channels = packer.channels();
        FilterTaps columns = plan.columns();
        this.rowLength = columns.outputs() * channels;
        this.packed = new long[(columns.sourceTo() - columns.sourceFrom()) * channels];
        this.upper = new int[rowLength];
        this.lower = new int[rowLength];
        this.sums = new int[overlap(plan.rows())][rowLength];
    }

    /** Takes finished rows. */
    interface RowSink {
        /**
         * Takes a row.
         *
         * @param y the output row, from the top
         * @param values 0..255, {@code width x channels}; valid during the call
         */
        void accept(int y, int[] values);
    }

    /** The most output rows that are unfinished at a time. */
    private static int overlap(FilterTaps rows) {
        int most = 1;
        int oldest = 0;
        for (int o = 0; o < rows.outputs(); o++) {
            // a pair of source rows may start rows that begin at its second row, and finishes none before its end
            while (rows.end(oldest) < rows.first(o)) {
                oldest++;
            }
            most = Math.max(most, o - oldest + 1);
        }
        return most;
    }

    /** Resizes; every output row arrives once, from the top. */
    void run(byte[] pixels, RowSink sink) {
        FilterTaps rows = plan.rows();
        int outputs = rows.outputs();
        int last = rows.sourceTo();
        Arrays.fill(packed, plan.fill() * 0x00000001_00000001L);
        int oldest = 0;
        for (int y = rows.sourceFrom(); oldest < outputs; y = Math.max(y + 2, rows.first(oldest))) {
            horizontal(pixels, y, Math.min(y + 1, last - 1));
            for (int o = oldest; o < outputs && rows.first(o) < y + 2; o++) {
                add(sums[o % sums.length], rows.weight(o, y), rows.weight(o, y + 1), rows.first(o) >= y);
            }
            for (; oldest < outputs && rows.end(oldest) <= y + 2; oldest++) {
                int[] sum = sums[oldest % sums.length];
                round(sum);
                sink.accept(oldest, sum);
            }
            if (oldest == outputs) {
                return;
            }
        }
    }

    private void horizontal(byte[] pixels, int upperRow, int lowerRow) {
        FilterTaps columns = plan.columns();
        int from = Math.max(columns.sourceFrom() - plan.padLeft(), 0);
        int to = Math.min(columns.sourceTo() - plan.padLeft(), plan.width());
        int a = upperRow - plan.padTop();
        int b = lowerRow - plan.padTop();
        boolean hasA = a >= 0 && a < plan.height();
        boolean hasB = b >= 0 && b < plan.height();
        if (from < to && (hasA || hasB)) {
            int stride = plan.width() * packer.bytes();
            int column = from * packer.bytes();
            int rowA = (hasA ? a : b) * stride + column;
            int rowB = (hasB ? b : a) * stride + column;
            int at = (from + plan.padLeft() - columns.sourceFrom()) * packer.channels();
            packer.pack(pixels, rowA, rowB, to - from, packed, at);
            if (packer.channels() == 3) {
                weighRgb(columns, packed, upper, lower);
            } else {
                weighGray(columns, packed, upper, lower);
            }
        }
        if (!hasA || from >= to) {
            Arrays.fill(upper, plan.fill());
        }
        if (!hasB || from >= to) {
            Arrays.fill(lower, plan.fill());
        }
    }

    private static void weighRgb(FilterTaps columns, long[] packed, int[] upper, int[] lower) {
        int[] weights = columns.weights();
        int origin = columns.sourceFrom();
        for (int x = 0; x < columns.outputs(); x++) {
            long red = START;
            long green = START;
            long blue = START;
            int w = columns.weightsOf(x);
            int p = (columns.first(x) - origin) * 3;
            int end = w + columns.count(x);
            for (; w < end; w++, p += 3) {
                long weight = weights[w];
                red += weight * packed[p];
                green += weight * packed[p + 1];
                blue += weight * packed[p + 2];
            }
            int o = 3 * x;
            upper[o] = low(red);
            lower[o] = high(red);
            upper[o + 1] = low(green);
            lower[o + 1] = high(green);
            upper[o + 2] = low(blue);
            lower[o + 2] = high(blue);
        }
    }

    private static void weighGray(FilterTaps columns, long[] packed, int[] upper, int[] lower) {
        int[] weights = columns.weights();
        int origin = columns.sourceFrom();
        for (int x = 0; x < columns.outputs(); x++) {
            long sum = START;
            int w = columns.weightsOf(x);
            int p = columns.first(x) - origin;
            int end = w + columns.count(x);
            for (; w < end; w++, p++) {
                sum += weights[w] * packed[p];
            }
            upper[x] = low(sum);
            lower[x] = high(sum);
        }
    }

    private static final long START = (long) FilterTaps.HALF << 32 | FilterTaps.HALF;

    /** The sum of the upper row: {@code total = upper + lower * 2^32}, so it is the low half as it stands. */
    private static int low(long total) {
        return clip((int) total >> FilterTaps.PRECISION_BITS);
    }

    /** The sum of the lower row; a negative upper sum has borrowed from it. */
    private static int high(long total) {
        return clip((int) (total - (int) total >> 32) >> FilterTaps.PRECISION_BITS);
    }

    private static int clip(int value) {
        return Math.min(Math.max(value, 0), 255);
    }

    /** Plain loops over ints: the compiler turns them into vector instructions. */
    private void add(int[] sum, int upperWeight, int lowerWeight, boolean fresh) {
        int[] a = upper;
        int[] b = lower;
        if (fresh) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] = FilterTaps.HALF + upperWeight * a[i] + lowerWeight * b[i];
            }
        } else {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += upperWeight * a[i] + lowerWeight * b[i];
            }
        }
    }

    private static void round(int[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = clip(sum[i] >> FilterTaps.PRECISION_BITS);
        }
    }
}
