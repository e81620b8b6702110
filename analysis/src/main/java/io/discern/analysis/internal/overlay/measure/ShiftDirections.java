package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.internal.overlay.run.UnitVectors;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.measure.ShiftKeys.Direction;
import io.discern.analysis.overlay.measure.ShiftKeys.Trait;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.Jackknife;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Which way the overlay moves embeddings: {@code |mean d_i| / mean |d_i|} for the differences d_i of unit rows, 1 if all move
 * alike; and {@code sum |P d_i|^2 / sum |d_i|^2}, the share of the movement inside the span of the class centroids.
 */
public final class ShiftDirections implements SuiteMeasure {
    /** A centroid whose part outside the others' span is shorter than this share of the longest one adds no direction. */
    private static final double RANK_TOLERANCE = 1e-9;

    /** Where all move alike. */
    private static final double ROUNDING = 0x1p-50;

    private static final int[] NOBODY = {};
    /** With fewer the jackknife misses too often where nearly all move alike. */
    private static final int LEAST_GROUPS = 20;

    private static final String FEW = "fewer than " + LEAST_GROUPS + " groups";

    @Override
    public void measure(SuiteEvidence evidence, OverlayRows rows) {
        List<double[]> basis =
                classDirections(UnitVectors.classMeans(evidence.images().clean()));
        Movement text = Movement.of(evidence, OverlayInk.TEXT, basis);
        Movement box = Movement.of(evidence, OverlayInk.BOX, basis);
        int[] groups = evidence.images().clean().groupIndices();
        consistency(new Direction(false, Trait.DIRECTION_CONSISTENCY), text, groups, box.consistency(), rows);
        consistency(new Direction(true, Trait.DIRECTION_CONSISTENCY), box, groups, OptionalDouble.empty(), rows);
        overlap(new Direction(false, Trait.CLASS_OVERLAP), text, basis, evidence, rows);
        overlap(new Direction(true, Trait.CLASS_OVERLAP), box, basis, evidence, rows);
    }

    private static void consistency(
            Direction key, Movement movement, int[] groups, OptionalDouble control, OverlayRows rows) {
        if (movement.still()) {
            rows.absent(key, Movement.STILL);
        } else {
            boolean enough = Arrays.stream(groups).distinct().count() >= LEAST_GROUPS;
            Optional<Interval> interval =
                    enough ? movement.logOfRest(groups).map(ShiftDirections::consistencies) : Optional.empty();
            rows.statistic(
                    key, movement.consistency().orElseThrow(), interval, enough ? OverlayRows.LOST : FEW, control, "");
        }
    }

    /**
     * From the logarithm of what the squared consistency lacks of 1, about its value less its bias. Near 1 that is less skew than the square, near 0
     * the same.
     */
    private static Interval consistencies(Jackknife logOfRest) {
        Interval ends = logOfRest.correctedInterval();
        return new Interval(consistency(ends.high()), consistency(ends.low()));
    }

    private static double consistency(double logOfRest) {
        return Math.sqrt(Math.max(0, -Math.expm1(logOfRest)));
    }

    private static void overlap(
            Direction key, Movement movement, List<double[]> basis, SuiteEvidence evidence, OverlayRows rows) {
        if (movement.still()) {
            rows.absent(key, Movement.STILL);
        } else if (basis.isEmpty()) {
            rows.absent(key, "the class centroids coincide, so they span nothing");
        } else {
            double chance = (double) basis.size() / evidence.images().clean().dim();
            rows.plain(
                    key,
                    movement.overlap(),
                    OptionalDouble.of(chance),
                    "null: share of dimensions, " + basis.size() + " of "
                            + evidence.images().clean().dim(),
                    "the centroids err in the directions that they span");
        }
    }

    /** An orthonormal basis of the span of {@code mu_c - m} (modified Gram-Schmidt). */
    private static List<double[]> classDirections(double[][] centroids) {
        double[] mean = new double[centroids[0].length];
        for (double[] centroid : centroids) {
            UnitVectors.add(mean, centroid, 1.0 / centroids.length);
        }
        double longest = 0;
        for (double[] centroid : centroids) {
            UnitVectors.add(centroid, mean, -1);
            longest = Math.max(longest, UnitVectors.dot(centroid, centroid));
        }
        List<double[]> basis = new ArrayList<>();
        for (double[] direction : centroids) {
            for (double[] known : basis) {
                UnitVectors.add(direction, known, -UnitVectors.dot(direction, known));
            }
            double squares = UnitVectors.dot(direction, direction);
            if (squares > RANK_TOLERANCE * RANK_TOLERANCE * longest) {
                double[] unit = new double[direction.length];
                UnitVectors.add(unit, direction, 1 / Math.sqrt(squares));
                basis.add(unit);
            }
        }
        return basis;
    }

    /**
     * How each image moved.
     *
     * @param differences of unit rows, overlaid minus clean
     * @param lengths of the differences
     * @param inside the squared lengths of their parts in the class subspace
     * @param sum of the differences
     */
    private record Movement(double[][] differences, double[] lengths, double[] inside, double[] sum) {
        private static final String STILL = "the overlay moves no embedding";

        static Movement of(SuiteEvidence evidence, OverlayInk ink, List<double[]> basis) {
            var images = evidence.images();
            var overlaid = images.in(evidence.plan().wrong(ink));
            double[][] differences = IntStream.range(0, images.count())
                    .mapToObj(row -> UnitVectors.difference(overlaid, images.clean(), row))
                    .toArray(double[][]::new);
            double[] lengths = new double[differences.length];
            double[] inside = new double[differences.length];
            double[] sum = new double[differences[0].length];
            for (int row = 0; row < lengths.length; row++) {
                lengths[row] = Math.sqrt(UnitVectors.dot(differences[row], differences[row]));
                UnitVectors.add(sum, differences[row], 1);
                for (double[] direction : basis) {
                    double along = UnitVectors.dot(differences[row], direction);
                    inside[row] += along * along;
                }
            }
            return new Movement(differences, lengths, inside, sum);
        }

        boolean still() {
            return IntStream.range(0, lengths.length).allMatch(row -> lengths[row] == 0);
        }

        OptionalDouble consistency() {
            return still() ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(squaredConsistency(NOBODY)));
        }

        /** Squares have a bias that the jackknife takes off; their roots do not, where it is all there is. */
        double squaredConsistency(int[] without) {
            double[] rest = sum.clone();
            double length = Arrays.stream(lengths).sum();
            for (int row : without) {
                UnitVectors.add(rest, differences[row], -1);
                length -= lengths[row];
            }
            return UnitVectors.dot(rest, rest) / (length * length);
        }

        double overlap() {
            return Arrays.stream(inside).sum()
                    / Arrays.stream(lengths).map(length -> length * length).sum();
        }

        Optional<Jackknife> logOfRest(int[] groups) {
            return GroupsLeftOut.of(Clusters.of(new int[groups.length], groups), without ->
                            new double[] {Math.log(Math.max(ROUNDING, 1 - squaredConsistency(without)))})
                    .map(statistics -> statistics[0]);
        }
    }
}
