package io.discern.similarity;

import io.discern.Embeddings;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The reference: clear first, then parallel. */
final class JavaCosineSimilarity implements CosineSimilarity {
    static final JavaCosineSimilarity INSTANCE = new JavaCosineSimilarity();

    private JavaCosineSimilarity() {}

    @Override
    public float[] matrix(Embeddings queries, Embeddings bank) {
        long values = (long) queries.rows() * bank.rows();
        if (values > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("similarity matrix of " + queries.rows() + " x " + bank.rows()
                    + " values does not fit an array; use tiles or topK");
        }
        Rows rows = new Rows(queries, bank);
        float[] matrix = new float[(int) values];
        IntStream.range(0, queries.rows()).parallel().forEach(query -> rows.fill(query, matrix, query * bank.rows()));
        return matrix;
    }

    @Override
    public void tiles(Embeddings queries, Embeddings bank, int tileRows, TileConsumer consumer) {
        if (tileRows < 1) {
            throw new IllegalArgumentException("tileRows " + tileRows + "; expected at least 1");
        }
        Rows rows = new Rows(queries, bank);
        float[] tile = new float[Math.multiplyExact(Math.min(tileRows, queries.rows()), bank.rows())];
        for (int first = 0; first < queries.rows(); first += tileRows) {
            int start = first;
            int count = Math.min(tileRows, queries.rows() - first);
            IntStream.range(0, count).parallel().forEach(i -> rows.fill(start + i, tile, i * bank.rows()));
            consumer.accept(first, count, tile);
        }
    }

    @Override
    public TopK topK(Embeddings queries, Embeddings bank, int k, Exclusion exclusion) {
        if (k < 1) {
            throw new IllegalArgumentException("k " + k + "; expected at least 1");
        }
        Rows rows = new Rows(queries, bank);
        int[] found = new int[Math.multiplyExact(queries.rows(), k)];
        float[] similarities = new float[found.length];
        Arrays.fill(found, -1);
        Arrays.fill(similarities, Float.NEGATIVE_INFINITY);
        IntStream.range(0, queries.rows()).parallel().forEach(query -> {
            for (int row = 0; row < bank.rows(); row++) {
                if (!exclusion.excludes(query, row)) {
                    insert(found, similarities, query * k, k, row, rows.similarity(query, row));
                }
            }
        });
        return new TopK(queries.rows(), k, found, similarities);
    }

    /** Rows come in ascending order and only a greater similarity moves ahead, so ties stay in row order. */
    private static void insert(int[] found, float[] similarities, int offset, int k, int row, float similarity) {
        int place = offset + k - 1;
        if (found[place] >= 0 && similarity <= similarities[place]) {
            return;
        }
        while (place > offset && (found[place - 1] < 0 || similarity > similarities[place - 1])) {
            found[place] = found[place - 1];
            similarities[place] = similarities[place - 1];
            place--;
        }
        found[place] = row;
        similarities[place] = similarity;
    }

    /** Two matrices with the lengths of their rows. */
    private static final class Rows {
        private final float[] queries;
        private final float[] bank;
        private final int dim;
        private final int bankRows;
        private final double[] queryNorms;
        private final double[] bankNorms;

        Rows(Embeddings queries, Embeddings bank) {
            if (queries.dim() != bank.dim()) {
                throw new IllegalArgumentException("queries have dimension " + queries.dim() + " but the bank has "
                        + bank.dim() + "; expected the same");
            }
            this.queries = queries.values();
            this.bank = bank.values();
            this.dim = queries.dim();
            this.bankRows = bank.rows();
            this.queryNorms = norms(queries);
            this.bankNorms = bank == queries ? queryNorms : norms(bank);
        }

        private static double[] norms(Embeddings rows) {
            int bad = Embeddings.firstNonFinite(rows.values());
            if (bad >= 0) {
                throw new IllegalArgumentException("row " + bad / rows.dim() + " has " + rows.values()[bad]
                        + " at component " + bad % rows.dim() + "; expected finite values");
            }
            double[] norms = new double[rows.rows()];
            for (int row = 0; row < norms.length; row++) {
                norms[row] = Math.sqrt(dot(rows.values(), row * rows.dim(), rows.values(), row * rows.dim(), rows.dim()));
            }
            return norms;
        }

        void fill(int query, float[] into, int offset) {
            for (int row = 0; row < bankRows; row++) {
                into[offset + row] = similarity(query, row);
            }
        }

        float similarity(int query, int row) {
            double norms = queryNorms[query] * bankNorms[row];
            return norms == 0 ? 0f : (float) (dot(queries, query * dim, bank, row * dim, dim) / norms);
        }

        /** Four sums, so that additions do not wait for each other; the order is fixed, so results repeat exactly. */
        private static double dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            int i = 0;
            for (; i + 3 < length; i += 4) {
                s0 += (double) a[aOffset + i] * b[bOffset + i];
                s1 += (double) a[aOffset + i + 1] * b[bOffset + i + 1];
                s2 += (double) a[aOffset + i + 2] * b[bOffset + i + 2];
                s3 += (double) a[aOffset + i + 3] * b[bOffset + i + 3];
            }
            for (; i < length; i++) {
                s0 += (double) a[aOffset + i] * b[bOffset + i];
            }
            return (s0 + s1) + (s2 + s3);
        }
    }
}
