package io.discern.analysis.study;

import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.stats.Multiplicity;
import java.util.ArrayList;
import java.util.List;

/** Rows of differences and their p-values, which are adjusted over one family. */
final class Compared {
    private final List<StudyRow> rows = new ArrayList<>();
    private final List<StudyRow> tests = new ArrayList<>();

    void add(StudyRow row) {
        rows.add(row);
        if (row.result().key() instanceof ComparedKey key
                && key.statistic().filter(ComparedKey.Statistic.P::equals).isPresent()
                && row.result().value().isPresent()) {
            tests.add(row);
        }
    }

    /**
     * All rows, with Holm's p-values at the end.
     *
     * @param family what the comparisons are, for the note
     */
    List<StudyRow> adjusted(String family) {
        double[] holm = Multiplicity.holm(tests.stream()
                .mapToDouble(test -> test.result().value().orElseThrow())
                .toArray());
        List<StudyRow> all = new ArrayList<>(rows);
        for (int i = 0; i < holm.length; i++) {
            MetricResult test = tests.get(i).result();
            ComparedKey key = (ComparedKey) test.key();
            all.add(new StudyRow(
                    tests.get(i).encoder(),
                    tests.get(i).dataset(),
                    MetricResult.of(key.with(ComparedKey.Statistic.HOLM), holm[i], test.extent(), test.seed())
                            .withNote("over the " + holm.length + " comparisons " + family)));
        }
        return all;
    }
}
