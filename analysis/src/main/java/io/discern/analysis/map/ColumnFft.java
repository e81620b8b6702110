package io.discern.analysis.map;

import java.util.stream.IntStream;

/**
 * Complex Fourier transforms of many columns at once, in float32. Row k holds element k of all columns, so that every loop runs along
 * rows; real and imaginary parts lie apart. The JIT compiler makes vector instructions of such loops.
 *
 * <p>Decimation in frequency with radix 2 and 3, depth first, so that small parts stay in the processor's cache. A butterfly is a few
 * {@linkplain #mix combinations} of two rows and a rotation; rows are multiplied by i and put in order by their references.
 *
 * <p>Immutable; safe for concurrent use.
 *
 * <p>Reference: Cooley and Tukey, <i>An algorithm for the machine calculation of complex Fourier series</i>, Mathematics of Computation 19
 * (1965) 297-301.
 */
final class ColumnFft {
    private static final float SIN_60 = (float) Math.sqrt(0.75);

    private final float[] cosines;
    private final float[] sines;
    /** For each row the frequency that it has in the end. */
    private final int[] frequencies;

    /**
     * Prepares transforms.
     *
     * @param length a product of twos and threes
     */
    ColumnFft(int length) {
        if (length != fitting(length)) {
            throw new IllegalArgumentException("length " + length + "; expected a product of twos and threes");
        }
        cosines = new float[length];
        sines = new float[length];
        for (int k = 0; k < length; k++) {
            cosines[k] = (float) Math.cos(2 * Math.PI * k / length);
            sines[k] = (float) -Math.sin(2 * Math.PI * k / length);
        }
        frequencies = frequencies(length);
    }

    /** The least product of twos and threes that is not smaller. */
    static int fitting(int length) {
        return IntStream.iterate(Math.max(1, length), n -> n + 1)
                .filter(ColumnFft::isProduct)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isProduct(int length) {
        int rest = length >> Integer.numberOfTrailingZeros(length);
        while (rest % 3 == 0) {
            rest /= 3;
        }
        return rest == 1;
    }

    private static int radix(int count) {
        return count % 3 == 0 ? 3 : 2;
    }

    private static int[] frequencies(int count) {
        if (count == 1) {
            return new int[1];
        }
        int[] ofPart = frequencies(count / radix(count));
        return IntStream.range(0, count)
                .map(row -> radix(count) * ofPart[row % ofPart.length] + row / ofPart.length)
                .toArray();
    }

    int length() {
        return cosines.length;
    }

    /**
     * Transforms every column in place: {@code X_f = sum_k x_k exp(-2 pi i k f / length)}. With {@code re} and {@code im} exchanged it is
     * the inverse, times the length.
     *
     * @param re length x columns; rows change places, also with those of {@code im}
     * @param im length x columns
     */
    void transform(float[][] re, float[][] im) {
        transform(re, im, 0, length());
        order(re);
        order(im);
    }

    private void order(float[][] rows) {
        float[][] found = rows.clone();
        for (int row = 0; row < found.length; row++) {
            rows[frequencies[row]] = found[row];
        }
    }

    private void transform(float[][] re, float[][] im, int first, int count) {
        if (count == 1) {
            return;
        }
        int radix = radix(count);
        int part = count / radix;
        for (int k = 0; k < part; k++) {
            if (radix == 2) {
                two(re, im, first + k, part);
            } else {
                three(re, im, first + k, part);
            }
            for (int j = 1; j < radix && k > 0; j++) {
                int turn = j * k * (length() / count);
                rotate(re[first + k + j * part], im[first + k + j * part], cosines[turn], sines[turn]);
            }
        }
        for (int j = 0; j < radix; j++) {
            transform(re, im, first + j * part, part);
        }
    }

    private static void two(float[][] re, float[][] im, int a, int part) {
        mix(re[a], re[a + part], 1, -1);
        mix(im[a], im[a + part], 1, -1);
    }

    private static void three(float[][] re, float[][] im, int a, int part) {
        int b = a + part;
        int c = b + part;
        mix(re[b], re[c], 1, -1);
        mix(im[b], im[c], 1, -1);
        mix(re[a], re[b], 1, -0.5f);
        mix(im[a], im[b], 1, -0.5f);
        // b - i sin(60) c and b + i sin(60) c; the real part of the second lies among the imaginary rows now, and the
        // other way round
        mix(re[b], im[c], SIN_60, -SIN_60);
        mix(im[b], re[c], -SIN_60, SIN_60);
        float[] imaginary = re[c];
        re[c] = im[c];
        im[c] = imaginary;
    }

    /** Two rows become {@code u + f v} and {@code u + g v}. With more arrays in one loop the compiler gives up its vectors. */
    private static void mix(float[] u, float[] v, float f, float g) {
        for (int c = 0; c < u.length; c++) {
            float first = u[c] + f * v[c];
            v[c] = u[c] + g * v[c];
            u[c] = first;
        }
    }

    private static void rotate(float[] re, float[] im, float cosine, float sine) {
        for (int c = 0; c < re.length; c++) {
            float real = cosine * re[c] - sine * im[c];
            im[c] = cosine * im[c] + sine * re[c];
            re[c] = real;
        }
    }
}
