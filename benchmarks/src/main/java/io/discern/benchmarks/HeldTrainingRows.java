package io.discern.benchmarks;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.Score;
import io.discern.analysis.neighbors.Voting;
import io.discern.analysis.probe.LinearProbe;
import io.discern.analysis.retrieval.ClassRetrieval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the schemes of training and test rows say of rows as test rows: the training rows, one draw of a design, are the same for all
 * data sets, as the intervals hold them fixed.
 *
 * @param training the design of the training rows
 */
record HeldTrainingRows(HeavyRows training) implements Metric {
    private static final List<Metric> METRICS = List.of(
            KnnAccuracy.of(5)
                    .withVotings(Voting.MAJORITY)
                    .withScores(Score.MICRO, Score.BALANCED, Score.MACRO_F1, Score.MCC, Score.AUROC)
                    .withScoresOfClasses(),
            ClassRetrieval.standard(),
            LinearProbe.ridge());

    @Override
    public List<MetricResult> measure(LabeledEmbeddings test, long seed) {
        try (LabeledEmbeddings train = training.draw(new SplittableRandom(5));
                LabeledEmbeddings both = together(train, test)) {
            return METRICS.stream()
                    .flatMap(metric -> metric.measure(both, seed).stream())
                    .toList();
        }
    }

    private static LabeledEmbeddings together(LabeledEmbeddings train, LabeledEmbeddings test) {
        double[][] rows = new double[train.rows() + test.rows()][train.dim()];
        for (int row = 0; row < rows.length; row++) {
            if (row < train.rows()) {
                train.readRow(row, rows[row]);
            } else {
                test.readRow(row - train.rows(), rows[row]);
            }
        }
        List<String> splits = new ArrayList<>(Collections.nCopies(train.rows(), LabeledEmbeddings.TRAIN));
        splits.addAll(Collections.nCopies(test.rows(), LabeledEmbeddings.TEST));
        List<String> labels = new ArrayList<>(train.labels());
        labels.addAll(test.labels());
        List<String> groups = new ArrayList<>(
                train.groups().stream().map(group -> "train " + group).toList());
        groups.addAll(test.groups());
        return LabeledEmbeddings.of(Nd4j.create(rows), labels)
                .withGroups(groups)
                .withSplits(splits);
    }
}
