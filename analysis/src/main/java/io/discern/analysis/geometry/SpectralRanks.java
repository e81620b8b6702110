package io.discern.analysis.geometry;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.internal.linalg.Spectrum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many directions a cloud fills, by several counts; labels play no part.
 *
 * <p>With {@code p_k = s_k / sum s} of the singular values s of the rows, not centred: {@code effective-rank = exp(-sum p log
 * p)} (Roy and Vetterli 2007) and {@code rankme} the same with {@code p_k + 1e-7}, the constant being part of its published
 * definition (Garrido et al. 2023, eq. 1). With {@code q_k = l_k / sum l} of the eigenvalues l of the covariance: {@code
 * entropy-rank = exp(-sum q log q)}; {@code participation-ratio = (sum l)^2 / sum l^2}; {@code id95}, the least number of
 * components that hold 95 % of the variance. All from 1 to min(n, d) (rankme slightly above): <b>compare encoders at equal
 * n</b>. {@code alpha-req} is {@linkplain PowerLaw the decay} of the eigenvalues.
 *
 * <p><b>Interval, null value.</b> None: a resample has fewer distinct rows, and with them a lower rank.
 *
 * <p>References: Roy and Vetterli, <i>The effective rank</i>, EUSIPCO (2007); Garrido et al., <i>RankMe</i>, ICML (2023); Gao
 * et al., <i>A theory of multineuronal dimensionality</i> (2017), participation ratio.
 */
public final class SpectralRanks implements Metric {
    /** The name of the metrics of shape in results. */
    public static final String NAME = "geometry";

    /** The counts. */
    public enum Key implements ResultKey {
        /** RankMe. */
        RANKME("rankme"),
        /** The effective rank. */
        EFFECTIVE_RANK("effective-rank"),
        /** The entropy rank. */
        ENTROPY_RANK("entropy-rank"),
        /** The participation ratio. */
        PARTICIPATION_RATIO("participation-ratio"),
        /** The components that hold 95 % of the variance. */
        ID95("id95"),
        /** The decay of the eigenvalues. */
        ALPHA_REQ("alpha-req");

        private final String variant;

        Key(String variant) {
            this.variant = variant;
        }

        @Override
        public String metric() {
            return NAME;
        }

        @Override
        public String variant() {
            return variant;
        }
    }

    private static final List<Key> OF_ROWS = List.of(Key.RANKME, Key.EFFECTIVE_RANK);
    private static final List<Key> OF_SPREAD =
            List.of(Key.ENTROPY_RANK, Key.PARTICIPATION_RATIO, Key.ID95, Key.ALPHA_REQ);
    private static final double RANKME_CONSTANT = 1e-7;

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        Spectrum spectrum = Spectrum.of(data);
        double[] variances = spectrum.variances();
        double[] singular = spectrum.singularValues();
        double sum = Arrays.stream(singular).sum();
        double total = Arrays.stream(variances).sum();
        String limit = "at most min(n, d) = " + variances.length;
        List<MetricResult> results = new ArrayList<>();
        if (sum == 0) {
            results.addAll(Directions.absent(OF_ROWS, "all rows are zero", data, seed));
        } else {
            results.add(MetricResult.of(Key.RANKME, entropyRank(singular, sum, RANKME_CONSTANT), data, seed)
                    .withNote(limit));
            results.add(MetricResult.of(Key.EFFECTIVE_RANK, entropyRank(singular, sum, 0), data, seed)
                    .withNote(limit));
        }
        if (total == 0) {
            results.addAll(Directions.absent(OF_SPREAD, "all rows are equal", data, seed));
            return results;
        }
        double squares = Arrays.stream(variances).map(v -> v * v).sum();
        results.add(MetricResult.of(Key.ENTROPY_RANK, entropyRank(variances, total, 0), data, seed)
                .withNote(limit));
        results.add(MetricResult.of(Key.PARTICIPATION_RATIO, total * total / squares, data, seed)
                .withNote(limit));
        results.add(MetricResult.of(Key.ID95, componentsFor(0.95, variances, total), data, seed)
                .withNote(limit));
        results.add(PowerLaw.fit(variances)
                .map(law -> MetricResult.of(Key.ALPHA_REQ, law.exponent(), data, seed)
                        .withNote(law.toString()))
                .orElseGet(() -> MetricResult.absent(Key.ALPHA_REQ, PowerLaw.TOO_FEW, data, seed)));
        return results.stream()
                .map(result -> result.withoutInterval("bounded by n and biased in it"))
                .toList();
    }

    /** The exponential of the entropy of the shares. */
    private static double entropyRank(double[] values, double total, double constant) {
        double entropy = 0;
        for (double value : values) {
            double p = value / total + constant;
            entropy -= p > 0 ? p * Math.log(p) : 0;
        }
        return Math.exp(entropy);
    }

    private static int componentsFor(double share, double[] variances, double total) {
        double held = 0;
        int components = 0;
        while (components < variances.length && held < share * total) {
            held += variances[components++];
        }
        return components;
    }
}
