package io.discern.spark;

import io.discern.Embeddings;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.RemoteRows;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Whole groups drawn at random, so that what depends on groups is no other on a sample. */
final class GroupSample {

    private GroupSample() {}

    /**
     * Draws groups as long as they fit.
     *
     * @param most rows
     * @return rows, ascending; all where they are no more than that
     */
    static int[] of(LabeledEmbeddings data, int most, long seed) {
        int[] groups = data.groupIndices();
        int count = Arrays.stream(groups).max().orElse(-1) + 1;
        int[] sizes = new int[count];
        for (int group : groups) {
            sizes[group]++;
        }
        int[] order = IntStream.range(0, count).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] drawn = new boolean[count];
        int rows = 0;
        for (int i = 0; i < count; i++) {
            int other = i + random.nextInt(count - i);
            int group = order[other];
            order[other] = order[i];
            if (rows + sizes[group] <= most) {
                drawn[group] = true;
                rows += sizes[group];
            }
        }
        return IntStream.range(0, groups.length)
                .filter(row -> drawn[groups[row]])
                .toArray();
    }

    /** These rows, in memory here; the caller closes them. */
    static LabeledEmbeddings gathered(LabeledEmbeddings data, int[] rows) {
        RemoteRows.Part part = data.remote().orElseThrow();
        int dim = data.dim();
        float[] values = new float[Math.multiplyExact(rows.length, dim)];
        float[] row = new float[dim];
        for (int i = 0; i < rows.length; i++) {
            part.all().read(part.rows()[rows[i]], row);
            System.arraycopy(row, 0, values, i * dim, dim);
        }
        return LabeledEmbeddings.of(
                        Embeddings.of(
                                Arrays.stream(rows).mapToObj(data.ids()::get).toList(), dim, values),
                        Arrays.stream(rows).mapToObj(data.labels()::get).toList(),
                        Arrays.stream(rows).mapToObj(data.groups()::get).toList())
                .withSplits(Arrays.stream(rows).mapToObj(data.splits()::get).toList());
    }
}
