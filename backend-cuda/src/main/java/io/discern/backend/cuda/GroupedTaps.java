package io.discern.backend.cuda;

import io.discern.internal.preprocess.FilterTaps;
import java.nio.IntBuffer;

/**
 * The taps of an axis as the kernels take them ({@code discern_cuda.h}): weights of four neighbouring source pixels together, cut
 * into their lower 16 bits and the byte above. {@link FilterTaps} keeps 8 bits for the byte and 2 for sign and overshoot of the
 * sums, so that a weight never needs more than 24.
 */
final class GroupedTaps {
    private static final int GROUP = 4;
    private static final int WORDS = 3;

    private final FilterTaps taps;
    private final int origin;
    private final int most;

    /**
     * Prepares.
     *
     * @param origin the source pixel from which groups are counted
     */
    GroupedTaps(FilterTaps taps, int origin) {
        this.taps = taps;
        this.origin = origin;
        int groups = 0;
        for (int i = 0; i < taps.outputs(); i++) {
            groups = Math.max(groups, groups(i));
        }
        this.most = groups;
    }

    private int firstGroup(int output) {
        return Math.floorDiv(taps.first(output) - origin, GROUP);
    }

    private int groups(int output) {
        int last = Math.floorDiv(taps.first(output) + taps.count(output) - 1 - origin, GROUP);
        return last - firstGroup(output) + 1;
    }

    /** How many words they take. */
    long words() {
        return taps.outputs() * (2L + (long) WORDS * most);
    }

    /** Writes them. */
    void write(IntBuffer words) {
        int outputs = taps.outputs();
        for (int i = 0; i < outputs; i++) {
            words.put(firstGroup(i));
        }
        for (int i = 0; i < outputs; i++) {
            words.put(groups(i));
        }
        int[] weights = new int[WORDS * most * outputs];
        for (int i = 0; i < outputs; i++) {
            int before = taps.first(i) - origin - firstGroup(i) * GROUP;
            for (int k = 0; k < taps.count(i); k++) {
                int place = before + k;
                int weight = taps.weights()[taps.weightsOf(i) + k];
                int group = place / GROUP * WORDS;
                int in = place % GROUP;
                weights[(group + in / 2) * outputs + i] |= (weight & 0xffff) << in % 2 * 16;
                weights[(group + 2) * outputs + i] |= (weight >> 16 & 0xff) << in * 8;
            }
        }
        words.put(weights);
    }
}
