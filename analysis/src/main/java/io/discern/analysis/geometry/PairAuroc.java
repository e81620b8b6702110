package io.discern.analysis.geometry;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.fisher.PopulationTraceRatio;
import io.discern.analysis.internal.linalg.PairTiles;
import io.discern.analysis.internal.linalg.Rows;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.InfinitesimalJackknife;
import io.discern.similarity.CosineSimilarity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * Whether two rows of one class are more alike than two rows of different classes.
 *
 * <p>{@code pair-auroc = P(cos of a same-class pair > cos of a different-class pair) + P(equal) / 2}, in [0, 1], over all pairs
 * of rows of different groups. All pairs are counted, in tiles, on a grid of 2^21 cells over [-1, 1], and cosines in one cell
 * count as equal; of more than {@value PairTiles#MOST_IN_DOUBLE} rows cosines are of float32, and cells are 2^18. The note bounds what both can
 * change; what they do change is less by orders of magnitude, since errors go up and down.
 *
 * <p><b>Interval.</b> Infinitesimal jackknife over groups within classes. <b>Null value.</b> 0.5. Zero rows are left out and
 * counted.
 *
 * <p>Reference: Hanley and McNeil, <i>The meaning and use of the area under a ROC curve</i>, Radiology 143 (1982) 29-36.
 */
public final class PairAuroc implements Metric {
    /** Its one result. */
    public static final ResultKey KEY = ResultKey.of(SpectralRanks.NAME, "pair-auroc");

    /** Of cosines that are summed in double, and of those of float32, which are not precise enough for more. */
    private static final Grid FINE = new Grid(1 << 21);

    private static final Grid COARSE = new Grid(1 << 18);
    /** Each takes 32 MiB. */
    private static final int MOST_HISTOGRAMS = 8;
    /** So many rows take as long to compare as a histogram to empty and to look through. */
    private static final int ROWS_WORTH_A_HISTOGRAM = 512;
    /** Pairs of so few rows are sorted in less time than a histogram is emptied. */
    private static final int FEW_ROWS = 200;

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        return Directions.measure(List.of(KEY), data, seed, directions -> List.of(of(directions, seed)));
    }

    private static MetricResult of(LabeledEmbeddings data, long seed) {
        int[] labels = data.classIndices();
        int[] groups = data.groupIndices();
        Rows rows = Rows.unit(data);
        boolean exact = data.rows() <= PairTiles.MOST_IN_DOUBLE;
        Grid grid = exact ? FINE : COARSE;
        boolean few = data.rows() <= FEW_ROWS;
        Tally tally = few
                ? PairTiles.walk(rows, 1, Optional.empty(), () -> new FewPairs(grid, labels, groups))
                        .get(0)
                        .tally()
                : Histogram.tally(
                        grid,
                        PairTiles.walk(
                                rows,
                                Math.max(1, Math.min(data.rows() / ROWS_WORTH_A_HISTOGRAM, histograms())),
                                Optional.empty(),
                                () -> new Histogram(grid, labels, groups)));
        int[] cells = tally.cells();
        Placements ofSame = Placements.of(cells, tally.same());
        Placements ofDifferent = Placements.of(cells, tally.different());
        if (ofSame.total() == 0 || ofDifferent.total() == 0) {
            String reason = "no pair of rows of " + (ofSame.total() == 0 ? "one class" : "different classes")
                    + " and different groups; expected both kinds";
            return MetricResult.absent(KEY, reason, data, seed);
        }
        double value = 0;
        double tied = 0;
        // how many cells two cosines that are told apart wrongly may lie from each other
        int blur = exact ? 0 : (int) Math.ceil(CosineSimilarity.float32Deviation(data.dim()) * grid.cells());
        for (int i = 0; i < cells.length; i++) {
            double same = ofSame.counts()[i];
            value += same * ofDifferent.below()[i] / ofSame.total();
            tied += same / ofSame.total() * ofDifferent.share(i, blur);
        }
        value = Math.min(1, value);
        double[] derivatives = derivatives(grid, rows, labels, groups, value, ofSame, ofDifferent);
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

    private static int histograms() {
        return Math.min(MOST_HISTOGRAMS, Runtime.getRuntime().availableProcessors());
    }

    /** What each row's pairs win above the mean, those of one class and those of different classes. */
    private static double[] derivatives(
            Grid grid, Rows rows, int[] labels, int[] groups, double value, Placements ofSame, Placements ofDifferent) {
        int[] cells = ofSame.cells();
        boolean few = labels.length <= FEW_ROWS;
        double[] won = new double[2 * (few ? cells.length : grid.cells())];
        for (int i = 0; i < cells.length; i++) {
            int place = few ? i : cells[i];
            won[2 * place] = (ofDifferent.below()[i] - value) / ofSame.total();
            won[2 * place + 1] = (1 - ofSame.below()[i] - value) / ofDifferent.total();
        }
        IntUnaryOperator place = few ? cell -> Arrays.binarySearch(cells, cell) : cell -> cell;
        return PairSums.total(PairTiles.walk(
                rows, PairSums.PIECES, Optional.empty(), () -> new Wins(grid, labels, groups, place, won)));
    }

    /** What a pair wins, summed by row. */
    private static final class Wins extends PairSums {
        private final Grid grid;
        private final int[] labels;
        private final int[] groups;
        private final IntUnaryOperator place;
        /** For each place of a cell what a pair of one class wins, and what one of different classes wins. */
        private final double[] won;

        Wins(Grid grid, int[] labels, int[] groups, IntUnaryOperator place, double[] won) {
            super(labels.length);
            this.grid = grid;
            this.labels = labels;
            this.groups = groups;
            this.place = place;
            this.won = won;
        }

        @Override
        protected void weigh(int row, int firstColumn, double[] cosines, int from, int to) {
            for (int j = from; j < to; j++) {
                int other = firstColumn + j;
                int kind = labels[other] == labels[row] ? 0 : 1;
                cosines[j] = groups[other] == groups[row] ? 0 : won[2 * place.applyAsInt(grid.cell(cosines[j])) + kind];
            }
        }
    }

    /**
     * How many pairs have a cosine in a cell.
     *
     * @param cells those with a pair of either kind, ascending
     * @param same for each of them the pairs of one class
     * @param different for each of them the pairs of different classes
     */
    private record Tally(int[] cells, long[] same, long[] different) {}

    /** The pairs of few rows, sorted by their cells, which takes less than to empty a histogram. */
    private static final class FewPairs implements PairTiles.Visitor {
        private final Grid grid;
        private final int[] labels;
        private final int[] groups;
        /** Twice the cell, and one more where the classes differ. */
        private final int[] pairs;

        private int count;

        FewPairs(Grid grid, int[] labels, int[] groups) {
            this.grid = grid;
            this.labels = labels;
            this.groups = groups;
            this.pairs = new int[labels.length * (labels.length - 1) / 2];
        }

        @Override
        public void line(int row, int firstColumn, double[] cosines, int from, int to) {
            for (int j = from; j < to; j++) {
                int other = firstColumn + j;
                if (groups[other] != groups[row]) {
                    pairs[count++] = 2 * grid.cell(cosines[j]) + (labels[other] == labels[row] ? 0 : 1);
                }
            }
        }

        Tally tally() {
            Arrays.sort(pairs, 0, count);
            int[] cells = Arrays.stream(pairs, 0, count)
                    .map(pair -> pair / 2)
                    .distinct()
                    .toArray();
            long[][] counts = new long[2][cells.length];
            int at = 0;
            for (int i = 0; i < count; i++) {
                at += pairs[i] / 2 == cells[at] ? 0 : 1;
                counts[pairs[i] % 2][at]++;
            }
            return new Tally(cells, counts[0], counts[1]);
        }
    }

    /** How many pairs of one class, and of different classes, have a cosine in each cell. */
    private static final class Histogram implements PairTiles.Visitor {
        private final Grid grid;
        private final int[] labels;
        private final int[] groups;
        /** For each cell both. */
        private final long[] counts;

        Histogram(Grid grid, int[] labels, int[] groups) {
            this.grid = grid;
            this.labels = labels;
            this.groups = groups;
            this.counts = new long[2 * grid.cells()];
        }

        @Override
        public void line(int row, int firstColumn, double[] cosines, int from, int to) {
            for (int j = from; j < to; j++) {
                int other = firstColumn + j;
                int kind = labels[other] == labels[row] ? 0 : 1;
                counts[2 * grid.cell(cosines[j]) + kind] += groups[other] == groups[row] ? 0 : 1;
            }
        }

        static Tally tally(Grid grid, List<Histogram> pieces) {
            int[] cells = occupied(grid, pieces);
            return new Tally(cells, counts(cells, pieces, 0), counts(cells, pieces, 1));
        }

        /** The cells with a pair of either kind, ascending. */
        private static int[] occupied(Grid grid, List<Histogram> pieces) {
            int[] cells = new int[grid.cells()];
            int found = 0;
            for (int cell = 0; cell < cells.length; cell++) {
                for (Histogram piece : pieces) {
                    if ((piece.counts[2 * cell] | piece.counts[2 * cell + 1]) != 0) {
                        cells[found++] = cell;
                        break;
                    }
                }
            }
            return Arrays.copyOf(cells, found);
        }

        /** The counts of one kind in some cells. */
        private static long[] counts(int[] cells, List<Histogram> pieces, int kind) {
            long[] counts = new long[cells.length];
            for (Histogram piece : pieces) {
                for (int i = 0; i < cells.length; i++) {
                    counts[i] += piece.counts[2 * cells[i] + kind];
                }
            }
            return counts;
        }
    }

    /** Equal cells over [-1, 1]. */
    private record Grid(int cells) {
        int cell(double cosine) {
            return Math.max(0, Math.min(cells - 1, (int) ((cosine + 1) / 2 * cells)));
        }
    }

    /**
     * The pairs of one kind.
     *
     * @param cells those in which pairs of any kind have their cosines, ascending
     * @param counts how many of this kind have it in each of them
     * @param below for each of them the share of this kind in lower cells and half of those in it
     * @param total how many there are
     */
    private record Placements(int[] cells, long[] counts, double[] below, double total) {

        static Placements of(int[] cells, long[] counts) {
            double[] below = new double[counts.length];
            long sum = 0;
            for (int i = 0; i < counts.length; i++) {
                below[i] = sum + counts[i] / 2.0;
                sum += counts[i];
            }
            for (int i = 0; i < counts.length && sum > 0; i++) {
                below[i] /= sum;
            }
            return new Placements(cells, counts, below, sum);
        }

        /** The share of them at most so many cells away from one of these. */
        double share(int i, int blur) {
            if (blur == 0) {
                return counts[i] / total;
            }
            int from = Arrays.binarySearch(cells, cells[i] - blur);
            int to = Arrays.binarySearch(cells, cells[i] + blur);
            from = from < 0 ? -from - 1 : from;
            to = to < 0 ? -to - 2 : to;
            return below[to] - below[from] + (counts[to] + counts[from]) / 2.0 / total;
        }
    }
}
