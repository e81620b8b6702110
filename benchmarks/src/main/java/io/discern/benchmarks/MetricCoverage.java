package io.discern.benchmarks;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.fisher.Pairwise;
import io.discern.analysis.geometry.PairAuroc;
import io.discern.analysis.geometry.PairCosines;
import io.discern.analysis.geometry.Silhouette;
import io.discern.analysis.geometry.Uniformity;
import java.util.List;

/** Intervals of the other metrics; their truth is the mean over data sets of that size. */
final class MetricCoverage {
    private static final List<ClusteredRows> DESIGNS = List.of(
            new ClusteredRows(new int[] {10, 10}, 1, 8, 2, 0),
            new ClusteredRows(new int[] {25, 25, 25, 25}, 1, 8, 2, 0),
            new ClusteredRows(new int[] {100, 60, 30, 10}, 1, 32, 2, 0),
            new ClusteredRows(new int[] {15, 15, 15}, 5, 8, 2, 0.5),
            new ClusteredRows(new int[] {40, 25, 15}, 5, 8, 2, 0.5));

    private final CoverageTable table;

    private MetricCoverage(CoverageTable table) {
        this.table = table;
    }

    static void shape(CoverageTable table) {
        MetricCoverage of = new MetricCoverage(table);
        of.print(new Silhouette(), "cosine", "cosine,balanced");
        of.print(new PairAuroc(), "pair-auroc");
        of.print(new PairCosines(), "intra-cosine", "inter-cosine", "cosine-gap", "anisotropy");
        of.print(new Uniformity(), "uniformity,t=2");
    }

    static void classes(CoverageTable table) {
        MetricCoverage of = new MetricCoverage(table);
        of.print(new Pairwise(), "pairwise,c0/c1");
    }

    private void print(Metric metric, String... variants) {
        for (ClusteredRows design : DESIGNS) {
            CoverageTable.Measurement run = (random, seed) -> {
                try (LabeledEmbeddings data = design.draw(random)) {
                    return metric.measure(data, seed);
                }
            };
            table.rows(design.toString(), CoverageTable.means(List.of(variants), run), run);
        }
    }
}
