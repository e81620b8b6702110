package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.backend.cuda.LayerCalls.Keys;
import io.discern.backend.cuda.LayerCalls.Queries;
import io.discern.backend.cuda.LayerCalls.Turn;
import io.discern.internal.tower.Activation;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/** The layers of a transformer against double arithmetic, at awkward sizes: each check takes device memory of its own. */
final class LayerChecks {
    private final Engine engine;
    private final Precision precision;
    private final LayerCalls calls;
    private final SplittableRandom random = new SplittableRandom(5);

    LayerChecks(Engine engine, Precision precision) {
        this.engine = engine;
        this.precision = precision;
        this.calls = new LayerCalls(engine, precision);
    }

    /** How far a value of an operand may be from the exact one: one rounding, and the sums before it. */
    private double bound(double expected, double sum) {
        double rounding = switch (precision) {
            case FLOAT32 -> 0x1p-22;
            case FLOAT16 -> 0x1p-11;
            case BFLOAT16 -> 0x1p-8;
        };
        return rounding * Math.abs(expected) + 1e-6 + sum * 0x1p-20;
    }

    private float[] noise(int count, double scale) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-scale, scale);
        }
        return values;
    }

    private long upload(ByteBuffer bytes) {
        int count = bytes.remaining();
        long address = engine.alloc(count);
        engine.await(0);
        engine.staging(0).put(bytes);
        engine.upload(0, 0, address, count);
        return address;
    }

    private long upload(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(java.nio.ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values);
        return upload(bytes);
    }

    private long upload(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(java.nio.ByteOrder.nativeOrder());
        bytes.asIntBuffer().put(values);
        return upload(bytes);
    }

    private float[] download(long address, int count) {
        float[] values = new float[count];
        engine.await(0);
        engine.download(0, address, 0, (long) count * Float.BYTES);
        engine.await(0);
        engine.staging(0).asFloatBuffer().get(values);
        return values;
    }

    private int stride(Columns columns) {
        return engine.rowStride(columns.count());
    }

    private long emptyOperand(int rows, Columns columns) {
        return engine.alloc((long) engine.paddedRows(rows) * stride(columns) * precision.bytes());
    }

    private long emptyValues(int rows, Columns columns) {
        return engine.alloc((long) rows * stride(columns) * Float.BYTES);
    }

    /** Rows without padding, as values. */
    private long values(float[] rows, Columns columns) {
        int width = columns.groups() * columns.width();
        int count = rows.length / width;
        int stride = stride(columns);
        float[] padded = new float[count * stride];
        // what is in padded columns of values must not matter
        Arrays.fill(padded, Float.NaN);
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < width; i++) {
                padded[row * stride + place(columns, i)] = rows[row * width + i];
            }
        }
        return upload(padded);
    }

    private static int place(Columns columns, int i) {
        return i / columns.width() * columns.pitch() + i % columns.width();
    }

    private long operand(float[] rows, Columns columns) {
        int count = rows.length / (columns.groups() * columns.width());
        long operand = emptyOperand(count, columns);
        calls.norm(DeviceNorm.none(columns), values(rows, columns), 0, operand, count);
        return operand;
    }

    /** An operand's rows without padding, which has to be zero. */
    private float[] rows(long operand, int count, Columns columns) {
        long values = emptyValues(count, columns);
        int stride = stride(columns);
        Columns all = new Columns(1, stride, stride);
        engine.layer(0, Layer.NORM, new long[] {
            operand, 0, 0, 0, values, 0, count, stride, 1, all.width(), all.pitch(), 0, 0, 0, precision.ordinal()
        });
        float[] padded = download(values, count * stride);
        boolean[] real = new boolean[stride];
        int width = columns.groups() * columns.width();
        float[] rows = new float[count * width];
        for (int i = 0; i < width; i++) {
            real[place(columns, i)] = true;
            for (int row = 0; row < count; row++) {
                rows[row * width + i] = padded[row * stride + place(columns, i)];
            }
        }
        for (int i = 0; i < padded.length; i++) {
            if (!real[i % stride] && padded[i] != 0) {
                throw new AssertionError("padding in column " + i % stride + " has " + padded[i] + "; expected 0");
            }
        }
        return rows;
    }

    private float[] valueRows(long values, int count, Columns columns) {
        int stride = stride(columns);
        float[] padded = download(values, count * stride);
        int width = columns.groups() * columns.width();
        float[] rows = new float[count * width];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = padded[i / width * stride + place(columns, i % width)];
        }
        return rows;
    }

    private void same(String what, float[] found, double[] expected, double sum) {
        for (int i = 0; i < expected.length; i++) {
            // not the other way round: what is not a number fails
            if (!(Math.abs(found[i] - expected[i]) <= bound(expected[i], sum))) {
                throw new AssertionError(
                        what + " in " + precision + ", value " + i + ": " + found[i] + "; expected " + expected[i]);
            }
        }
    }

    private Columns plain(int width) {
        return Columns.plain(engine, width);
    }

    /** A weight from values of the file's order. */
    private long weight(
            float[] source, int out, int in, boolean inFirst, Columns outColumns, Columns inColumns, int pieces) {
        long bytes = (long) engine.paddedRows(outColumns.count()) * stride(inColumns) * precision.bytes();
        long operand = engine.alloc(bytes);
        engine.clear(0, operand, bytes);
        int lines = inFirst ? in : out;
        int length = inFirst ? out : in;
        int most = (lines + pieces - 1) / pieces;
        for (int first = 0; first < lines; first += most) {
            int count = Math.min(most, lines - first);
            engine.layer(0, Layer.PLACE, new long[] {
                upload(Arrays.copyOfRange(source, first * length, (first + count) * length)),
                0,
                first,
                count,
                length,
                inFirst ? 1 : 0,
                outColumns.width(),
                outColumns.pitch(),
                0,
                inColumns.width(),
                inColumns.pitch(),
                operand,
                stride(inColumns),
                precision.ordinal()
            });
        }
        return operand;
    }

    /** {@code PLACE} and {@code PRODUCT}. */
    void products() {
        for (int[] size : new int[][] {{1, 1, 1}, {31, 33, 65}, {129, 130, 63}, {130, 64, 257}}) {
            engine.reset();
            product(size[0], size[1], size[2]);
        }
    }

    private void product(int rows, int in, int out) {
        boolean inFirst = in % 2 == 0;
        Columns inColumns = plain(in);
        Columns outColumns = plain(out);
        float[] source = noise(in * out, 1);
        long x = operand(noise(rows * in, 1), inColumns);
        long w = weight(source, out, in, inFirst, outColumns, inColumns, 3);
        float[] xs = rows(x, rows, inColumns);
        float[] ws = rows(w, out, inColumns);
        float[] bias = noise(out, 1);
        float[] factor = noise(out, 2);
        double[] sums = new double[rows * out];
        for (int i = 0; i < sums.length; i++) {
            for (int k = 0; k < in; k++) {
                sums[i] += (double) xs[i / out * in + k] * ws[i % out * in + k];
            }
        }
        String what = "product " + rows + " x " + in + " x " + out;
        for (int i = 0; i < ws.length; i++) {
            float placed = source[inFirst ? i % in * out + i / in : i];
            if (!(Math.abs(ws[i] - placed) <= 0x1p-8f)) {
                throw new AssertionError(what + ": row " + i / in + ", column " + i % in + " of the weight has " + ws[i]
                        + "; expected " + placed);
            }
        }
        DeviceLinear linear = new DeviceLinear(w, upload(outColumns.spread(bias)), inColumns, outColumns);
        long operand = emptyOperand(rows, outColumns);
        for (Activation activation : rows == 31 ? Activation.values() : new Activation[] {Activation.GELU}) {
            calls.toOperand(linear, x, activation, 0, operand, rows);
            double[] expected = new double[sums.length];
            Arrays.setAll(expected, i -> activated(activation, sums[i] + bias[i % out]));
            same(what + " " + activation, rows(operand, rows, outColumns), expected, in + 8);
        }
        long times = operand(noise(rows * out, 1), outColumns);
        float[] factors = rows(times, rows, outColumns);
        calls.toOperand(linear, x, null, times, operand, rows);
        double[] product = new double[sums.length];
        Arrays.setAll(product, i -> (sums[i] + bias[i % out]) * factors[i]);
        same(what + " times", rows(operand, rows, outColumns), product, in + 8);

        DeviceLinear plain = new DeviceLinear(w, 0, inColumns, outColumns);
        long values = emptyValues(rows, outColumns);
        calls.toValues(plain, x, null, values, rows);
        same(what + " values", valueRows(values, rows, outColumns), sums, in + 8);
        calls.addTo(values, linear, x, upload(outColumns.spread(factor)), rows);
        double[] added = new double[sums.length];
        Arrays.setAll(added, i -> sums[i] + (sums[i] + bias[i % out]) * factor[i % out]);
        same(what + " added", valueRows(values, rows, outColumns), added, 4 * in + 8);
    }

    private static double activated(Activation activation, double x) {
        return switch (activation) {
            case GELU -> 0.5 * x * (1 + erf(x / Math.sqrt(2)));
            case GELU_TANH -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            case QUICK_GELU -> x / (1 + Math.exp(-1.702 * x));
            case SILU -> x / (1 + Math.exp(-x));
            case RELU -> Math.max(x, 0);
            case TANH -> Math.tanh(x);
        };
    }

    /** By its series, and by its continued fraction where that is long (Abramowitz and Stegun, 7.1.5 and 7.1.14). */
    private static double erf(double x) {
        if (Math.abs(x) > 3) {
            double fraction = 0;
            for (int k = 60; k > 0; k--) {
                fraction = k / 2.0 / (Math.abs(x) + fraction);
            }
            return Math.signum(x) * (1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (Math.abs(x) + fraction));
        }
        double sum = 0;
        double term = x;
        for (int n = 0; n < 80; n++) {
            sum += term / (2 * n + 1);
            term *= -x * x / (n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    /** {@code NORM}, plain and in groups, alone and added. */
    void norms() {
        for (int kind : new int[] {DeviceNorm.NONE, DeviceNorm.LAYER, DeviceNorm.RMS}) {
            for (int[] size : new int[][] {{1, 1, 1}, {9, 1, 33}, {8, 3, 13}, {17, 1, 300}, {2, 1, 1100}}) {
                engine.reset();
                norm(kind, size[0], size[1] == 1 ? plain(size[2]) : new Columns(size[1], size[2], 16));
            }
        }
    }

    private void norm(int kind, int rows, Columns columns) {
        int width = columns.groups() * columns.width();
        float[] x = noise(rows * width, 3);
        float[] scale = noise(width, 2);
        float[] shift = noise(width, 2);
        double epsilon = 0.25;
        double[] expected = new double[x.length];
        for (int row = 0; row < rows; row++) {
            double mean = 0;
            double squares = 0;
            for (int i = 0; i < width; i++) {
                mean += kind == DeviceNorm.LAYER ? x[row * width + i] / (double) width : 0;
            }
            for (int i = 0; i < width; i++) {
                squares += Math.pow(x[row * width + i] - mean, 2) / width;
            }
            double deviation = kind == DeviceNorm.NONE ? 1 : Math.sqrt(squares + epsilon);
            for (int i = 0; i < width; i++) {
                expected[row * width + i] = (x[row * width + i] - mean) / deviation * scale[i] + shift[i];
            }
        }
        float[] padded = Arrays.copyOf(columns.spread(scale), stride(columns));
        float[] shifts = Arrays.copyOf(columns.spread(shift), stride(columns));
        DeviceNorm norm = new DeviceNorm(kind, upload(padded), upload(shifts), epsilon, columns);
        long source = values(x, columns);
        long values = emptyValues(rows, columns);
        long operand = emptyOperand(rows, columns);
        String what = "norm " + kind + " of " + columns;
        calls.norm(norm, source, values, operand, rows);
        same(what, valueRows(values, rows, columns), expected, 16);
        same(what + ", operand", rows(operand, rows, columns), expected, 16);

        calls.addNorm(norm, source, values, operand, rows);
        double[] twice = Arrays.stream(expected).map(y -> 2 * y).toArray();
        same(what + ", added", valueRows(values, rows, columns), twice, 32);
        same(what + ", added operand", rows(operand, rows, columns), twice, 32);

        if (kind == DeviceNorm.NONE) {
            DeviceNorm only = new DeviceNorm(kind, 0, upload(shifts), 0, columns);
            long own = operand(x, columns);
            float[] before = rows(own, rows, columns);
            calls.normOperand(only, own, rows);
            double[] shifted = new double[before.length];
            Arrays.setAll(shifted, i -> (double) before[i] + shift[i % width]);
            same(what + ", in place", rows(own, rows, columns), shifted, 16);
        }
    }

    /** {@code HEADS}: norms and both ways to turn. */
    void heads() {
        for (int width : new int[] {4, 36, 128}) {
            for (int kind : new int[] {DeviceNorm.NONE, DeviceNorm.LAYER, DeviceNorm.RMS}) {
                for (boolean interleaved : new boolean[] {false, true}) {
                    engine.reset();
                    heads(width, kind, interleaved);
                }
            }
        }
    }

    private void heads(int width, int kind, boolean interleaved) {
        int heads = 3;
        int inputs = 2;
        int tokens = 5;
        int prefix = 2;
        int rows = inputs * tokens;
        Columns columns = new Columns(heads, width, engine.headPitch(width));
        float[] angles = noise((tokens - prefix) * width, 3);
        float[] cosines = new float[angles.length];
        float[] sines = new float[angles.length];
        for (int i = 0; i < angles.length; i++) {
            cosines[i] = (float) Math.cos(angles[i]);
            sines[i] = (float) Math.sin(angles[i]);
        }
        float[] scale = noise(width, 2);
        float[] shift = noise(width, 1);
        boolean none = kind == DeviceNorm.NONE;
        DeviceNorm norm = new DeviceNorm(kind, none ? 0 : upload(scale), none ? 0 : upload(shift), 0.125, columns);
        Columns all = columns.times(2);
        long operand = operand(noise(rows * 2 * heads * width, 2), all);
        float[] before = rows(operand, rows, all);
        double[] expected = new double[before.length];
        for (int i = 0; i < before.length; i++) {
            expected[i] = before[i];
        }
        for (int row = 0; row < rows; row++) {
            for (int head = heads; head < 2 * heads; head++) {
                int at = (row * 2 * heads + head) * width;
                double[] x = new double[width];
                double mean = 0;
                double squares = 0;
                for (int c = 0; c < width; c++) {
                    mean += kind == DeviceNorm.LAYER ? before[at + c] / (double) width : 0;
                }
                for (int c = 0; c < width; c++) {
                    squares += Math.pow(before[at + c] - mean, 2) / width;
                }
                for (int c = 0; c < width; c++) {
                    x[c] = none
                            ? before[at + c]
                            : (before[at + c] - mean) / Math.sqrt(squares + 0.125) * scale[c] + shift[c];
                }
                int patch = row % tokens - prefix;
                for (int c = 0; c < width; c++) {
                    int half = width / 2;
                    int other = interleaved ? c ^ 1 : (c + half) % width;
                    double partner = other > c ? -x[other] : x[other];
                    expected[at + c] =
                            patch < 0 ? x[c] : x[c] * cosines[patch * width + c] + partner * sines[patch * width + c];
                }
            }
        }
        Turn turn = new Turn(prefix, upload(cosines), upload(sines), interleaved);
        calls.heads(norm, turn, operand, all.count(), columns.count(), columns, rows, tokens);
        same("heads of " + width + ", norm " + kind, rows(operand, rows, all), expected, 16);
    }

    /** {@code ATTENTION}: sizes around its tiles, every head's pitch, causal, masked, with a query that inputs share. */
    void attentions() {
        // inputs, heads, width, tokens
        for (int[] size : new int[][] {
            {2, 3, 4, 1},
            {1, 2, 16, 33},
            {2, 1, 32, 64},
            {1, 2, 64, 65},
            {1, 1, 72, 129},
            {1, 1, 96, 31},
            {1, 1, 128, 70}
        }) {
            for (boolean causal : new boolean[] {false, true}) {
                engine.reset();
                attention(size[0], size[1], size[2], size[3], causal);
            }
        }
        engine.reset();
        shared();
    }

    private void attention(int inputs, int heads, int width, int tokens, boolean causal) {
        Columns columns = new Columns(heads, width, engine.headPitch(width));
        Columns all = columns.times(3);
        int rows = inputs * tokens;
        long operand = operand(noise(rows * all.groups() * width, 3), all);
        float[] values = rows(operand, rows, all);
        int[] mask = new int[rows];
        Arrays.setAll(mask, i -> causal || i % tokens == 0 || random.nextInt(4) > 0 ? 1 : 0);
        long result = emptyOperand(rows, columns);
        double scale = 1 / Math.sqrt(width);
        calls.attention(
                new Queries(operand, all.count(), tokens, tokens),
                new Keys(operand, all.count(), columns.count(), tokens, 0, causal ? 0 : upload(mask), causal),
                columns,
                scale,
                inputs,
                result);
        double[] expected = new double[rows * heads * width];
        for (int row = 0; row < rows; row++) {
            int input = row / tokens;
            int query = row % tokens;
            for (int head = 0; head < heads; head++) {
                double[] q = part(values, row, head, width, all.groups());
                double[] mixed = mixed(
                        q,
                        key -> !causal || key <= query,
                        key -> mask[input * tokens + key] != 0,
                        values,
                        input * tokens,
                        tokens,
                        heads,
                        head,
                        scale);
                System.arraycopy(mixed, 0, expected, (row * heads + head) * width, width);
            }
        }
        sameWeighted(
                "attention " + Arrays.toString(new int[] {inputs, heads, width, tokens}) + " " + causal,
                rows(result, rows, columns),
                expected);
    }

    /** A query of one row for all inputs, keys from the third token on. */
    private void shared() {
        int inputs = 3;
        int heads = 2;
        int width = 8;
        int tokens = 7;
        int skip = 2;
        Columns columns = new Columns(heads, width, engine.headPitch(width));
        Columns both = columns.times(2);
        long query = operand(noise(heads * width, 3), columns);
        long operand = operand(noise(inputs * tokens * 2 * heads * width, 3), both);
        float[] q = rows(query, 1, columns);
        float[] values = rows(operand, inputs * tokens, both);
        long result = emptyOperand(inputs, columns);
        calls.attention(
                new Queries(query, columns.count(), 1, 0),
                new Keys(operand, both.count(), 0, tokens, skip, 0, false),
                columns,
                0.5,
                inputs,
                result);
        double[] expected = new double[inputs * heads * width];
        for (int input = 0; input < inputs; input++) {
            for (int head = 0; head < heads; head++) {
                // as if the query's heads came first in each row
                double[] mixed = mixed(
                        part(q, 0, head, width, heads),
                        key -> key >= skip,
                        key -> true,
                        values,
                        input * tokens,
                        tokens,
                        0,
                        head,
                        0.5);
                System.arraycopy(mixed, 0, expected, (input * heads + head) * width, width);
            }
        }
        sameWeighted("attention of a shared query", rows(result, inputs, columns), expected);
    }

    private static double[] part(float[] values, int row, int group, int width, int groups) {
        double[] part = new double[width];
        for (int c = 0; c < width; c++) {
            part[c] = values[(row * groups + group) * width + c];
        }
        return part;
    }

    /** Keys begin at group {@code from} of a row, values as many groups on. */
    private static double[] mixed(
            double[] q,
            IntPredicate before,
            IntPredicate shown,
            float[] values,
            int first,
            int tokens,
            int from,
            int head,
            double scale) {
        int width = q.length;
        // a row has queries, keys and values; or only keys and values of two heads
        int heads = from == 0 ? 2 : from;
        int groups = from + 2 * heads;
        double[] weights = new double[tokens];
        double largest = Double.NEGATIVE_INFINITY;
        for (int key = 0; key < tokens; key++) {
            double[] k = part(values, first + key, from + head, width, groups);
            for (int c = 0; c < width; c++) {
                weights[key] += q[c] * k[c] * scale;
            }
            largest = before.test(key) && shown.test(key) ? Math.max(largest, weights[key]) : largest;
        }
        double sum = 0;
        for (int key = 0; key < tokens; key++) {
            weights[key] = before.test(key) && shown.test(key) ? Math.exp(weights[key] - largest) : 0;
            sum += weights[key];
        }
        double[] mixed = new double[width];
        for (int key = 0; key < tokens; key++) {
            double[] v = part(values, first + key, from + heads + head, width, groups);
            for (int c = 0; c < width; c++) {
                mixed[c] += weights[key] / sum * v[c];
            }
        }
        return mixed;
    }

    /** Weights are rounded to the operands' precision before they meet the values, which are at most 3. */
    private void sameWeighted(String what, float[] found, double[] expected) {
        double rounding = precision == Precision.BFLOAT16 ? 0x1p-8 : precision == Precision.FLOAT16 ? 0x1p-11 : 0x1p-22;
        same(what, found, expected, 3 * rounding / 0x1p-20 + 8);
    }

    /** {@code PATCHES}, {@code TOKENS}, {@code WORDS} and {@code POOL}: nothing but copies and sums, equal to the last bit in float32. */
    void rows() {
        engine.reset();
        int inputs = 3;
        int height = 10;
        int width = 9;
        float[] pixels = noise(inputs * 2 * height * width, 1);
        int down = 3;
        int across = 2;
        Columns patch = plain(2 * 3 * 4);
        int patches = down * across;
        long operand = emptyOperand(inputs * patches, patch);
        calls.patches(upload(pixels), false, inputs, 2, height, width, 3, 4, operand);
        double[] expected = new double[inputs * patches * 24];
        Arrays.setAll(expected, i -> {
            int k = i % 24;
            int p = i / 24 % patches;
            int y = p / across * 3 + k / 4 % 3;
            int x = p % across * 4 + k % 4;
            return pixels[((i / 24 / patches * 2 + k / 12) * height + y) * width + x];
        });
        same("patches", rows(operand, inputs * patches, patch), expected, 0);

        int dim = 37;
        int tokens = patches + 2;
        Columns columns = plain(dim);
        float[] own = noise(inputs * patches * dim, 1);
        float[] positions = noise(patches * dim, 1);
        float[] prefix = noise(2 * dim, 1);
        long lined = emptyValues(inputs * tokens, columns);
        calls.tokens(
                values(own, columns),
                values(positions, columns),
                values(prefix, columns),
                inputs,
                patches,
                2,
                dim,
                lined);
        float[] all = valueRows(lined, inputs * tokens, columns);
        for (int i = 0; i < all.length; i++) {
            int token = i / dim % tokens - 2;
            int c = i % dim;
            float value = token < 0
                    ? prefix[(token + 2) * dim + c]
                    : own[(i / dim / tokens * patches + token) * dim + c] + positions[token * dim + c];
            assertThat(all[i]).as("token value %d", i).isEqualTo(value);
        }

        int[] places = {4, 0, 7};
        int[] mask = new int[inputs * tokens];
        Arrays.setAll(mask, i -> i % 3 == 0 || i % tokens == 3 ? 1 : 0);
        Columns two = plain(2 * dim);
        long pooled = emptyValues(inputs, two);
        calls.pick(lined, upload(places), inputs, tokens, dim, pooled, two.width());
        calls.mean(lined, upload(mask), inputs, tokens, 1, dim, pooled, two.width(), dim);
        float[] vectors = valueRows(pooled, inputs, two);
        for (int input = 0; input < inputs; input++) {
            for (int c = 0; c < dim; c++) {
                assertThat(vectors[input * 2 * dim + c]).isEqualTo(all[(input * tokens + places[input]) * dim + c]);
                double sum = 0;
                int count = 0;
                for (int token = 1; token < tokens; token++) {
                    int shown = mask[input * tokens + token];
                    sum += shown * all[(input * tokens + token) * dim + c];
                    count += shown;
                }
                assertThat((double) vectors[input * 2 * dim + dim + c])
                        .isCloseTo(sum / count, org.assertj.core.data.Offset.offset(1e-6));
            }
        }

        float[] table = noise(11 * dim, 1);
        float[] order = noise(5 * dim, 1);
        float[] shift = noise(dim, 1);
        int[] ids = {10, 0, 3, 3, 7, 1, 2, 9, 8};
        int[] at = {0, 4, 2, 3, 1, 0, 1, 2, 3};
        long words = emptyValues(ids.length, columns);
        calls.words(
                upload(ids),
                upload(at),
                new WeightLoader.Table(upload(table), Precision.FLOAT32),
                new WeightLoader.Table(upload(order), Precision.FLOAT32),
                upload(shift),
                ids.length,
                dim,
                words);
        float[] looked = valueRows(words, ids.length, columns);
        for (int i = 0; i < looked.length; i++) {
            int c = i % dim;
            assertThat(looked[i]).isEqualTo(table[ids[i / dim] * dim + c] + order[at[i / dim] * dim + c] + shift[c]);
        }
    }
}
