package io.discern.text;

import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the vectors of an input's tokens become one embedding. A model whose output is {@code [batch, tokens, dim]} says nothing
 * about this, and the wrong one gives plausible nonsense, so it is always stated and never guessed.
 *
 * @param rule what is taken
 * @param from the first token that a mean takes, from 0; empty where that is the model's first patch, after its class and register
 *     tokens, and for rules without a mean
 */
public record Pooling(Rule rule, OptionalInt from) {
    /** The first token: ViT's and BERT's class token. */
    public static final Pooling CLS = new Pooling(Rule.CLS, OptionalInt.empty());

    /** The mean over all tokens that are not padding. */
    public static final Pooling MEAN = new Pooling(Rule.MEAN, OptionalInt.of(0));

    /** The mean over the patches, without class and register tokens; the model has to say how many those are. */
    public static final Pooling MEAN_PATCHES = new Pooling(Rule.MEAN, OptionalInt.empty());

    /** The first token, followed by {@link #MEAN_PATCHES}: twice as long. */
    public static final Pooling CLS_AND_MEAN = new Pooling(Rule.CLS_AND_MEAN, OptionalInt.empty());

    /** The first token with the highest id: CLIP's end of text. */
    public static final Pooling EOT = new Pooling(Rule.EOT, OptionalInt.empty());

    /** The last position, padding or not: SigLIP's text tower. */
    public static final Pooling LAST = new Pooling(Rule.LAST, OptionalInt.empty());

    /** What is said where one has to be named. */
    public static final String NAMES = "cls, mean, mean-patches, mean-from-N, cls+mean, cls+mean-from-N, eot or last";

    private static final Pattern FROM = Pattern.compile("(cls\\+mean|mean)-from-(\\d{1,4})");

    /** What is taken of the tokens. */
    public enum Rule {
        /** The first token. */
        CLS,
        /** A mean. */
        MEAN,
        /** The first token, and a mean behind it. */
        CLS_AND_MEAN,
        /** The end of a text. */
        EOT,
        /** The last position. */
        LAST
    }

    /** Checks. */
    public Pooling {
        Objects.requireNonNull(rule, "rule");
        if (from.isPresent() && (from.getAsInt() < 0 || rule != Rule.MEAN && rule != Rule.CLS_AND_MEAN)) {
            throw new IllegalArgumentException("pooling " + rule + " from token " + from.getAsInt()
                    + "; expected a rule with a mean, and a token from 0 on");
        }
    }

    /** Whether the model has to say where its patches begin. */
    public boolean needsPrefix() {
        return from.isEmpty() && (rule == Rule.MEAN || rule == Rule.CLS_AND_MEAN);
    }

    /** This rule for a model with so many tokens in front of its patches. */
    public Pooling after(int prefix) {
        return needsPrefix() ? new Pooling(rule, OptionalInt.of(prefix)) : this;
    }

    /** The length of an embedding of tokens of that length. */
    public int width(int dim) {
        return rule == Rule.CLS_AND_MEAN ? Math.multiplyExact(2, dim) : dim;
    }

    /** The ids and the mask of one text. */
    private record TextRow(TokenBatch batch, int index) {
        long id(int token) {
            return batch.ids()[index * batch.length() + token];
        }

        long mask(int token) {
            return batch.mask()[index * batch.length() + token];
        }
    }

