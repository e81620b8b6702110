package io.discern.backend.onnx;

import io.discern.EncoderException;
import io.discern.internal.tower.Weight;
import io.discern.internal.weights.ElementType;
import io.discern.internal.weights.StoredTensor;
import io.discern.internal.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Weights as tensors of a graph: named by where they lie in their files, so that ONNX Runtime reads them there. Half precision
 * is widened to float32 when the session is made, which loses nothing; what is computed is always float32.
 */
final class WeightGraph {
    private static final int FLOAT16 = 10;
    private static final int BFLOAT16 = 16;

    private final GraphBuilder graph;
    private final Weights weights;
    private final Path root;
    private final Map<Weight, String> stored = new HashMap<>();
    private final Map<Weight, String> widened = new HashMap<>();

    /**
     * For one graph.
     *
     * @param root the folder that file names in the graph are relative to
     */
    WeightGraph(GraphBuilder graph, Weights weights, Path root) {
        this.graph = graph;
        this.weights = weights;
        this.root = root;
    }

    /** The names of the stored tensors that were used. */
    Set<String> names() {
        return stored.keySet().stream().map(Weight::tensor).collect(Collectors.toUnmodifiableSet());
    }

    /** The weight as float32. */
    String of(Weight weight) {
        return widened.computeIfAbsent(weight, key -> widen(stored(key), key));
    }

    /** Rows of a large table by their indices, as float32: only what is taken is widened. */
    String rows(Weight table, String indices) {
        return widen(graph.node("Gather", List.of(stored(table), indices)), table);
    }

    private String widen(String tensor, Weight weight) {
        return weights.tensors().get(weight.tensor()).type() == ElementType.F32
                ? tensor
                : graph.node("Cast", List.of(tensor), GraphBuilder.Attribute.of("to", (long) GraphBuilder.FLOAT));
    }

    private String stored(Weight weight) {
        return stored.computeIfAbsent(weight, key -> {
            StoredTensor tensor = weights.tensors().get(key.tensor());
            String name = key.tensor() + (key.start() == 0 ? "" : "+" + key.start()) + key.shape();
            if (!tensor.isContiguous()) {
                return graph.table(name, copy(key, tensor), key.shape()); // float32 already
            }
            int size = tensor.type().bytes();
            return graph.external(
                    name,
                    type(tensor.type()),
                    key.shape(),
                    root.relativize(tensor.file()).toString().replace('\\', '/'),
                    tensor.offset() + key.start() * size,
                    key.elements() * size);
        });
    }

    private static float[] copy(Weight weight, StoredTensor tensor) {
        try {
            float[] all = tensor.read();
            return Arrays.copyOfRange(all, (int) weight.start(), (int) (weight.start() + weight.elements()));
        } catch (IOException e) {
            throw new EncoderException(tensor.file() + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static int type(ElementType type) {
        return switch (type) {
            case F16 -> FLOAT16;
            case BF16 -> BFLOAT16;
            default -> GraphBuilder.FLOAT;
        };
    }
}
