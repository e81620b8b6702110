package io.discern.benchmarks;

import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Jackknife;
import io.discern.analysis.stats.ShareIntervals;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/** Intervals of means of clustered values, of which some are right or wrong. */
final class MeanCoverage {
    private final CoverageTable table;

    private MeanCoverage(CoverageTable table) {
        this.table = table;
    }

    static void print(CoverageTable table) {
        new MeanCoverage(table).means();
    }

    private void means() {
        for (int groups : new int[] {10, 20, 50, 200}) {
            for (Values values : Values.values()) {
                String design = groups + " groups of 1-5 rows, " + values.name().toLowerCase(Locale.ROOT);
                for (Bootstrap.Ends ends : Bootstrap.Ends.values()) {
                    table.row(
                            "bootstrap of a mean, " + ends.name().toLowerCase(Locale.ROOT),
                            design,
                            values.mean,
                            (random, seed) -> {
                                Clustered data = values.draw(groups, random);
                                return Bootstrap.seeded(seed)
                                        .with(ends)
                                        .means(new double[][] {data.values}, data.groups)
                                        .orElseThrow()
                                        .get(0);
                            });
                }
                if (values.mean < 1 && values.mean > 0) {
                    table.row("Wilson, effective rows", design, values.mean, (random, seed) -> {
                        Clustered data = values.draw(groups, random);
                        return ShareIntervals.means(new double[][] {data.values}, data.groups)
                                .orElseThrow()
                                .get(0);
                    });
                }
                table.row("jackknife of a mean", design, values.mean, (random, seed) -> {
                    Clustered data = values.draw(groups, random);
                    double sum = Arrays.stream(data.values).sum();
                    return Jackknife.of(sum / data.values.length, groups, group -> {
                                double rest = 0;
                                int rows = 0;
                                for (int i = 0; i < data.values.length; i++) {
                                    if (data.groups[i] != group) {
                                        rest += data.values[i];
                                        rows++;
                                    }
                                }
                                return rest / rows;
                            })
                            .interval();
                });
            }
        }
    }

    private record Clustered(double[] values, int[] groups) {}

    /** Values of which groups share half of the variance. */
    private enum Values {
        GAUSSIAN(0, z -> z),
        /** Right in 80 % of the rows. */
        ACCURACY_80(0.8, z -> z < 0.8416212335729143 ? 1 : 0),
        ACCURACY_95(0.95, z -> z < 1.6448536269514722 ? 1 : 0),
        /** Log-normal: skewness 6. */
        SKEWED(Math.exp(0.5), Math::exp);

        private final double mean;
        private final DoubleUnaryOperator of;

        Values(double mean, DoubleUnaryOperator of) {
            this.mean = mean;
            this.of = of;
        }

        Clustered draw(int groups, SplittableRandom random) {
            double[] values = new double[groups * 5];
            int[] ofRow = new int[groups * 5];
            int rows = 0;
            for (int group = 0; group < groups; group++) {
                double shared = ClusteredRows.gaussian(random);
                for (int i = 0; i <= group % 5; i++) {
                    values[rows] = of.applyAsDouble((shared + ClusteredRows.gaussian(random)) / Math.sqrt(2));
                    ofRow[rows++] = group;
                }
            }
            return new Clustered(Arrays.copyOf(values, rows), Arrays.copyOf(ofRow, rows));
        }
    }
}
