package io.discern.benchmarks;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.overlay.measure.AccuracyDrops;
import io.discern.analysis.internal.overlay.measure.ControlledFlips;
import io.discern.analysis.internal.overlay.measure.OverlayRows;
import io.discern.analysis.internal.overlay.measure.SuiteEvidence;
import io.discern.analysis.internal.overlay.run.AlignedImages;
import io.discern.analysis.internal.overlay.run.ClassVotes;
import io.discern.analysis.overlay.run.Condition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Two encoders of the same images under the same overlays, and how they differ in rates of votes, as studies pair them. Each sees the rows with noise of
 * its own, as large as theirs and the same in every condition; the second is moved by overlays less than the first.
 *
 * @param moved what the second sees of each step, from 0 to 1
 */
record OverlayPair(double moved) {

    /** The differences, of images that stay the caller's. */
    List<MetricResult> differences(SuiteEvidence drawn, long seed) {
        return EncoderPair.differences(rates(drawn, 1, 2 * seed), rates(drawn, moved, 2 * seed + 1));
    }

    private static List<MetricResult> rates(SuiteEvidence drawn, double moved, long seed) {
        try (AlignedImages seen = seen(drawn.images(), moved, seed)) {
            OverlayRows rows = new OverlayRows(seen.clean(), "", seed);
            SuiteEvidence evidence = new SuiteEvidence(
                    seen, drawn.plan(), new ClassVotes(seen, drawn.votes().k()), drawn.words(), seed);
            List.of(new ControlledFlips(), new AccuracyDrops()).forEach(measure -> measure.measure(evidence, rows));
            return rows.results();
        }
    }

    private static AlignedImages seen(AlignedImages images, double moved, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] clean = rows(images.clean());
        double[][] own = new double[clean.length][images.clean().dim()];
        for (double[] row : own) {
            for (int j = 0; j < row.length; j++) {
                row[j] = HeavyRows.student(random);
            }
        }
        Map<Condition, LabeledEmbeddings> shown = new LinkedHashMap<>();
        images.shown().forEach((condition, rows) -> shown.put(condition, seen(clean, rows, moved, own)));
        return new AlignedImages(seen(clean, images.clean(), moved, own), shown, images.named(), 0, 0);
    }

    private static LabeledEmbeddings seen(double[][] clean, LabeledEmbeddings shown, double moved, double[][] own) {
        double[][] rows = rows(shown);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = clean[i][j] + moved * (rows[i][j] - clean[i][j]) + own[i][j];
            }
        }
        return LabeledEmbeddings.of(Nd4j.create(rows), shown.labels()).withGroups(shown.groups());
    }

    private static double[][] rows(LabeledEmbeddings images) {
        double[][] rows = new double[images.rows()][images.dim()];
        for (int i = 0; i < rows.length; i++) {
            images.readRow(i, rows[i]);
        }
        return rows;
    }
}
