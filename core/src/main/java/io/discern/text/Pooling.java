package io.discern.text;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * How the vectors of an input's tokens become one embedding. A model whose output is {@code [batch, tokens, dim]} says nothing
 * about this, and the wrong one gives plausible nonsense, so it is always stated and never guessed.
 */
public enum Pooling {
    /** The first token: ViT's and BERT's class token. */
    CLS {
        @Override
        void pool(float[] tokens, int count, int dim, TextRow row, float[] pooled) {
            System.arraycopy(tokens, 0, pooled, 0, dim);
        }
    },
    /** The mean over the tokens that are not padding. */
    MEAN {
        @Override
        void pool(float[] tokens, int count, int dim, TextRow row, float[] pooled) {
            double[] sum = new double[dim];
            int used = 0;
            for (int t = 0; t < count; t++) {
                if (row == null || row.mask(t) != 0) {
                    used++;
                    for (int i = 0; i < dim; i++) {
                        sum[i] += tokens[t * dim + i];
                    }
                }
            }
            for (int i = 0; i < dim; i++) {
                pooled[i] = (float) (sum[i] / used);
            }
        }
    },
    /** The first token with the highest id: CLIP's end of text. */
    EOT {
        @Override
        void pool(float[] tokens, int count, int dim, TextRow row, float[] pooled) {
            if (row == null) {
                throw new IllegalArgumentException(
                        "pooling eot needs token ids; expected cls, mean or last for images");
            }
            int highest = 0;
            for (int t = 1; t < count; t++) {
                highest = row.id(t) > row.id(highest) ? t : highest;
            }
            System.arraycopy(tokens, highest * dim, pooled, 0, dim);
        }
    },
    /** The last position, padding or not: SigLIP's text tower. */
    LAST {
        @Override
        void pool(float[] tokens, int count, int dim, TextRow row, float[] pooled) {
            System.arraycopy(tokens, (count - 1) * dim, pooled, 0, dim);
        }
    };

    /** The ids and the mask of one text. */
    private record TextRow(TokenBatch batch, int index) {
        long id(int token) {
            return batch.ids()[index * batch.length() + token];
        }

        long mask(int token) {
            return batch.mask()[index * batch.length() + token];
        }
    }

    /** Pools one input; the row is null for an image. */
    abstract void pool(float[] tokens, int count, int dim, TextRow row, float[] pooled);

    /**
     * Pools a batch.
     *
     * @param vectors {@code rows x tokens x dim}, row-major, read from its position on
     * @param rows how many inputs to pool
     * @param tokens vectors of one input
     * @param dim length of a vector
     * @param texts the token ids and mask of these inputs, or null for images, whose tokens all count
     * @param target where {@code rows x dim} values go, at its position
     * @throws IllegalArgumentException if {@link #EOT} is asked of images, or the model made another number of tokens than it got
     */
    public void pool(FloatBuffer vectors, int rows, int tokens, int dim, TokenBatch texts, FloatBuffer target) {
        if (texts != null && texts.length() != tokens) {
            throw new IllegalArgumentException(
                    tokens + " token vectors for " + texts.length() + " tokens; expected as many");
        }
        float[] one = new float[Math.multiplyExact(tokens, dim)];
        float[] pooled = new float[dim];
        for (int i = 0; i < rows; i++) {
            vectors.get(one);
            pool(one, tokens, dim, texts == null ? null : new TextRow(texts, i), pooled);
            target.put(pooled);
        }
    }

    /**
     * The one of that name: {@code cls}, {@code mean}, {@code eot} or {@code last}.
     *
     * @throws IllegalArgumentException for another name
     */
    public static Pooling parse(String name) {
        return Arrays.stream(values())
                .filter(pooling -> pooling.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "pooling '" + name + "'; expected one of " + Arrays.toString(values())));
    }

    /** The name in files and options. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