    /**
     * Pools a batch.
     *
     * @param vectors {@code rows x tokens x dim}, row-major, read from its position on
     * @param rows how many inputs to pool
     * @param tokens vectors of one input
     * @param dim length of a vector
     * @param texts the token ids and mask of these inputs, or null for images, whose tokens all count
     * @param target where {@code rows x width(dim)} values go, at its position
     * @throws IllegalArgumentException if {@link #EOT} is asked of images, the model made another number of tokens than it got, a
     *     mean has no token left, or nobody said where the patches begin
     */
    public void pool(FloatBuffer vectors, int rows, int tokens, int dim, TokenBatch texts, FloatBuffer target) {
        if (texts != null && texts.length() != tokens) {
            throw new IllegalArgumentException(
                    tokens + " token vectors for " + texts.length() + " tokens; expected as many");
        }
        if (needsPrefix()) {
            throw new IllegalArgumentException(
                    "pooling " + this + " of a model that does not say how many tokens it has in"
                            + " front of the patches; expected " + (rule == Rule.MEAN ? "mean" : "cls+mean")
                            + "-from-N, with the place of the first patch");
        }
        float[] one = new float[Math.multiplyExact(tokens, dim)];
        float[] pooled = new float[width(dim)];
        for (int i = 0; i < rows; i++) {
            vectors.get(one);
            pool(one, tokens, dim, texts == null ? null : new TextRow(texts, i), pooled);
            target.put(pooled);
        }
    }

    /** Pools one input; the row is null for an image. */
    private void pool(float[] tokens, int count, int dim, TextRow row, float[] pooled) {
        switch (rule) {
            case CLS -> System.arraycopy(tokens, 0, pooled, 0, dim);
            case LAST -> System.arraycopy(tokens, (count - 1) * dim, pooled, 0, dim);
            case EOT -> System.arraycopy(tokens, end(count, row) * dim, pooled, 0, dim);
            case MEAN -> mean(tokens, count, dim, row, pooled, 0);
            case CLS_AND_MEAN -> {
                System.arraycopy(tokens, 0, pooled, 0, dim);
                mean(tokens, count, dim, row, pooled, dim);
            }
        }
    }

    private static int end(int count, TextRow row) {
        if (row == null) {
            throw new IllegalArgumentException("pooling eot needs token ids; expected cls, mean or last for images");
        }
        int highest = 0;
        for (int t = 1; t < count; t++) {
            highest = row.id(t) > row.id(highest) ? t : highest;
        }
        return highest;
    }

    private void mean(float[] tokens, int count, int dim, TextRow row, float[] pooled, int at) {
        double[] sum = new double[dim];
        int used = 0;
        for (int t = from.getAsInt(); t < count; t++) {
            if (row == null || row.mask(t) != 0) {
                used++;
                for (int i = 0; i < dim; i++) {
                    sum[i] += tokens[t * dim + i];
                }
            }
        }
        if (used == 0) {
            throw new IllegalArgumentException("pooling " + this + " of " + count
                    + " tokens has none left; expected at least one to take the mean of");
        }
        for (int i = 0; i < dim; i++) {
            pooled[at + i] = (float) (sum[i] / used);
        }
    }

    /**
     * The one of that name: {@code cls}, {@code mean} (of all tokens), {@code mean-patches}, {@code cls+mean} (of the patches),
     * {@code eot} or {@code last}; {@code mean-from-5} and {@code cls+mean-from-5} say where the patches begin.
     *
     * @throws IllegalArgumentException for another name
     */
    public static Pooling parse(String name) {
        Matcher counted = FROM.matcher(name);
        if (counted.matches()) {
            Rule rule = counted.group(1).equals("mean") ? Rule.MEAN : Rule.CLS_AND_MEAN;
            return new Pooling(rule, OptionalInt.of(Integer.parseInt(counted.group(2))));
        }
        return switch (name) {
            case "cls" -> CLS;
            case "mean" -> MEAN;
            case "mean-patches" -> MEAN_PATCHES;
            case "cls+mean" -> CLS_AND_MEAN;
            case "eot" -> EOT;
            case "last" -> LAST;
            default -> throw new IllegalArgumentException("pooling '" + name + "'; expected " + NAMES);
        };
    }

    /** The name in files and options. */
    @Override
    public String toString() {
        String name = rule == Rule.CLS_AND_MEAN ? "cls+mean" : rule.name().toLowerCase(Locale.ROOT);
        if (this.equals(MEAN_PATCHES)) {
            return "mean-patches";
        }
        return from.isEmpty() || this.equals(MEAN) ? name : name + "-from-" + from.getAsInt();
    }
}
