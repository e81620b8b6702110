package io.discern.analysis.fisher;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.stats.LabelPermutation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The Hotelling-Lawley trace: between-class scatter measured in units of within-class scatter, direction by direction.
 *
 * <p>{@code hotelling-lawley = tr(S*^-1 S_B)} with {@code S* = (1 - g) S_W + g (tr S_W / d) I}, in [0, inf): the sum over at
 * most C - 1 directions of between-class over within-class scatter. {@code shrinkage=0} is the classical trace, unchanged by
 * any invertible linear map; with shrinkage it is unchanged by rotation and scaling. By Cholesky factorisation; where n is
 * below d, in the space that the rows span. Two variants stand beside each other: on the rows that S_W came from, which is
 * <b>strongly optimistic as d nears n</b>, and {@linkplain HeldOutScatter cross-validated}, {@code ,cv=5}.
 *
 * <p><b>Interval.</b> None: an interval about a value that is optimistic, and the more so the fewer groups there are for d,
 * says nothing of the population. <b>Null value.</b> The mean over permutations of the
 * (group) labels, within folds where cross-validated. A class with one row takes part, but not in cross-validation.
 *
 * <p>References: Hotelling, <i>A generalized T test and measure of multivariate dispersion</i>, Proc. Second Berkeley Symposium
 * (1951) 23-41; Lawley, Biometrika 30 (1938) 180-187; Ledoit and Wolf, <i>A well-conditioned estimator for large-dimensional
 * covariance matrices</i>, J. Multivariate Analysis 88 (2004) 365-411; Chen et al., <i>Shrinkage algorithms for MMSE covariance
 * estimation</i>, IEEE Trans. Signal Processing 58 (2010) 5016-5029.
 */
public final class HotellingLawley implements Metric {
    private static final int FOLDS = 5;

    /**
     * A trace.
     *
     * @param shrinkage the {@linkplain Shrinkage#name() name} of the shrinkage
     * @param cv the number of folds where it is cross-validated
     */
    public record Key(String shrinkage, Optional<Integer> cv) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM =
                KeyForm.of(Key.class, TraceRatio.NAME, "hotelling-lawley,shrinkage={shrinkage}[,cv={cv}]");

        /** On the rows that the scatter came from. */
        public static Key inSample(Shrinkage shrinkage) {
            return new Key(shrinkage.name(), Optional.empty());
        }

        /** Cross-validated, in five folds. */
        public static Key heldOut(Shrinkage shrinkage) {
            return new Key(shrinkage.name(), Optional.of(FOLDS));
        }

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    private final List<Shrinkage> shrinkages;

    private HotellingLawley(List<Shrinkage> shrinkages) {
        this.shrinkages = shrinkages;
    }

    /** With an intensity of 0.1, Ledoit and Wolf's, and OAS. */
    public static HotellingLawley standard() {
        return of(Shrinkage.fixed(0.1), Shrinkage.LEDOIT_WOLF, Shrinkage.OAS);
    }

    /** With the given shrinkages, at least one. */
    public static HotellingLawley of(Shrinkage... shrinkages) {
        if (shrinkages.length == 0) {
            throw new IllegalArgumentException("0 shrinkages; expected at least one");
        }
        return new HotellingLawley(List.of(shrinkages));
    }

    /**
     * The value alone, without interval and null value.
     *
     * @return empty if the classes have no scatter or S* is singular
     */
    public static OptionalDouble value(LabeledEmbeddings data, Shrinkage shrinkage) {
        if (!Scatter.reasonAgainst(data).isEmpty()) {
            return OptionalDouble.empty();
        }
        try (ClassScatter scatter = new ClassScatter(
                Coordinates.of(data), data.classIndices(), data.classes().size())) {
            return scatter.solve(shrinkage.of(scatter))
                    .map(solved -> OptionalDouble.of(trace(scatter.againstBetween(solved))))
                    .orElse(OptionalDouble.empty());
        }
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        String reason = Scatter.reasonAgainst(data);
        if (reason.isEmpty()) {
            reason = Scatter.of(data, false).reasonAgainst();
        }
        List<MetricResult> results = new ArrayList<>();
        if (!reason.isEmpty()) {
            for (Shrinkage shrinkage : shrinkages) {
                results.add(MetricResult.absent(Key.inSample(shrinkage), reason, data, seed));
                results.add(MetricResult.absent(Key.heldOut(shrinkage), reason, data, seed));
            }
            return results;
        }
        Coordinates coordinates = Coordinates.of(data);
        try (ClassScatter scatter = new ClassScatter(
                        coordinates, data.classIndices(), data.classes().size());
                PermutedTraces permuted = new PermutedTraces(coordinates, data, seed)) {
            for (Shrinkage shrinkage : shrinkages) {
                results.add(inSample(shrinkage, scatter, permuted, data, seed));
                results.add(HeldOutScatter.measure(Key.heldOut(shrinkage), shrinkage, FOLDS, coordinates, data, seed));
            }
        }
        return results;
    }

    private static MetricResult inSample(
            Shrinkage shrinkage, ClassScatter scatter, PermutedTraces permuted, LabeledEmbeddings data, long seed) {
        double intensity = shrinkage.of(scatter);
        Optional<double[][]> solved = scatter.solve(intensity);
        if (solved.isEmpty()) {
            String reason = "the within-class scatter is singular (" + data.rows() + " rows in "
                    + data.classes().size() + " classes, d = " + data.dim() + "); expected shrinkage";
            return MetricResult.absent(Key.inSample(shrinkage), reason, data, seed);
        }
        double value = trace(scatter.againstBetween(solved.get()));
        return MetricResult.of(Key.inSample(shrinkage), value, data, seed)
                .withNull(permuted.mean(intensity))
                .withNote(String.format(
                        Locale.ROOT,
                        "shrinkage %.4g; null: mean of %d permutations",
                        intensity,
                        LabelPermutation.REPLICATES))
                .withoutInterval("the value is optimistic where groups are not many times d");
    }

    private static double trace(double[][] square) {
        double trace = 0;
        for (int k = 0; k < square.length; k++) {
            trace += square[k][k];
        }
        return trace;
    }
}
