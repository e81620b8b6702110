package io.discern.backend.onnx;

import io.discern.backend.onnx.GraphBuilder.Attribute;
import io.discern.internal.tower.Attention;
import io.discern.internal.tower.Linear;
import io.discern.internal.tower.Norm;
import io.discern.internal.tower.Weight;
import java.util.List;
import java.util.Optional;

/**
 * Attention between the tokens of an input, by ONNX Runtime's {@code MultiHeadAttention}.
 *
 * @param tokens a shape {@code [batch, tokens, -1]}, by which rows become inputs of tokens
 * @param causal whether a token sees only those before it
 * @param mask {@code [batch, tokens]}, int32, 0 for what nobody sees
 * @param turn the rotary angles' cosines and sines, {@code [tokens, head width / 2]}, and whether pairs are neighbours
 */
record AttentionGraph(
        GraphBuilder graph,
        LayerGraph layers,
        String tokens,
        boolean causal,
        Optional<String> mask,
        Optional<Turn> turn) {

    /** Rotary positions. */
    record Turn(String cosines, String sines, boolean interleaved) {}

    /** Attention of tokens among themselves: {@code [rows, dim]} to {@code [rows, dim]}. */
    String among(Attention attention, String x) {
        List<String> parts = projected(attention, x);
        String query = turned(attention, normed(attention, attention.queryNorm(), parts.get(0)));
        String key = turned(attention, normed(attention, attention.keyNorm(), parts.get(1)));
        return output(attention, query, key, inputs(parts.get(2)), mask);
    }

    /**
     * Attention of a query for each input to all tokens.
     *
     * @param query {@code [inputs, 1, dim]}, projected
     * @param x the tokens, {@code [rows, dim]}
     * @return {@code [inputs, dim]}
     */
    String to(Attention attention, String query, String x) {
        String key = normed(attention, attention.keyNorm(), layers.linear(attention.key(), x));
        String value = inputs(layers.linear(attention.value(), x));
        return output(attention, query, inputs(key), value, Optional.empty());
    }

    /** Rows as inputs of tokens. */
    String inputs(String rows) {
        return graph.node("Reshape", List.of(rows, tokens));
    }

    private String output(Attention attention, String query, String key, String value, Optional<String> hidden) {
        List<String> inputs =
                hidden.isPresent() ? List.of(query, key, value, "", hidden.get()) : List.of(query, key, value);
        String heads = graph.own(
                "MultiHeadAttention",
                inputs,
                Attribute.of("num_heads", (long) attention.heads()),
                Attribute.of("unidirectional", causal ? 1L : 0L));
        int width = attention.output().in();
        String rows = graph.node("Reshape", List.of(heads, graph.constant(-1, width)));
        return layers.linear(attention.output(), layers.norm(attention.norm(), rows));
    }

    /** Query, key and value; in one product where they lie one after the other. */
    private List<String> projected(Attention attention, String x) {
        Linear query = attention.query();
        Linear key = attention.key();
        Linear value = attention.value();
        boolean packed = follows(query.weight(), key.weight())
                && follows(key.weight(), value.weight())
                && query.bias().isPresent() == key.bias().isPresent()
                && key.bias().isPresent() == value.bias().isPresent()
                && (query.bias().isEmpty()
                        || follows(query.bias().get(), key.bias().get())
                                && follows(key.bias().get(), value.bias().get()));
        if (!packed) {
            return List.of(layers.linear(query, x), layers.linear(key, x), layers.linear(value, x));
        }
        int width = query.out();
        Linear all = new Linear(
                query.weight().as(3 * width, query.in()), query.bias().map(bias -> bias.as(3 * width)), false);
        return graph.nodes(
                "",
                "Split",
                List.of(layers.linear(all, x)),
                3,
                Attribute.of("axis", 1L),
                Attribute.of("num_outputs", 3L));
    }

    private static boolean follows(Weight one, Weight next) {
        return one.tensor().equals(next.tensor())
                && next.start() == one.start() + one.elements()
                && one.shape().equals(next.shape());
    }

    /** Rows of all heads, each head normed by itself. */
    String normed(Attention attention, Optional<Norm> norm, String x) {
        if (norm.isEmpty()) {
            return x;
        }
        int width = attention.headWidth();
        String heads = graph.node("Reshape", List.of(x, graph.constant(-1, width)));
        String normed = layers.norm(norm.get(), heads);
        return graph.node("Reshape", List.of(normed, graph.constant(-1, (long) width * attention.heads())));
    }

    private String turned(Attention attention, String x) {
        String inputs = inputs(x);
        if (turn.isEmpty()) {
            return inputs;
        }
        return graph.own(
                "RotaryEmbedding",
                List.of(inputs, graph.constant(0), turn.get().cosines, turn.get().sines),
                Attribute.of("interleaved", turn.get().interleaved ? 1L : 0L));
    }
}
