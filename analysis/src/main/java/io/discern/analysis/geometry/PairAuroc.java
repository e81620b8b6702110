package io.discern.analysis.geometry;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.fisher.PopulationTraceRatio;
import io.discern.analysis.internal.linalg.Products;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.InfinitesimalJackknife;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Whether two rows of one class are more alike than two rows of different classes.
 *
 * <p>{@code pair-auroc = P(cos of a same-class pair > cos of a different-class pair) + P(equal) / 2}, in [0, 1], over all pairs
 * of rows of different groups. All pairs are counted, in tiles, on a grid of 2^21 cells over [-1, 1], and cosines in one cell
 * count as equal; the note bounds what that can change.
 *
 * <p><b>Interval.</b> Infinitesimal jackknife over groups within classes. <b>Null value.</b> 0.5. Zero rows are left out and
 * counted.
 *
 * <p>Reference: Hanley and McNeil, <i>The meaning and use of the area under a ROC curve</i>, Radiology 143 (1982) 29-36.
 */
public final class PairAuroc implements Metric {
    /** Its one result. */
    public static final ResultKey KEY = ResultKey.of(SpectralRanks.NAME, "pair-auroc");

    private static final int CELLS = 1 << 21;

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        return Directions.measure(List.of(KEY), data, seed, directions -> List.of(of(directions, seed)));
    }

    private static MetricResult of(LabeledEmbeddings data, long seed) {
        int[] labels = data.classIndices();
        int[] groups = data.groupIndices();
        Rows rows = Rows.unit(data);
        AtomicLongArray same = new AtomicLongArray(CELLS);
        AtomicLongArray different = new AtomicLongArray(CELLS);
        Products.pairs(rows, (row, cosines) -> {
            for (int other = 0; other < row; other++) {
                if (groups[other] != groups[row]) {
                    (labels[other] == labels[row] ? same : different).incrementAndGet(cell(cosines[other]));
                }
            }
        });
        Placements ofSame = Placements.of(same);
        Placements ofDifferent = Placements.of(different);
        if (ofSame.total() == 0 || ofDifferent.total() == 0) {
            String reason = "no pair of rows of " + (ofSame.total() == 0 ? "one class" : "different classes")
                    + " and different groups; expected both kinds";
            return MetricResult.absent(KEY, reason, data, seed);
        }
        double value = 0;
        double tied = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            value += same.get(cell) * ofDifferent.below()[cell] / ofSame.total();
            tied += same.get(cell) / ofSame.total() * (different.get(cell) / ofDifferent.total());
        }
        value = Math.min(1, value);
        double[] derivatives = derivatives(rows, labels, groups, value, ofSame, ofDifferent);
        MetricResult result = MetricResult.of(KEY, value, data, seed)
                .withNull(0.5)
                .withNote(String.format(Locale.ROOT, "exact to %.1e", tied / 2))
                .withNote(data.grouped() ? "pairs within a group left out" : "");
        Clusters clusters = Clusters.of(labels, groups);
        return result.withInterval(
                InfinitesimalJackknife.interval(
                                value, derivatives, clusters, PopulationTraceRatio.share(data, clusters, false))
                        .map(interval -> interval.cut(0, 1)),
                clusters.few());
    }

    /** What each row's pairs win above the mean, those of one class and those of different classes. */
    private static double[] derivatives(
            Rows rows, int[] labels, int[] groups, double value, Placements ofSame, Placements ofDifferent) {
        double[] derivatives = new double[labels.length];
        Products.pairs(rows, (row, cosines) -> {
            double sum = 0;
            for (int other = 0; other < cosines.length; other++) {
                if (groups[other] != groups[row]) {
                    int cell = cell(cosines[other]);
                    sum += labels[other] == labels[row]
                            ? (ofDifferent.below()[cell] - value) / ofSame.total()
                            : (1 - ofSame.below()[cell] - value) / ofDifferent.total();
                }
            }
            derivatives[row] = sum;
        });
        return derivatives;
    }

    private static int cell(double cosine) {
        return Math.max(0, Math.min(CELLS - 1, (int) ((cosine + 1) / 2 * CELLS)));
    }

    /**
     * The pairs of one kind.
     *
     * @param below for each cell the share of them in lower cells and half of those in it
     * @param total how many there are
     */
    private record Placements(double[] below, double total) {

        static Placements of(AtomicLongArray counts) {
            double[] below = new double[CELLS];
            long sum = 0;
            for (int cell = 0; cell < CELLS; cell++) {
                below[cell] = sum + counts.get(cell) / 2.0;
                sum += counts.get(cell);
            }
            for (int cell = 0; cell < CELLS && sum > 0; cell++) {
                below[cell] /= sum;
            }
            return new Placements(below, sum);
        }
    }
}
