package io.discern.benchmarks;

import io.discern.Embeddings;
import io.discern.Similarities;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Results;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.retrieval.ClassRetrieval;
import io.discern.benchmarks.PeerRow.Turns;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.TopK;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Who is near to whom: neighbours, retrieval, the SPI's searches and matrices, with the provider that analysis brings. */
final class SearchPeers {
    private static final String PROVIDER = "blas";
    private static final int DIM = 512;
    private static final int K = 20;

    private SearchPeers() {}

    static List<PeerRow> rows() {
        return List.of(
                new PeerRow(
                        "top-k",
                        "20 of 100,000 x 512 for 2,048",
                        0.8,
                        new Turns(7, 2),
                        List.of("top-k"),
                        SearchPeers::topK),
                new PeerRow(
                        "cosine-matrix",
                        "8,192 x 8,192 x 768",
                        1.2,
                        new Turns(7, 2),
                        List.of("cosine-matrix"),
                        folder -> cosines(folder, false)),
                new PeerRow(
                        "self-cosines",
                        "8,192 x 8,192 x 768",
                        0.6,
                        new Turns(7, 2),
                        List.of("self-cosines"),
                        folder -> cosines(folder, true)),
                new PeerRow(
                        "retrieval",
                        "all ranks of 10,000 x 512",
                        0.8,
                        new Turns(3, 1),
                        List.of("retrieval"),
                        SearchPeers::retrieval),
                neighbors("neighbors", 40_000, new Turns(3, 1)),
                new PeerRow(
                        "knn",
                        "accuracies, intervals and nulls from 20 of 40,000 x 512",
                        0,
                        new Turns(3, 1),
                        List.of(),
                        SearchPeers::knn),
                neighbors("neighbors-100k", 100_000, Turns.ONCE));
    }

    private static PeerRow neighbors(String name, int count, Turns turns) {
        return new PeerRow(
                name,
                String.format("%d of %,d x %d", K, count, DIM),
                0.5,
                turns,
                List.of("neighbors"),
                folder -> neighbors(folder, count));
    }

    private static PeerRow.Subject neighbors(Path folder, int count) throws IOException {
        PeerRow.Subject labeled = PeerData.labeled(folder, PeerData.clustered(count, DIM, 11), DIM, data -> 0);
        LabeledEmbeddings data = (LabeledEmbeddings) labeled.owned().get(0);
        return new PeerRow.Subject(
                () -> {
                    NearestNeighbors found = NearestNeighbors.leaveOneOut(data, K);
                    return () -> IntStream.range(0, count)
                            .mapToDouble(row -> IntStream.range(0, K)
                                    .mapToDouble(rank -> found.similarity(row, rank))
                                    .average()
                                    .orElseThrow())
                            .average()
                            .orElseThrow();
                },
                labeled.owned());
    }

    private static PeerRow.Subject knn(Path folder) throws IOException {
        return PeerData.labeled(
                folder,
                PeerData.clustered(40_000, DIM, 11),
                DIM,
                data -> KnnAccuracy.of(K).measure(data, 1).get(0).value().orElseThrow());
    }

    private static PeerRow.Subject retrieval(Path folder) throws IOException {
        ClassRetrieval.Key map =
                new ClassRetrieval.Key(ClassRetrieval.Scope.LOO, ClassRetrieval.Measure.MAP, Optional.empty());
        return PeerData.labeled(
                folder,
                PeerData.rows(10_000, DIM, 1),
                DIM,
                data -> Results.of(ClassRetrieval.standard().measure(data, 1))
                        .get(map)
                        .value()
                        .orElseThrow());
    }

    private static PeerRow.Subject topK(Path folder) throws IOException {
        float[] bank = PeerData.clustered(100_000, DIM, 11);
        float[] queries = PeerData.clustered(2_048, DIM, 12);
        PeerData.write(folder, "bank", bank, DIM);
        PeerData.write(folder, "x", queries, DIM);
        Embeddings ofBank = Embeddings.ofRows(DIM, bank);
        Embeddings ofQueries = Embeddings.ofRows(DIM, queries);
        CosineSimilarity similarity = Similarities.open(PROVIDER);
        return new PeerRow.Subject(
                () -> {
                    TopK found = similarity.topK(ofQueries, ofBank, K, CosineSimilarity.Exclusion.NONE);
                    return () -> mean(found.similarities());
                },
                List.of(similarity));
    }

    private static double mean(float[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
    }

    private static PeerRow.Subject cosines(Path folder, boolean self) throws IOException {
        int n = 8_192;
        int dim = 768;
        float[] x = PeerData.rows(n, dim, 1);
        float[] bank = self ? x : PeerData.rows(n, dim, 2);
        PeerData.write(folder, "x", x, dim);
        PeerData.write(folder, "bank", bank, dim);
        Embeddings queries = Embeddings.ofRows(dim, x);
        Embeddings ofBank = self ? queries : Embeddings.ofRows(dim, bank);
        CosineSimilarity similarity = Similarities.open(PROVIDER);
        return new PeerRow.Subject(
                () -> {
                    float[] matrix = similarity.matrix(queries, ofBank);
                    return () -> IntStream.range(0, n)
                            .mapToDouble(row -> matrix[row * n + 1])
                            .sum();
                },
                List.of(similarity));
    }
}
