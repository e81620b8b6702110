package io.discern.internal.preprocess;

import io.discern.preprocess.ResampleFilter;

/**
 * Along one axis: which source pixels make each wanted output pixel, and with which fixed-point weights.
 *
 * <p>The numbers are Pillow's ({@code precompute_coeffs} and {@code normalize_coeffs_8bpc}): weights computed and normalised
 * in double, then rounded to 22 bits after the point. An axis that keeps its size, and the nearest filter, have one tap of
 * weight 1, which leaves a byte as it is; so there is one kind of pass.
 */
public final class FilterTaps {
    /** 32 bits less 8 for the byte and 2 for sign and overshoot. */
    static final int PRECISION_BITS = 32 - 8 - 2;

    /** What a sum starts from, so that the shift rounds. */
    static final int HALF = 1 << PRECISION_BITS - 1;

    /** Weights are stored in whole groups of this many, filled up with zeros, because {@link Lanes} takes so many at once. */
    static final int GROUP = 4;

    private final int[] first;
    private final int[] count;
    private final int[] weights;
    private final int stride;

    private FilterTaps(int outputs, int taps) {
        this.stride = (taps + GROUP - 1) / GROUP * GROUP;
        this.first = new int[outputs];
        this.count = new int[outputs];
        this.weights = new int[Math.multiplyExact(outputs, stride)];
    }

    /**
     * Computes the taps.
     *
     * @param size of the source
     * @param resized what the whole axis becomes
     * @param from the first wanted pixel of the resized axis
     * @param wanted how many pixels are wanted
     */
    static FilterTaps of(ResampleFilter filter, int size, int resized, int from, int wanted) {
        if (size == resized) {
            FilterTaps same = new FilterTaps(wanted, 1);
            for (int i = 0; i < wanted; i++) {
                same.single(i, from + i);
            }
            return same;
        }
        return filter == ResampleFilter.NEAREST
                ? nearest(size, resized, from, wanted)
                : weighted(filter, size, resized, from, wanted);
    }

    /** The taps of some of the output pixels: {@code wanted} from {@code from}. */
    public FilterTaps part(int from, int wanted) {
        FilterTaps part = new FilterTaps(wanted, stride);
        System.arraycopy(first, from, part.first, 0, wanted);
        System.arraycopy(count, from, part.count, 0, wanted);
        System.arraycopy(weights, from * stride, part.weights, 0, wanted * stride);
        return part;
    }

    private static FilterTaps nearest(int size, int resized, int from, int wanted) {
        FilterTaps taps = new FilterTaps(wanted, 1);
        double step = (double) size / resized;
        double centre = step * 0.5;
        // summed up, not multiplied, because Pillow sums and the roundings decide at ties
        for (int i = 0; i < from + wanted; i++, centre += step) {
            if (i >= from) {
                taps.single(i - from, Math.min((int) centre, size - 1));
            }
        }
        return taps;
    }

    private static FilterTaps weighted(ResampleFilter filter, int size, int resized, int from, int wanted) {
        double scale = (double) size / resized;
        double filterScale = Math.max(scale, 1.0);
        double support = filter.support() * filterScale;
        int most = (int) Math.min(size, Math.ceil(support) * 2 + 1);
        FilterTaps taps = new FilterTaps(wanted, most);
        double[] exact = new double[most];
        double inverse = 1.0 / filterScale;
        for (int i = 0; i < wanted; i++) {
            double centre = (from + i + 0.5) * scale;
            int first = Math.max((int) (centre - support + 0.5), 0);
            int count = Math.min((int) (centre + support + 0.5), size) - first;
            double sum = 0.0;
            for (int k = 0; k < count; k++) {
                exact[k] = filter.weight((k + first - centre + 0.5) * inverse);
                sum += exact[k];
            }
            for (int k = 0; k < count; k++) {
                double weight = (sum != 0.0 ? exact[k] / sum : exact[k]) * (1 << PRECISION_BITS);
                taps.weights[i * taps.stride + k] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
            }
            taps.first[i] = first;
            taps.count[i] = count;
        }
        return taps;
    }

    private void single(int output, int source) {
        first[output] = source;
        count[output] = 1;
        weights[output * stride] = 1 << PRECISION_BITS;
    }

    /** How many output pixels there are. */
    public int outputs() {
        return first.length;
    }

    /** The first source pixel of an output pixel; never falls as {@code output} grows. */
    public int first(int output) {
        return first[output];
    }

    /** How many source pixels make an output pixel. */
    public int count(int output) {
        return count[output];
    }

    /** The source pixel after the last one of an output pixel; never falls as {@code output} grows. */
    int end(int output) {
        return first[output] + count[output];
    }

    /** The most output pixels that one source pixel, or two that follow each other, may touch. */
    int overlap() {
        int most = 1;
        int oldest = 0;
        for (int o = 0; o < outputs(); o++) {
            while (end(oldest) < first(o)) {
                oldest++;
            }
            most = Math.max(most, o - oldest + 1);
        }
        return most;
    }

    /** All weights; those of an output pixel start at {@link #weightsOf}. Not to be modified. */
    public int[] weights() {
        return weights;
    }

    /** Where the weights of an output pixel start. */
    public int weightsOf(int output) {
        return output * stride;
    }

    /** The first source pixel that matters. */
    public int sourceFrom() {
        return first[0];
    }

    /** The source pixel after the last one that matters. */
    public int sourceTo() {
        return end(outputs() - 1);
    }
}
