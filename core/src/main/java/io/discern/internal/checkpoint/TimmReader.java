package io.discern.internal.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.internal.tower.Activation;
import io.discern.internal.tower.Block;
import io.discern.internal.tower.Head;
import io.discern.internal.tower.ImageTower;
import io.discern.internal.tower.Norm;
import io.discern.internal.tower.Positions;
import io.discern.internal.tower.Rotary;
import io.discern.internal.tower.TowerPooling;
import io.discern.internal.tower.Towers;
import io.discern.internal.tower.Weight;
import io.discern.internal.weights.Weights;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads timm's layout: {@code architecture} names a network, {@code model_args} change it. timm's {@code VisionTransformer} and
 * {@code Eva} are known: ViT, DeiT 3, CLIP's and SigLIP's image towers, DINOv2 and 3, EVA, EVA02, PE, AIMv2.
 */
final class TimmReader {
    private static final String EVA = "Eva";

    private final Config config;
    private final Tensors tensors;

    TimmReader(Config config, Tensors tensors) {
        this.config = config;
        this.tensors = tensors;
    }

    Towers read(Weights stored) {
        // What model_args says of these counts; timm writes them a second time for readers.
        config.ignore(
                "num_classes", "num_features", "global_pool", "label_names", "label_descriptions", "pretrained_cfg");
        Config pretrained = config.object("pretrained_cfg");
        ImageTower tower = tower(
                config,
                "architecture",
                config.object("model_args"),
                tensors,
                pretrained.inputSides("input_size").orElse(new int[] {224, 224}));
        return new Towers(
                stored,
                Optional.of(tower),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    /**
     * The tower of an architecture.
     *
     * @param key where the configuration names it
     * @param changes to its arguments
     * @param size of the pictures, unless the changes say one
     */
    static ImageTower tower(Config config, String key, Config changes, Tensors tensors, int[] size) {
        String architecture = architecture(config.text(key, ""));
        ObjectNode arguments = TimmArchitectures.find(architecture)
                .orElseThrow(
                        () -> config.wrong(
                                key,
                                "the name of a ViT or EVA of timm 1.0.29. Other networks have to be exported, see docs/ENCODERS.md"));
        Config args = changes.over(arguments, config + " (" + architecture + ")");
        ImageTower tower = new TimmReader(args, tensors).vit(architecture, arguments, size);
        args.requireUnderstood();
        return tower;
    }

    /** A name without where it lies and which weights it has. */
    private static String architecture(String name) {
        String plain = name.replaceFirst("^hf[-_]hub:", "");
        int dot = plain.indexOf('.');
        return dot < 0 ? plain : plain.substring(0, dot);
    }

    /** Whether that name is one of timm's EVAs, whose arguments have other names. */
    static boolean isEva(String name) {
        return TimmArchitectures.find(architecture(name))
                .filter(args -> args.path("class").asText().equals(EVA))
                .isPresent();
    }

    private ImageTower vit(String name, JsonNode architecture, int[] pictures) {
        Config args = config;
        boolean eva = args.text("class", "").equals(EVA);
        args.ignore(
                "num_classes",
                "mlp_ratio",
                "init_values",
                "patch_size",
                "in_chans",
                "num_heads",
                "swiglu_align_to",
                "scale_mlp",
                "scale_attn_inner",
                "scale_attn_norm",
                "scale_mlp_norm",
                "qk_norm",
                "qkv_fused",
                "head_init_scale",
                "drop_rate",
                "pos_drop_rate",
                "patch_drop_rate",
                "proj_drop_rate",
                "attn_drop_rate",
                "drop_path_rate",
                "dynamic_img_size",
                "dynamic_img_pad",
                "weight_init",
                "fix_init",
                "embed_norm_layer",
                "pretrained",
                "pre_norm",
                "use_pre_transformer_norm",
                "strict_img_size");
        int dim = tensors.size("patch_embed.proj.weight", 0);
        int[] patch = {tensors.size("patch_embed.proj.weight", 2), tensors.size("patch_embed.proj.weight", 3)};
        int[] size = args.has("img_size") ? args.sides("img_size", 224) : pictures;
        TimmNorm norm = TimmNorm.of(args, "norm_layer");
        Optional<Weight> classToken =
                args.flag("class_token", true) ? Optional.of(tensors.take("cls_token", 1, dim)) : Optional.empty();
        int registers = args.integer(eva ? "num_reg_tokens" : "reg_tokens", 0);
        Optional<Weight> registerTokens =
                registers > 0 ? Optional.of(tensors.take("reg_token", registers, dim)) : Optional.empty();
        int prefix = (classToken.isPresent() ? 1 : 0) + registers;
        boolean noClass = args.flag("no_embed_class", false);
        boolean table = eva
                ? args.flag("use_abs_pos_emb", true)
                : !args.oneOf("pos_embed", "learn", "learn", "", "none").matches("|none");
        Block.Order order = order(args, eva);
        TimmBlocks blocks = new TimmBlocks(
                dim,
                TimmHeads.of(args, architecture, dim),
                norm,
                order,
                eva ? Activation.GELU : activation(args),
                eva ? args.flag("swiglu_mlp", false) : gated(args),
                args.flag("qkv_bias", true),
                eva || args.flag("proj_bias", true));
        Optional<Positions> positions = table
                ? Optional.of(positions(noClass ? 0 : prefix, size[0] / patch[0], size[1] / patch[1], dim))
                : Optional.empty();
        Optional<Rotary> rotary =
                eva && args.flag("use_rot_pos_emb", false) ? Optional.of(rotary(args)) : Optional.empty();
        Weight kernel = tensors.take(
                "patch_embed.proj.weight", dim, tensors.size("patch_embed.proj.weight", 1), patch[0], patch[1]);
        tensors.ignore(key -> key.startsWith("head.") || key.startsWith("rope."));
        return new ImageTower(
                "timm " + name,
                size[0],
                size[1],
                kernel,
                tensors.find("patch_embed.proj.bias", dim),
                args.has("embed_norm_layer")
                        ? Optional.of(TimmNorm.of(args, "embed_norm_layer").take(tensors, "patch_embed.norm", dim))
                        : Optional.empty(),
                classToken,
                registerTokens,
                positions,
                rotary,
                norm.find(tensors, "norm_pre", dim),
                blocks.take(tensors, depth(args, architecture, dim)),
                head(args, eva, blocks, prefix));
    }

    /** As the arguments say; a network that is not as wide as its name says need not be as deep either. */
    private int depth(Config args, JsonNode architecture, int dim) {
        boolean stated = args.size("depth", 12) != architecture.path("depth").asInt(12);
        boolean wide = dim == architecture.path("embed_dim").asInt(768);
        return stated || wide ? args.size("depth", 12) : Math.max(1, tensors.count("blocks."));
    }

    private static Activation activation(Config args) {
        return Activations.of(args, "act_layer", "gelu");
    }

    private static boolean gated(Config args) {
        String layer = args.oneOf(
                "mlp_layer", "Mlp", "Mlp", "SwiGLU", "GluMlp act_layer=silu gate_last=False", "SwiGLUPacked");
        return !layer.equals("Mlp");
    }

    private static Block.Order order(Config args, boolean eva) {
        if (eva) {
            args.oneOf("attn_type", "eva", "eva", "rope");
            return args.flag("use_post_norm", false) ? Block.Order.RESIDUAL : Block.Order.PRE;
        }
        args.require("attn_layer", "attn");
        return args.oneOf("block_fn", "Block", "Block", "ResPostBlock").equals("Block")
                ? Block.Order.PRE
                : Block.Order.RESIDUAL;
    }

    /** For the grid of the pictures, or the square that the table is large enough for. */
    private Positions positions(int covered, int rows, int columns, int dim) {
        int length = tensors.size("pos_embed", 1);
        boolean fits = length == covered + rows * columns;
        int side = fits ? 0 : Shapes.side(config, "img_size", length - covered);
        return new Positions(
                tensors.take("pos_embed", length, dim),
                covered,
                fits ? rows : side,
                fits ? columns : side,
                Positions.Resampling.BICUBIC_ANTIALIASED);
    }

    private static Rotary rotary(Config args) {
        boolean columnsFirst =
                args.oneOf("rope_grid_indexing", "ij", "ij", "xy").equals("xy");
        boolean half = args.flag("rope_rotate_half", false);
        double base = args.number("rope_temperature", 10_000);
        double offset = args.number("rope_grid_offset", 0);
        boolean dino = args.oneOf("rope_type", "cat", "cat", "dinov3").equals("dinov3");
        int[] reference = args.has("ref_feat_shape") ? args.sides("ref_feat_shape", 0) : new int[2];
        if (half != dino || dino && (columnsFirst || offset != 0)) {
            throw args.wrong("rope_rotate_half", "true for dinov3's rotary positions only");
        }
        return new Rotary(
                dino ? Rotary.Kind.DINO : Rotary.Kind.EVA,
                base,
                offset,
                dino ? 0 : reference[0],
                dino ? 0 : reference[1],
                columnsFirst,
                !half);
    }

    /** timm moves the last norm behind the pooling where it pools by the mean, unless it is told otherwise. */
    private Head head(Config args, boolean eva, TimmBlocks blocks, int prefix) {
        String pool = args.oneOf("global_pool", eva ? "avg" : "token", "token", "avg", "map");
        boolean after = args.flag(eva ? "use_fc_norm" : "fc_norm", pool.equals("avg"));
        boolean last = eva ? args.flag("use_post_transformer_norm", !after) : args.flag("final_norm", true);
        boolean before = eva ? last : last && !after;
        boolean behind = after && (eva || last);
        Optional<Norm> tokenNorm =
                before ? Optional.of(blocks.norm().take(tensors, "norm", blocks.dim())) : Optional.empty();
        Optional<Norm> norm =
                behind ? Optional.of(blocks.norm().take(tensors, "fc_norm", blocks.dim())) : Optional.empty();
        int skip = args.flag("pool_include_prefix", false) ? 0 : prefix;
        int heads = args.integer("attn_pool_num_heads", blocks.heads());
        args.ignore("attn_pool_mlp_ratio");
        TowerPooling pooling = switch (pool) {
            case "token" -> new TowerPooling.First();
            case "avg" -> new TowerPooling.Mean(skip);
            default -> blocks.attentive(tensors.under("attn_pool."), heads, eva ? 0 : skip);
        };
        return Head.of(tokenNorm, pooling, norm);
    }
}
