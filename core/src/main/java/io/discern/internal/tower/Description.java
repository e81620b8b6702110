package io.discern.internal.tower;

import io.discern.internal.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Towers in words, and the hash of all that is known of them. */
public final class Description {
    private Description() {}

    /** The SHA-256 of an image tower's description: every number and every weight's name, none of the weights. */
    public static String hash(ImageTower tower) {
        return Sha256.ofText(tower.toString());
    }

    /** The SHA-256 of a text tower's description: every number and every weight's name, none of the weights. */
    public static String hash(TextTower tower) {
        return Sha256.ofText(tower.toString());
    }

    /** An image tower, a line for each stage. */
    public static List<String> lines(ImageTower tower) {
        List<String> lines = new ArrayList<>();
        lines.add("image tower (" + tower.family() + "): pictures of " + tower.height() + " x " + tower.width() + ", "
                + tower.channels() + " channels, patches of " + tower.patchHeight() + " x " + tower.patchWidth()
                + (tower.kernelBias().isPresent() ? "" : " without bias")
                + tower.patchNorm().map(norm -> ", " + words(norm)).orElse(""));
        lines.add("tokens: " + (tower.classToken().isPresent() ? "class, " : "")
                + tower.registers()
                        .map(tokens -> tokens.size(0) + " registers, ")
                        .orElse("") + "patches; " + tower.dim() + " components");
        lines.add("positions: "
                + tower.positions()
                        .map(table -> "table of " + table.rows() + " x " + table.columns() + " and " + table.prefix()
                                + ", other sizes: " + word(table.resampling()))
                        .orElse("no table")
                + tower.rotary()
                        .map(turns -> ", rotary (" + word(turns.kind()) + ", base " + turns.base() + ")")
                        .orElse("")
                + tower.norm().map(norm -> ", then " + words(norm)).orElse(""));
        lines.addAll(blocks(tower.blocks()));
        lines.add(words(tower.head()));
        return lines;
    }

    /** A text tower, a line for each stage. */
    public static List<String> lines(TextTower tower) {
        List<String> lines = new ArrayList<>();
        lines.add("text tower (" + tower.family() + "): " + tower.tokens().size(0) + " tokens, at most "
                + tower.context() + " a text; " + tower.dim() + " components"
                + (tower.causal() ? ", causal" : "")
                + (tower.masked() ? ", padding hidden" : "")
                + tower.norm().map(norm -> ", then " + words(norm)).orElse(""));
        lines.addAll(blocks(tower.blocks()));
        lines.add(words(tower.head()));
        return lines;
    }

    private static List<String> blocks(List<Block> blocks) {
        if (blocks.isEmpty()) {
            return List.of("no blocks");
        }
        Block block = blocks.get(0);
        Attention attention = block.attention();
        Mlp mlp = block.mlp();
        return List.of(blocks.size() + " blocks, norm " + word(block.order()) + " (" + words(block.norm1()) + "): "
                + attention.heads() + " heads of " + attention.headWidth()
                + attention.queryNorm().map(norm -> ", query and key normed").orElse("")
                + attention.norm().map(norm -> ", normed").orElse("")
                + "; mlp of " + mlp.up().out() + ", " + word(mlp.activation())
                + mlp.gate().map(gate -> " with gate").orElse("")
                + mlp.norm().map(norm -> ", normed").orElse("")
                + block.scale1().map(scale -> "; layer scale").orElse(""));
    }

    private static String words(Head head) {
        StringBuilder text = new StringBuilder("embedding: ");
        head.tokenNorm().ifPresent(norm -> text.append(words(norm)).append(", "));
        text.append(words(head.pooling()));
        head.norm().ifPresent(norm -> text.append(", ").append(words(norm)));
        for (Head.Layer layer : head.layers()) {
            text.append(", linear to ").append(layer.linear().out());
            layer.activation().ifPresent(f -> text.append(" ").append(word(f)));
        }
        return text.toString();
    }

    private static String words(TowerPooling pooling) {
        if (pooling instanceof TowerPooling.Mean mean) {
            return "mean" + (mean.skip() > 0 ? " without the first " + mean.skip() : "");
        }
        if (pooling instanceof TowerPooling.FirstAndMean both) {
            return "first token, and mean without the first " + both.skip();
        }
        if (pooling instanceof TowerPooling.EndOfText end) {
            return "end of text (" + (end.id().isPresent() ? "token " + end.id().getAsInt() : "highest id") + ")";
        }
        if (pooling instanceof TowerPooling.Attentive attentive) {
            return "attention pooling of " + attentive.attention().heads() + " heads"
                    + Optional.of(attentive.skip())
                            .filter(skip -> skip > 0)
                            .map(skip -> " without the first " + skip)
                            .orElse("");
        }
        return pooling instanceof TowerPooling.Last ? "last token" : "first token";
    }

    private static String words(Norm norm) {
        return (norm.rms() ? "RMS norm " : "layer norm ") + norm.epsilon();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
