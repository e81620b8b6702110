package io.discern.internal.checkpoint;

import io.discern.internal.tower.Norm;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The norm of a timm network: {@code LayerNorm} or {@code RmsNorm}, with timm's own epsilon where it says none. */
record TimmNorm(boolean rms, double epsilon) {
    private static final double ABSENT = 1e-6;
    private static final Pattern TEXT = Pattern.compile("(LayerNorm|layernorm|RmsNorm|rmsnorm)(?: eps=([0-9.e+-]+))?");

    /** The one that an argument names. */
    static TimmNorm of(Config args, String key) {
        Matcher matcher = TEXT.matcher(args.text(key, "LayerNorm"));
        if (!matcher.matches()) {
            throw args.wrong(key, "LayerNorm or RmsNorm");
        }
        return new TimmNorm(
                matcher.group(1).toLowerCase(Locale.ROOT).startsWith("rms"),
                matcher.group(2) == null ? ABSENT : Double.parseDouble(matcher.group(2)));
    }

    /** The norm of that name. */
    Norm take(Tensors tensors, String name, int dim) {
        return rms
                ? new Norm(tensors.take(name + ".weight", dim), Optional.empty(), epsilon, true)
                : tensors.norm(name, dim, epsilon);
    }

    /** The norm of that name, if there is one. */
    Optional<Norm> find(Tensors tensors, String name, int dim) {
        return tensors.has(name + ".weight") ? Optional.of(take(tensors, name, dim)) : Optional.empty();
    }
}
