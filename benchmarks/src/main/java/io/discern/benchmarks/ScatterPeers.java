package io.discern.benchmarks;

import io.discern.Embeddings;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.between.LinearCka;
import io.discern.analysis.fisher.HotellingLawley;
import io.discern.analysis.fisher.Shrinkage;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.internal.fisher.ClassMoments;
import io.discern.analysis.internal.linalg.Pca;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.internal.probe.LogisticRegression;
import io.discern.analysis.internal.probe.Scaling;
import io.discern.benchmarks.PeerRow.Turns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Sums over rows and products of components: scatters, alignment, components, linear probes. */
final class ScatterPeers {
    private static final double GOAL = 0.8;

    private ScatterPeers() {}

    static List<PeerRow> rows() {
        return List.of(
                row(
                        "trace-ratio",
                        20_000,
                        768,
                        new Turns(25, 40),
                        List.of("trace-ratio"),
                        data -> TraceRatio.value(data).orElseThrow()),
                row(
                        "class-moments",
                        20_000,
                        768,
                        new Turns(25, 40),
                        List.of("class-moments"),
                        ScatterPeers::classMoments),
                row(
                        "hotelling-lawley",
                        20_000,
                        768,
                        new Turns(15, 20),
                        List.of("hotelling-lawley", "hotelling-lawley-squares"),
                        data -> HotellingLawley.value(data, Shrinkage.fixed(0.1))
                                .orElseThrow()),
                new PeerRow("cka", "20,000 x 768 each", GOAL, new Turns(15, 10), List.of("cka"), ScatterPeers::cka),
                row("pca", 5_000, 512, new Turns(15, 60), List.of("pca", "pca-covariance"), ScatterPeers::pca),
                row(
                        "logistic-0.01",
                        20_000,
                        512,
                        new Turns(7, 2),
                        List.of("logistic-0.01"),
                        data -> logistic(data, 0.01)),
                row("logistic-1", 20_000, 512, new Turns(7, 2), List.of("logistic-1"), data -> logistic(data, 1)));
    }

    private static PeerRow row(
            String name, int count, int dim, Turns turns, List<String> peers, ToDoubleFunction<LabeledEmbeddings> job) {
        return new PeerRow(
                name,
                String.format("%,d x %d", count, dim),
                GOAL,
                turns,
                peers,
                folder -> PeerData.labeled(folder, PeerData.rows(count, dim, 1), dim, job));
    }

    private static double classMoments(LabeledEmbeddings data) {
        ClassMoments moments = ClassMoments.of(
                Rows.of(data), data.classIndices(), data.classes().size());
        double sum = 0;
        for (int label = 0; label < moments.classes(); label++) {
            sum += moments.scatter(label);
        }
        return sum;
    }

    private static double pca(LabeledEmbeddings data) {
        Pca pca = Pca.fit(data, 2);
        pca.project(data);
        return pca.variances()[0] + pca.variances()[1];
    }

    private static double logistic(LabeledEmbeddings data, double c) {
        return new LogisticRegression().fit(data, Scaling.NONE, c).objective();
    }

    private static PeerRow.Subject cka(Path folder) throws IOException {
        int n = 20_000;
        int dim = 768;
        float[] x = PeerData.rows(n, dim, 1);
        float[] y = PeerData.related(x, dim, 2);
        PeerData.write(folder, "x", x, dim);
        PeerData.write(folder, "y", y, dim);
        LabeledEmbeddings a = LabeledEmbeddings.of(Embeddings.ofRows(dim, x), PeerData.labels(n));
        LabeledEmbeddings b = LabeledEmbeddings.of(Embeddings.ofRows(dim, y), PeerData.labels(n));
        return PeerRow.Subject.of(() -> LinearCka.value(a, b), a, b);
    }
}
