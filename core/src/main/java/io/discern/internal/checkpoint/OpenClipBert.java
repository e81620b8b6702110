package io.discern.internal.checkpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.internal.Json;
import io.discern.internal.tower.Activation;
import io.discern.internal.tower.Head;
import io.discern.internal.tower.TextTower;
import io.discern.internal.tower.TowerPooling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * open_clip's text tower from transformers: BERT or RoBERTa, and a projection. open_clip fetches the network's configuration by
 * its name; here it lies in the folder, or is that of a BERT of published size.
 */
final class OpenClipBert {
    private static final List<String> CONFIGS = List.of("bert_config.json", "text_config.json", "config.json");
    private static final int HEAD_WIDTH = 64;

    private final Path folder;
    private final Config config;
    private final Tensors tensors;

    OpenClipBert(Path folder, Config config, Tensors tensors) {
        this.folder = folder;
        this.config = config;
        this.tensors = tensors;
    }

    TextTower read(int shared) {
        config.ignore(
                "hf_tokenizer_name",
                "tokenizer_kwargs",
                "hf_model_pretrained",
                "context_length",
                "output_tokens",
                "pad_id");
        config.ignore("hf_model_name", "vocab_size", "width", "heads", "layers", "mlp_ratio");
        config.oneOf("tokenizer_mode", "", "");
        Tensors own = tensors.under("transformer.");
        Config bert = bert(own);
        String type = bert.oneOf("model_type", "bert", "bert", "roberta", "xlm-roberta");
        TextTower tower = BertFamily.text(bert, own, "open_clip " + type, !type.equals("bert"));
        tower = pooled(tower, own, type);
        bert.requireUnderstood();
        own.ignore(name -> name.startsWith("pooler."));
        int dim = tower.dim();
        Head head = tower.head();
        return switch (config.oneOf("hf_proj_type", "mlp", "mlp", "linear", "")) {
            case "linear" -> tower.with(head.then(tensors.linear("proj", dim, shared, false), Optional.empty()));
            case "mlp" -> {
                int hidden = (dim + shared) / 2;
                yield tower.with(head.then(tensors.linear("proj.0", dim, hidden, false), Optional.of(Activation.GELU))
                        .then(tensors.linear("proj.2", hidden, shared, false), Optional.empty()));
            }
            default -> tower;
        };
    }

    private TextTower pooled(TextTower tower, Tensors own, String type) {
        String pooler = config.oneOf(
                "hf_pooler_type",
                type.equals("bert") ? "cls_pooler" : "mean_pooler",
                "mean_pooler",
                "cls_pooler",
                "cls_last_hidden_state_pooler");
        return switch (pooler) {
            case "mean_pooler" -> tower.with(Head.of(Optional.empty(), new TowerPooling.Mean(0), Optional.empty()));
            case "cls_pooler" -> BertFamily.pooled(tower, own);
            default -> tower;
        };
    }

    private Config bert(Tensors own) {
        for (String name : CONFIGS) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                Config found = new Config(file.toString(), Json.ofModel(file, Json.MAX_BYTES));
                if (List.of("bert", "roberta", "xlm-roberta").contains(found.text("model_type", ""))) {
                    return found;
                }
            }
        }
        return published(own);
    }

    /** BERT's published sizes have heads of 64 components; the rest shows in the weights. */
    private Config published(Tensors own) {
        String name = config.text("hf_model_name", "").toLowerCase(Locale.ROOT);
        int dim = own.size("embeddings.word_embeddings.weight", 1);
        boolean roberta = name.contains("roberta");
        if (!name.contains("bert") || dim != 768 && dim != 1024) {
            throw config.wrong(
                    "hf_model_name",
                    "a BERT or RoBERTa of 768 or 1024 components, or its configuration in the folder as "
                            + CONFIGS.get(0));
        }
        ObjectNode bert = JsonNodeFactory.instance.objectNode();
        bert.put("model_type", roberta ? "roberta" : "bert")
                .put("hidden_size", dim)
                .put("num_attention_heads", dim / HEAD_WIDTH)
                .put("num_hidden_layers", own.count("encoder.layer."))
                .put("intermediate_size", own.size("encoder.layer.0.intermediate.dense.weight", 0))
                .put("vocab_size", own.size("embeddings.word_embeddings.weight", 0))
                .put("max_position_embeddings", own.size("embeddings.position_embeddings.weight", 0))
                .put("type_vocab_size", own.size("embeddings.token_type_embeddings.weight", 0));
        return new Config(config + " (" + name + ")", bert);
    }
}
