package io.discern.backend.onnx;

import io.discern.backend.onnx.GraphBuilder.Attribute;
import io.discern.internal.tower.Activation;
import io.discern.internal.tower.Linear;
import io.discern.internal.tower.Mlp;
import io.discern.internal.tower.Norm;
import io.discern.internal.tower.Weight;
import java.util.List;
import java.util.Optional;

/** Layers that treat each row of a matrix by itself. Rows are tokens, or whole inputs: {@code [rows, dim]}. */
final class LayerGraph {
    private static final float QUICK = 1.702f;

    private final GraphBuilder graph;
    private final WeightGraph weights;

    LayerGraph(GraphBuilder graph, WeightGraph weights) {
        this.graph = graph;
        this.weights = weights;
    }

    /** A weight as float32. */
    String weight(Weight weight) {
        return weights.of(weight);
    }

    String linear(Linear layer, String x) {
        String weight = weights.of(layer.weight());
        Attribute transposed = Attribute.of("transB", layer.inFirst() ? 0L : 1L);
        List<String> inputs = layer.bias().isPresent()
                ? List.of(x, weight, weights.of(layer.bias().get()))
                : List.of(x, weight);
        return graph.node("Gemm", inputs, transposed);
    }

    String norm(Norm norm, String x) {
        Attribute epsilon = Attribute.of("epsilon", (float) norm.epsilon());
        String scale = weights.of(norm.scale());
        if (norm.rms()) {
            return graph.node("SimplifiedLayerNormalization", List.of(x, scale), epsilon);
        }
        return graph.node(
                "LayerNormalization", List.of(x, scale, weights.of(norm.shift().orElseThrow())), epsilon);
    }

    String norm(Optional<Norm> norm, String x) {
        return norm.isPresent() ? norm(norm.get(), x) : x;
    }

    /** The norm of a sum, and the sum. */
    List<String> normOfSum(Norm norm, String x, String y) {
        Attribute epsilon = Attribute.of("epsilon", (float) norm.epsilon());
        String scale = weights.of(norm.scale());
        List<String> outputs = norm.rms()
                ? graph.nodes(
                        GraphBuilder.MICROSOFT, "SkipSimplifiedLayerNormalization", List.of(x, y, scale), 4, epsilon)
                : graph.nodes(
                        GraphBuilder.MICROSOFT,
                        "SkipLayerNormalization",
                        List.of(x, y, scale, weights.of(norm.shift().orElseThrow())),
                        4,
                        epsilon);
        return List.of(outputs.get(0), outputs.get(3));
    }

    String activation(Activation activation, String x) {
        return switch (activation) {
            case GELU -> graph.node("Gelu", List.of(x), Attribute.of("approximate", "none"));
            case GELU_TANH -> graph.node("Gelu", List.of(x), Attribute.of("approximate", "tanh"));
            case QUICK_GELU -> graph.own("QuickGelu", List.of(x), Attribute.of("alpha", QUICK));
            case SILU -> graph.own("QuickGelu", List.of(x), Attribute.of("alpha", 1f));
            case RELU -> graph.node("Relu", List.of(x));
            case TANH -> graph.node("Tanh", List.of(x));
        };
    }

    String mlp(Mlp mlp, String x) {
        String up = linear(mlp.up(), x);
        String hidden = mlp.gate().isPresent()
                ? graph.node(
                        "Mul",
                        List.of(activation(mlp.activation(), linear(mlp.gate().get(), x)), up))
                : activation(mlp.activation(), up);
        return linear(mlp.down(), norm(mlp.norm(), hidden));
    }

    String add(String x, String y) {
        return graph.node("Add", List.of(x, y));
    }

    /** The rows, each component times a factor, if there are factors. */
    String scaled(Optional<Weight> factors, String x) {
        return factors.isPresent() ? graph.node("Mul", List.of(x, weights.of(factors.get()))) : x;
    }
}
