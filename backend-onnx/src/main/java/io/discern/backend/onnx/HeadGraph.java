package io.discern.backend.onnx;

import io.discern.backend.onnx.GraphBuilder.Attribute;
import io.discern.internal.tower.Attention;
import io.discern.internal.tower.Head;
import io.discern.internal.tower.TowerPooling;
import java.util.List;
import java.util.Optional;

/**
 * What follows the last block: outputs {@code last_hidden_state}, the embedding, and, before a projection into the shared
 * space, {@code pooler_output}.
 *
 * @param dim the length of a token
 * @param ids the texts' token ids, {@code [batch, tokens]}; empty for images
 * @param mask the texts' mask, int32; empty if every token counts
 */
record HeadGraph(
        GraphBuilder graph,
        LayerGraph layers,
        AttentionGraph attention,
        int dim,
        Optional<String> ids,
        Optional<String> mask) {
    static final String TOKENS = "last_hidden_state";

    /** Adds the outputs for tokens {@code [rows, dim]}. */
    void outputs(Head head, String x, Object tokens) {
        String rows = layers.norm(head.tokenNorm(), x);
        String inputs = attention.inputs(rows);
        graph.output(inputs, TOKENS, "batch", tokens, dim);
        String pooled = layers.norm(head.norm(), pooled(head.pooling(), rows, inputs));
        int width = head.pooling().width(dim);
        boolean named = head.output().equals(Head.POOLED);
        for (int i = 0; i < head.layers().size(); i++) {
            Head.Layer layer = head.layers().get(i);
            if (i == head.layers().size() - 1 && !named) {
                graph.output(pooled, Head.POOLED, "batch", width);
            }
            pooled = layers.linear(layer.linear(), pooled);
            width = layer.linear().out();
            if (layer.activation().isPresent()) {
                pooled = layers.activation(layer.activation().get(), pooled);
            }
        }
        graph.output(pooled, head.output(), "batch", width);
    }

    private String pooled(TowerPooling pooling, String rows, String inputs) {
        if (pooling instanceof TowerPooling.First) {
            return token(inputs, 0);
        }
        if (pooling instanceof TowerPooling.Last) {
            return token(inputs, -1);
        }
        if (pooling instanceof TowerPooling.Mean mean) {
            return mask.isPresent() ? meanOf(mask.get(), inputs) : mean(inputs, mean.skip());
        }
        if (pooling instanceof TowerPooling.FirstAndMean both) {
            return graph.node("Concat", List.of(token(inputs, 0), mean(inputs, both.skip())), Attribute.of("axis", 1L));
        }
        if (pooling instanceof TowerPooling.EndOfText end) {
            return end(end, inputs);
        }
        return attentive((TowerPooling.Attentive) pooling, rows, inputs);
    }

    private String token(String inputs, long index) {
        return graph.node("Gather", List.of(inputs, graph.scalar(index)), Attribute.of("axis", 1L));
    }

    private String mean(String inputs, int skip) {
        return graph.node(
                "ReduceMean", List.of(without(inputs, skip), graph.constant(1)), Attribute.of("keepdims", 0L));
    }

    /** Tokens from there on. */
    private String without(String inputs, int skip) {
        return skip == 0
                ? inputs
                : graph.node(
                        "Slice",
                        List.of(inputs, graph.constant(skip), graph.constant(Long.MAX_VALUE), graph.constant(1)));
    }

    private String meanOf(String hidden, String inputs) {
        String floats = graph.node("Cast", List.of(hidden), Attribute.of("to", (long) GraphBuilder.FLOAT));
        String weights = graph.node("Unsqueeze", List.of(floats, graph.constant(2)));
        String sum = sum(graph.node("Mul", List.of(inputs, weights)));
        return graph.node("Div", List.of(sum, sum(weights)));
    }

    private String sum(String inputs) {
        return graph.node("ReduceSum", List.of(inputs, graph.constant(1)), Attribute.of("keepdims", 0L));
    }

    /** The first token with the id, or with the highest one; ONNX's ArgMax takes the first of equals too. */
    private String end(TowerPooling.EndOfText end, String inputs) {
        String marked = ids.orElseThrow();
        if (end.id().isPresent()) {
            marked = graph.node("Equal", List.of(marked, graph.scalar(end.id().getAsInt())));
        }
        String small = graph.node("Cast", List.of(marked), Attribute.of("to", (long) GraphBuilder.INT32));
        String index = graph.node("ArgMax", List.of(small), Attribute.of("axis", 1L), Attribute.of("keepdims", 1L));
        return graph.node("GatherND", List.of(inputs, index), Attribute.of("batch_dims", 1L));
    }

    private String attentive(TowerPooling.Attentive pooling, String rows, String inputs) {
        Attention looking = pooling.attention();
        String query = layers.norm(pooling.queryNorm(), layers.weight(pooling.query()));
        String projected = graph.node(
                "Reshape",
                List.of(
                        attention.normed(looking, looking.queryNorm(), layers.linear(looking.query(), query)),
                        graph.constant(1, 1, looking.query().out())));
        String batch = graph.node(
                "Concat",
                List.of(
                        graph.node("Shape", List.of(inputs), Attribute.of("start", 0L), Attribute.of("end", 1L)),
                        graph.constant(1, looking.query().out())),
                Attribute.of("axis", 0L));
        String queries = graph.node("Expand", List.of(projected, batch));
        String seen = pooling.skip() == 0
                ? rows
                : graph.node("Reshape", List.of(without(inputs, pooling.skip()), graph.constant(-1, dim)));
        String vector = new AttentionGraph(
                        graph, layers, shapeOf(inputs, pooling.skip()), false, Optional.empty(), Optional.empty())
                .to(looking, queries, seen);
        if (pooling.mlp().isEmpty()) {
            return vector;
        }
        return layers.add(vector, layers.mlp(pooling.mlp().get(), layers.norm(pooling.norm(), vector)));
    }

    /** The shape by which the rows without the first tokens become inputs again. */
    private String shapeOf(String inputs, int skip) {
        String shape = graph.node("Shape", List.of(inputs), Attribute.of("start", 0L), Attribute.of("end", 2L));
        String less = skip == 0 ? shape : graph.node("Sub", List.of(shape, graph.constant(0, skip)));
        return graph.node("Concat", List.of(less, graph.constant(-1)), Attribute.of("axis", 0L));
    }
}
