package io.discern.analysis.neighbors;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;

/** The rows of golden/neighbors and what scikit-learn and NumPy found on them. */
public final class NeighborsGolden {
    public static final JsonNode VALUES = Golden.json("neighbors/neighbors.json");

    private NeighborsGolden() {}

    /** 90 rows of 3 classes in groups of three, of which one spans two classes. */
    public static LabeledEmbeddings train() {
        List<String> groups = IntStream.of(Golden.ints(VALUES.get("groups")))
                .mapToObj(group -> "g" + group)
                .toList();
        return rows(0, 90).withGroups(groups);
    }

    /** The same in groups of two, of which every class has five at least. */
    public static LabeledEmbeddings pairs() {
        return rows(0, 90)
                .withGroups(
                        IntStream.range(0, 90).mapToObj(row -> "g" + row / 2).toList());
    }

    public static LabeledEmbeddings test() {
        return rows(90, 120);
    }

    public static LabeledEmbeddings texts() {
        return rows(120, 132);
    }

    private static LabeledEmbeddings rows(int from, int to) {
        float[] all = Golden.array("neighbors/rows.npy").toFloats();
        int[] labels = Golden.ints(VALUES.get("labels"));
        float[] values = new float[(to - from) * 8];
        System.arraycopy(all, from * 8, values, 0, values.length);
        return LabeledEmbeddings.of(
                Nd4j.create(values, new long[] {to - from, 8}, 'c'),
                IntStream.range(from, to)
                        .mapToObj(row -> Integer.toString(labels[row]))
                        .toList());
    }
}
