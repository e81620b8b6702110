package io.discern.benchmarks;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.fisher.TraceRatio;
import java.util.List;
import java.util.Map;

/** Intervals of the trace ratios of a population. */
final class TraceRatioCoverage {
    private TraceRatioCoverage() {}

    static void print(CoverageTable table) {
        for (ClusteredRows design : List.of(
                new ClusteredRows(new int[] {10, 10}, 1, 8, 2, 0),
                new ClusteredRows(new int[] {50, 50}, 1, 8, 2, 0),
                new ClusteredRows(new int[] {50, 50}, 1, 8, 0, 0),
                new ClusteredRows(new int[] {50, 50}, 1, 256, 2, 0),
                new ClusteredRows(new int[] {50, 50, 50, 50}, 1, 256, 4, 0),
                new ClusteredRows(new int[] {100, 60, 30, 10}, 1, 32, 2, 0),
                new ClusteredRows(new int[] {10, 10}, 5, 8, 2, 0.5),
                new ClusteredRows(new int[] {30, 30}, 5, 8, 2, 0.5),
                new ClusteredRows(new int[] {60, 30, 15}, 5, 32, 3, 0.5),
                new ClusteredRows(new int[] {30, 10}, 5, 16, 1, 0.8))) {
            Map<String, Double> truths = Map.of(
                    "trace-ratio,corrected",
                    design.traceRatio(false),
                    "trace-ratio-balanced,corrected",
                    design.traceRatio(true));
            table.rows(design.toString(), truths, (random, seed) -> {
                try (LabeledEmbeddings data = design.draw(random)) {
                    return new TraceRatio().measure(data, seed);
                }
            });
        }
    }
}
