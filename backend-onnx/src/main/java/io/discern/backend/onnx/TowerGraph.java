package io.discern.backend.onnx;

import io.discern.backend.onnx.GraphBuilder.Attribute;
import io.discern.internal.tower.ImageTower;
import io.discern.internal.tower.TextTower;
import io.discern.internal.tower.TokenTables;
import io.discern.internal.weights.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The ONNX model of a tower: float32, any batch size, weights by their places in the checkpoint's files. Tokens go through it as
 * the rows of one matrix, so that every linear layer is one product with its bias; operators that ONNX Runtime has as one
 * (attention, the norm of a sum, GELU and its kin, rotary positions) are asked for by name and need no fusing.
 */
final class TowerGraph {
    static final String PIXELS = "pixel_values";
    static final String IDS = "input_ids";
    static final String MASK = "attention_mask";

    /**
     * A model.
     *
     * @param bytes in ONNX's format
     * @param weights the names of the stored tensors that it uses
     */
    record Model(byte[] bytes, Set<String> weights) {}

    private final GraphBuilder graph = new GraphBuilder();
    private final WeightGraph weights;
    private final LayerGraph layers;

    private TowerGraph(Weights stored, Path root) {
        this.weights = new WeightGraph(graph, stored, root);
        this.layers = new LayerGraph(graph, weights);
    }

    /**
     * The model of an image tower for pictures of one size.
     *
     * @param root the folder that file names in the model are relative to
     */
    static Model image(ImageTower tower, Weights stored, Path root, int height, int width) {
        TokenTables tables = TokenTables.of(tower, stored, height, width);
        TowerGraph made = new TowerGraph(stored, root);
        made.graph.input(PIXELS, GraphBuilder.FLOAT, "batch", tower.channels(), height, width);
        made.image(tower, tables);
        return new Model(made.graph.toBytes(), made.weights.names());
    }

    /** The model of a text tower. */
    static Model text(TextTower tower, Weights stored, Path root) {
        TowerGraph made = new TowerGraph(stored, root);
        made.graph.input(IDS, GraphBuilder.INT64, "batch", "tokens");
        if (tower.masked()) {
            made.graph.input(MASK, GraphBuilder.INT64, "batch", "tokens");
        }
        made.text(tower);
        return new Model(made.graph.toBytes(), made.weights.names());
    }

    private void image(ImageTower tower, TokenTables tables) {
        int dim = tower.dim();
        int patches = tables.rows() * tables.columns();
        List<Integer> size = List.of(tower.patchHeight(), tower.patchWidth());
        String kernel = layers.weight(tower.kernel());
        String grid = graph.node(
                "Conv",
                tower.kernelBias().isPresent()
                        ? List.of(
                                PIXELS, kernel, layers.weight(tower.kernelBias().get()))
                        : List.of(PIXELS, kernel),
                Attribute.of("kernel_shape", size),
                Attribute.of("strides", size));
        String flat = graph.node("Reshape", List.of(grid, graph.constant(-1, dim, patches)));
        String x = graph.node("Transpose", List.of(flat), Attribute.of("perm", List.of(0, 2, 1)));
        x = layers.norm(tower.patchNorm(), x);
        if (tables.patches().length > 0) {
            x = layers.add(x, graph.table("patch_positions", tables.patches(), List.of(1, patches, dim)));
        }
        int tokens = tower.prefix() + patches;
        if (tower.prefix() > 0) {
            x = graph.node("Concat", List.of(prefix(tower, tables), x), Attribute.of("axis", 1L));
        }
        String rows = graph.node("Reshape", List.of(x, graph.constant(-1, dim)));
        AttentionGraph attention = new AttentionGraph(
                graph,
                layers,
                graph.constant(-1, tokens, dim),
                false,
                Optional.empty(),
                tower.rotary().map(rotary -> turn(tower, tables, rotary.interleaved())));
        rows = new BlockGraph(layers, attention, layers.norm(tower.norm(), rows)).all(tower.blocks());
        new HeadGraph(graph, layers, attention, dim, Optional.empty(), Optional.empty())
                .outputs(tower.head(), rows, tokens);
    }

