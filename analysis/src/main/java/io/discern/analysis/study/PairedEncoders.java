package io.discern.analysis.study;

import io.discern.analysis.Extent;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.between.BetweenMetric;
import io.discern.analysis.internal.stats.Multiplicity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Encoders two by two on the images that both encoded: how alike their embeddings are, and whether their accuracies differ by
 * more than chance. The rows carry {@code A vs B} in the place of the encoder.
 */
final class PairedEncoders {
    private final StudyParts parts;
    private final List<BetweenMetric> between;
    private final long seed;
    private final StudyFailures failures;
    private final List<StudyRow> rows = new ArrayList<>();
    /** Those of the rows that hold the p-value of a test. */
    private final List<StudyRow> tests = new ArrayList<>();
    /** An encoder has many partners, and with most of them the same images. */
    private final Map<Answers, boolean[]> right = new HashMap<>();

    /** Which answers: those of one encoder, about the images of that row ids. */
    private record Answers(String encoder, String dataset, List<String> ids) {}

    private PairedEncoders(StudyParts parts, StudyFailures failures) {
        this.parts = parts;
        this.between = parts.between;
        this.seed = parts.seed;
        this.failures = failures;
    }

    /** All pairs on all data sets, in the order of the study. */
    static List<StudyRow> compare(List<EncodedImages> encoded, StudyParts parts, StudyFailures failures) {
        PairedEncoders pairs = new PairedEncoders(parts, failures);
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
        String pair = StudyRow.pair(first.encoder(), second.encoder());
        LabeledEmbeddings[] both = EncodedImages.common(first, second);
        if (both == null) {
            rows.add(new StudyRow(
                    pair,
                    first.dataset(),
                    MetricResult.absent(
                            PairedKey.difference(), "no image has a direction in both", Extent.NONE, seed)));
            return;
        }
        try (LabeledEmbeddings ofFirst = both[0];
                LabeledEmbeddings ofSecond = both[1];
                LabeledEmbeddings a = parts.compared(ofFirst);
                LabeledEmbeddings b = parts.compared(ofSecond)) {
            for (BetweenMetric metric : between) {
                failures.orAbsent(
                                pair,
                                first.dataset(),
                                StudyTime.Stage.COMPARE,
                                metric,
                                metric.headlines(),
                                Extent.of(a),
                                () -> metric.measure(a, b, seed))
                        .forEach(result -> rows.add(new StudyRow(pair, first.dataset(), result)));
            }
            String reason = AccuracyDifference.reasonAgainst(a);
            List<MetricResult> accuracies =
                    reason.isEmpty() ? accuracies(first, a, second, b) : AccuracyDifference.absent(a, reason, seed);
            for (MetricResult result : accuracies) {
                StudyRow row = new StudyRow(pair, first.dataset(), result);
                rows.add(row);
                if (result.key().equals(PairedKey.of(PairedKey.Test.P))
                        && result.value().isPresent()) {
                    tests.add(row);
                }
            }
        }
    }

    private List<MetricResult> accuracies(
            EncodedImages first, LabeledEmbeddings a, EncodedImages second, LabeledEmbeddings b) {
        if (!a.trainAndTest()) {
            return AccuracyDifference.test(a, right(first, a), right(second, b), seed);
        }
        try (LabeledEmbeddings asked = a.select(AccuracyDifference.asked(a))) {
            return AccuracyDifference.test(asked, right(first, a), right(second, b), seed);
        }
    }

    private boolean[] right(EncodedImages encoded, LabeledEmbeddings data) {
        Answers answers = new Answers(encoded.encoder(), encoded.dataset(), data.ids());
        return right.computeIfAbsent(answers, unknown -> AccuracyDifference.right(data));
    }

    /** The rows, with what the p-values become when all pairs and data sets are looked at together. */
    private List<StudyRow> adjusted() {
        double[] p = tests.stream()
                .mapToDouble(test -> test.result().value().orElseThrow())
                .toArray();
        double[] holm = Multiplicity.holm(p);
        double[] falseDiscovery = Multiplicity.benjaminiHochberg(p);
        String note = "over " + p.length + " comparisons of this study";
        for (int i = 0; i < p.length; i++) {
            rows.add(adjusted(tests.get(i), PairedKey.Test.HOLM, holm[i], note));
            rows.add(adjusted(tests.get(i), PairedKey.Test.BH, falseDiscovery[i], note));
        }
        return rows;
    }

    private static StudyRow adjusted(StudyRow test, PairedKey.Test method, double p, String note) {
        MetricResult raw = test.result();
        MetricResult adjusted = MetricResult.of(PairedKey.of(method), p, raw.extent(), raw.seed());
        return new StudyRow(test.encoder(), test.dataset(), adjusted.withNote(note));
    }
}
