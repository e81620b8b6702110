package io.discern.benchmarks;

import io.discern.Embeddings;
import io.discern.Similarities;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.TopK;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cosine similarity by every provider of this machine, in turn, at sizes from one query to a bank searched with itself: full matrix
 * and the 20 most similar rows. Checks first that all find the same rows. Ratios are to the first provider, within a round.
 */
public final class SimilarityComparison {
    private static final List<String> PROVIDERS = List.of("java", "blas", "onnx", "djl");
    private static final int K = 20;
    /** Queries, bank rows, dimension. */
    private static final int[][] SIZES = {
        {1, 1_000, 512},
        {1, 100_000, 512},
        {100, 10_000, 512},
        {1_000, 1_000, 64},
        {1_000, 10_000, 512},
        {4_000, 4_000, 768},
        {2_000, 50_000, 512}
    };
    /** A matrix beyond this is not what anybody holds; only top-k is measured. */
    private static final long LARGEST_MATRIX = 20_000_000;

    private SimilarityComparison() {}

    /**
     * Runs it.
     *
     * @param args the number of rounds, 7 if none
     */
    public static void main(String[] args) {
        int rounds = args.length == 0 ? 7 : Integer.parseInt(args[0]);
        Map<String, CosineSimilarity> open = new LinkedHashMap<>();
        PROVIDERS.forEach(name -> open.put(name, Similarities.open(name)));
        for (int[] size : SIZES) {
            Embeddings queries = RandomRows.random(size[0], size[2], 1);
            Embeddings bank = RandomRows.random(size[1], size[2], 2);
            Quartiles.header(Arrays.toString(size) + ", ms and ratios to " + PROVIDERS.get(0), rounds);
            if ((long) size[0] * size[1] <= LARGEST_MATRIX) {
                compare("matrix", rounds, open, similarity -> similarity.matrix(queries, bank));
            }
            TopK expected = CosineSimilarity.reference().topK(queries, bank, K, CosineSimilarity.Exclusion.NONE);
            compare("top-" + K, rounds, open, similarity -> {
                TopK found = similarity.topK(queries, bank, K, CosineSimilarity.Exclusion.NONE);
                if (!Arrays.equals(found.rows(), expected.rows())) {
                    throw new IllegalStateException(similarity + " found other rows than the reference");
                }
            });
        }
        open.values().forEach(CosineSimilarity::close);
    }

    private interface Job {
        void with(CosineSimilarity similarity);
    }

    private static void compare(String job, int rounds, Map<String, CosineSimilarity> open, Job work) {
        Map<String, double[]> times = new LinkedHashMap<>();
        open.keySet().forEach(name -> times.put(name, new double[rounds]));
        for (int round = -2; round < rounds; round++) {
            for (String name : open.keySet()) {
                long start = System.nanoTime();
                work.with(open.get(name));
                double time = (System.nanoTime() - start) / 1e6;
                if (round >= 0) {
                    times.get(name)[round] = time;
                }
            }
        }
        double[] first = times.get(PROVIDERS.get(0)).clone();
        times.forEach((name, values) -> {
            double[] ratios = Quartiles.ratio(values, first);
            Quartiles.line("  " + job + " " + name + ", ms", values);
            Quartiles.line("  " + job + " " + name + " / " + PROVIDERS.get(0), ratios);
        });
    }
}
