package io.discern.internal.checkpoint;

import io.discern.internal.tower.Activation;
import io.discern.internal.tower.Attention;
import io.discern.internal.tower.Block;
import io.discern.internal.tower.Head;
import io.discern.internal.tower.Mlp;
import io.discern.internal.tower.TextTower;
import io.discern.internal.tower.TowerPooling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** transformers' {@code bert} and {@code roberta}, alone or as one side of a dual encoder. */
final class BertFamily {
    private BertFamily() {}

    /**
     * The tower without a pooler, the class token speaking.
     *
     * @param tensors under which {@code embeddings.word_embeddings.weight} lies
     * @param roberta whether positions count from behind the id of padding
     */
    static TextTower text(Config config, Tensors tensors, String family, boolean roberta) {
        CommonKeys.in(config).require("position_embedding_type", "absolute");
        int dim = config.size("hidden_size", 768);
        double epsilon = config.number("layer_norm_eps", roberta ? 1e-5 : 1e-12);
        int pad = config.integer("pad_token_id", roberta ? 1 : 0);
        Tensors embeddings = tensors.under("embeddings.");
        int types = config.size("type_vocab_size", roberta ? 1 : 2);
        embeddings.ignore(name -> name.equals("position_ids") || name.equals("token_type_ids"));
        tensors.ignore(name -> name.startsWith("cls.") || name.startsWith("lm_head."));
        return new TextTower(
                family,
                embeddings.take("word_embeddings.weight", config.size("vocab_size", 30522), dim),
                embeddings.take("position_embeddings.weight", config.size("max_position_embeddings", 512), dim),
                roberta ? pad + 1 : 0,
                Optional.of(embeddings
                        .take("token_type_embeddings.weight", types, dim)
                        .rows(0, 1)
                        .as(dim)),
                Optional.of(embeddings.norm("LayerNorm", dim, epsilon)),
                false,
                true,
                blocks(config, tensors, dim, epsilon),
                Head.of(Optional.empty(), new TowerPooling.First(), Optional.empty()),
                OptionalInt.of(pad));
    }

    /** The tower with BERT's own pooler, if the file has one. */
    static TextTower pooled(TextTower tower, Tensors tensors) {
        return tensors.has("pooler.dense.weight")
                ? tower.with(tower.head()
                        .then(
                                tensors.linear("pooler.dense", tower.dim(), tower.dim(), true),
                                Optional.of(Activation.TANH)))
                : tower;
    }

    private static List<Block> blocks(Config config, Tensors tensors, int dim, double epsilon) {
        int heads = Shapes.heads(config, "num_attention_heads", config.size("num_attention_heads", 12), dim);
        int hidden = config.size("intermediate_size", 3072);
        Activation activation = Activations.of(config, "hidden_act", "gelu");
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < config.size("num_hidden_layers", 12); i++) {
            Tensors layer = tensors.under("encoder.layer." + i + ".");
            Tensors attention = layer.under("attention.");
            blocks.add(new Block(
                    Block.Order.POST,
                    attention.norm("output.LayerNorm", dim, epsilon),
                    new Attention(
                            heads,
                            attention.linear("self.query", dim, dim, true),
                            attention.linear("self.key", dim, dim, true),
                            attention.linear("self.value", dim, dim, true),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            attention.linear("output.dense", dim, dim, true)),
                    Optional.empty(),
                    layer.norm("output.LayerNorm", dim, epsilon),
                    new Mlp(
                            layer.linear("intermediate.dense", dim, hidden, true),
                            Optional.empty(),
                            activation,
                            Optional.empty(),
                            layer.linear("output.dense", hidden, dim, true)),
                    Optional.empty()));
        }
        return blocks;
    }
}