    /** The same tokens in front of the patches of every picture. */
    private String prefix(ImageTower tower, TokenTables tables) {
        String one = graph.table("prefix", tables.prefix(), List.of(1, tower.prefix(), tower.dim()));
        String batch = graph.node("Shape", List.of(PIXELS), Attribute.of("start", 0L), Attribute.of("end", 1L));
        String shape = graph.node(
                "Concat", List.of(batch, graph.constant(tower.prefix(), tower.dim())), Attribute.of("axis", 0L));
        return graph.node("Expand", List.of(one, shape));
    }

    /** Angles by pair and token; tokens in front of the patches turn by none. */
    private AttentionGraph.Turn turn(ImageTower tower, TokenTables tables, boolean interleaved) {
        int width = tower.blocks().get(0).attention().headWidth();
        int patches = tables.rows() * tables.columns();
        int tokens = tower.prefix() + patches;
        float[] cosines = new float[tokens * width / 2];
        float[] sines = new float[cosines.length];
        for (int token = 0; token < tokens; token++) {
            for (int pair = 0; pair < width / 2; pair++) {
                int target = token * width / 2 + pair;
                int source = (token - tower.prefix()) * width + (interleaved ? 2 * pair : pair);
                cosines[target] = token < tower.prefix() ? 1 : tables.cosines()[source];
                sines[target] = token < tower.prefix() ? 0 : tables.sines()[source];
            }
        }
        List<Integer> shape = List.of(tokens, width / 2);
        return new AttentionGraph.Turn(
                graph.table("cosines", cosines, shape), graph.table("sines", sines, shape), interleaved);
    }

    private void text(TextTower tower) {
        int dim = tower.dim();
        String shape = graph.node("Shape", List.of(IDS));
        String x = layers.add(weights.rows(tower.tokens(), IDS), weights.rows(tower.positions(), places(tower, shape)));
        if (tower.type().isPresent()) {
            x = layers.add(x, layers.weight(tower.type().get()));
        }
        String rows = graph.node("Reshape", List.of(x, graph.constant(-1, dim)));
        String tokens = graph.node("Concat", List.of(shape, graph.constant(dim)), Attribute.of("axis", 0L));
        Optional<String> mask = tower.masked()
                ? Optional.of(graph.node("Cast", List.of(MASK), Attribute.of("to", (long) GraphBuilder.INT32)))
                : Optional.empty();
        AttentionGraph attention = new AttentionGraph(graph, layers, tokens, tower.causal(), mask, Optional.empty());
        rows = new BlockGraph(layers, attention, layers.norm(tower.norm(), rows)).all(tower.blocks());
        new HeadGraph(graph, layers, attention, dim, Optional.of(IDS), mask).outputs(tower.head(), rows, "tokens");
    }

    /** The row of the table of positions for each token: in order; RoBERTa counts only what is not padding. */
    private String places(TextTower tower, String shape) {
        if (tower.firstPosition() == 0) {
            String count = graph.node("Gather", List.of(shape, graph.scalar(1)), Attribute.of("axis", 0L));
            return graph.node("Range", List.of(graph.scalar(0), count, graph.scalar(1)));
        }
        String padding =
                graph.node("Equal", List.of(IDS, graph.scalar(tower.padId().orElseThrow())));
        String real = graph.node(
                "Cast", List.of(graph.node("Not", List.of(padding))), Attribute.of("to", (long) GraphBuilder.INT64));
        String counted = graph.node("Mul", List.of(graph.node("CumSum", List.of(real, graph.scalar(1))), real));
        return graph.node("Add", List.of(counted, graph.scalar(tower.firstPosition() - 1L)));
    }
}
