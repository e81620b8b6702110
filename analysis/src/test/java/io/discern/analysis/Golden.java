package io.discern.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.store.Npy;
import io.discern.store.NpyArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;

/** Reference values made by NumPy and scikit-learn; see golden/README.md. */
public final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private Golden() {}

    public static NpyArray array(String name) {
        try {
            return Npy.read(FOLDER.resolve(name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(FOLDER.resolve(name).toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** 600 x 48 in float32, six classes of which one has a single row. */
    public static LabeledEmbeddings embeddings() {
        return labeled("emb_X.npy", "emb_y.npy");
    }

    /** The same in double. */
    public static LabeledEmbeddings embeddingsInDouble() {
        NpyArray x = array("emb_X.npy");
        return LabeledEmbeddings.of(Nd4j.create(x.toDoubles(), size(x), 'c'), labels("emb_y.npy"));
    }

    public static LabeledEmbeddings labeled(String values, String labels) {
        NpyArray x = array(values);
        return LabeledEmbeddings.of(Nd4j.create(x.toFloats(), size(x), 'c'), labels(labels));
    }

    private static long[] size(NpyArray x) {
        return Arrays.stream(x.shape()).asLongStream().toArray();
    }

    public static List<String> labels(String name) {
        return Arrays.stream(array(name).toLongs()).mapToObj(Long::toString).toList();
    }

    public static int[] ints(JsonNode list) {
        return IntStream.range(0, list.size()).map(i -> list.get(i).asInt()).toArray();
    }

    public static double[] doubles(JsonNode list) {
        return IntStream.range(0, list.size())
                .mapToDouble(i -> list.get(i).asDouble())
                .toArray();
    }

    /** The result of that variant. */
    public static MetricResult variant(List<MetricResult> results, String variant) {
        return results.stream()
                .filter(result -> result.variant().equals(variant))
                .findFirst()
                .orElseThrow();
    }
}
