package io.discern.benchmarks;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.geometry.PairAuroc;
import io.discern.analysis.geometry.Silhouette;
import io.discern.analysis.geometry.Uniformity;
import io.discern.benchmarks.PeerRow.Turns;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What looks at all pairs of rows. */
final class PairPeers {
    private static final int DIM = 512;

    private PairPeers() {}

    static List<PeerRow> rows() {
        return List.of(
                row("pair-auroc", 5_000, 0.8, new Turns(5, 2), List.of("pair-auroc"), first(new PairAuroc())),
                row("silhouette-cosine", 20_000, 0.05, new Turns(5, 20), List.of("silhouette-cosine"), cosine()),
                row("silhouette-euclidean", 20_000, 0.8, new Turns(3, 1), List.of("silhouette-euclidean"), euclidean()),
                row("uniformity", 20_000, 0.8, new Turns(3, 1), List.of("uniformity"), first(new Uniformity())),
                row("pair-auroc-100k", 100_000, 0, Turns.ONCE, List.of(), first(new PairAuroc())),
                row("uniformity-100k", 100_000, 0.8, Turns.ONCE, List.of("uniformity"), first(new Uniformity())),
                row("silhouette-cosine-100k", 100_000, 0.05, Turns.ONCE, List.of("silhouette-cosine"), cosine()),
                row(
                        "silhouette-euclidean-100k",
                        100_000,
                        0.8,
                        Turns.ONCE,
                        List.of("silhouette-euclidean"),
                        euclidean()));
    }

    private static PeerRow row(
            String name,
            int count,
            double goal,
            Turns turns,
            List<String> peers,
            ToDoubleFunction<LabeledEmbeddings> job) {
        return new PeerRow(
                name,
                String.format("%,d x %d", count, DIM),
                goal,
                turns,
                peers,
                folder -> PeerData.labeled(folder, PeerData.rows(count, DIM, 1), DIM, job));
    }

    private static ToDoubleFunction<LabeledEmbeddings> cosine() {
        return data -> mean(Silhouette.cosineSamples(data));
    }

    private static ToDoubleFunction<LabeledEmbeddings> euclidean() {
        return data -> mean(Silhouette.euclideanSamples(data));
    }

    private static ToDoubleFunction<LabeledEmbeddings> first(Metric metric) {
        return data -> metric.measure(data, 1).get(0).value().orElseThrow();
    }

    private static double mean(double[] samples) {
        return Arrays.stream(samples).average().orElseThrow();
    }
}
