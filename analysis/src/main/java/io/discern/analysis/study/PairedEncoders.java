package io.discern.analysis.study;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.between.BetweenMetric;
import io.discern.analysis.between.Cknna;
import io.discern.analysis.between.LinearCka;
import io.discern.analysis.between.MutualKnn;
import io.discern.analysis.between.Procrustes;
import io.discern.analysis.stats.Multiplicity;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Encoders two by two on the images that both encoded: how alike their embeddings are, and whether their accuracies differ by
 * more than chance. The rows carry {@code A vs B} in the place of the encoder.
 */
final class PairedEncoders {
    /** The metric of what compares accuracies. */
    static final String NAME = "paired";

    private static final List<BetweenMetric> BETWEEN =
            List.of(new LinearCka(), MutualKnn.standard(), Cknna.standard(), new Procrustes());

    private final long seed;
    private final List<StudyRow> rows = new ArrayList<>();
    /** Where the p-values of the tests stand among the rows. */
    private final List<Integer> tests = new ArrayList<>();

    private PairedEncoders(long seed) {
        this.seed = seed;
    }

    /** All pairs on all data sets, in the order of the study. */
    static List<StudyRow> compare(List<EncodedImages> encoded, long seed) {
        PairedEncoders pairs = new PairedEncoders(seed);
        for (int i = 0; i < encoded.size(); i++) {
            for (int j = i + 1; j < encoded.size(); j++) {
                if (encoded.get(i).dataset().equals(encoded.get(j).dataset())) {
                    pairs.add(encoded.get(i), encoded.get(j));
                }
            }
        }
        return pairs.adjusted();
    }

    private void add(EncodedImages first, EncodedImages second) {
        String pair = first.encoder() + " vs " + second.encoder();
        LabeledEmbeddings[] both = EncodedImages.common(first, second);
        if (both == null) {
            rows.add(new StudyRow(pair, first.dataset(), MetricResult.absent(
                    NAME, AccuracyDifference.VARIANT, "no image has a direction in both", 0, 0, 0, seed)));
            return;
        }
        try (LabeledEmbeddings a = both[0];
                LabeledEmbeddings b = both[1]) {
            for (BetweenMetric metric : BETWEEN) {
                metric.measure(a, b, seed).forEach(result -> rows.add(new StudyRow(pair, first.dataset(), result)));
            }
            for (MetricResult result : AccuracyDifference.test(a, b, seed)) {
                if (result.variant().equals(AccuracyDifference.P) && result.value().isPresent()) {
                    tests.add(rows.size());
                }
                rows.add(new StudyRow(pair, first.dataset(), result));
            }
        }
    }

    /** The rows, with what the p-values become when all pairs and data sets are looked at together. */
    private List<StudyRow> adjusted() {
        double[] p = tests.stream().mapToDouble(at -> rows.get(at).result().value().orElseThrow()).toArray();
        double[] holm = Multiplicity.holm(p);
        double[] falseDiscovery = Multiplicity.benjaminiHochberg(p);
        String note = "over " + p.length + " comparisons of this study";
        for (int i = 0; i < p.length; i++) {
            StudyRow test = rows.get(tests.get(i));
            rows.add(adjusted(test, "holm", holm[i], note));
            rows.add(adjusted(test, "bh", falseDiscovery[i], note));
        }
        return rows;
    }

    private static StudyRow adjusted(StudyRow test, String method, double p, String note) {
        MetricResult raw = test.result();
        return new StudyRow(test.encoder(), test.dataset(), new MetricResult(
                NAME, raw.variant() + "," + method, OptionalDouble.of(p), OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), raw.n(), raw.dim(), raw.classes(), raw.seed(), note));
    }
}
