package io.discern.analysis.study;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.neighbors.Votes;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.neighbors.Voting;
import io.discern.analysis.zeroshot.Ensembling;
import io.discern.analysis.zeroshot.PromptEmbeddings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads every image of an encoder and a data set; rows without direction are not read, nor those that fewer than k images may vote on. */
final class ImageReadings {
    private final String encoder;
    private final String dataset;
    private final LabeledEmbeddings data;
    private final int[] read;
    private final int[] voting;

    /** Of the test rows by the training rows where there are both, else of every row by those of other groups. */
    ImageReadings(String encoder, String dataset, LabeledEmbeddings data) {
        this.encoder = encoder;
        this.dataset = dataset;
        this.data = data;
        boolean protocol = data.trainAndTest();
        int[] all = IntStream.range(0, data.rows()).toArray();
        this.read = directed(protocol ? data.rowsOf(LabeledEmbeddings.TEST) : all);
        this.voting = directed(protocol ? data.rowsOf(LabeledEmbeddings.TRAIN) : all);
    }

    private int[] directed(int[] rows) {
        Set<Integer> zero = new HashSet<>();
        Arrays.stream(data.zeroRows()).forEach(zero::add);
        return Arrays.stream(rows).filter(row -> !zero.contains(row)).toArray();
    }

    private int[] groups(int[] rows) {
        int[] groups = data.groupIndices();
        return Arrays.stream(rows).map(row -> groups[row]).toArray();
    }

    private int[] labels(int[] rows) {
        int[] labels = data.classIndices();
        return Arrays.stream(rows).map(row -> labels[row]).toArray();
    }

    /** By the nearest images. */
    List<ImageReading> byNeighbours() {
        List<ImageReading> readings = new ArrayList<>();
        if (read.length == 0
                || NearestNeighbors.fewestCandidates(groups(read), groups(voting)) < ImageReading.K
                || data.classes().size() < 2) {
            return readings;
        }
        try (LabeledEmbeddings queries = data.select(read);
                LabeledEmbeddings bank = data.select(voting)) {
            NearestNeighbors near = NearestNeighbors.find(queries, groups(read), bank, groups(voting), ImageReading.K);
            int classes = data.classes().size();
            Votes votes = Votes.of(near, ImageReading.K, Voting.MAJORITY, labels(read), labels(voting), classes);
            for (int query = 0; query < read.length; query++) {
                int of = query;
                double[] shares = IntStream.range(0, classes)
                        .mapToDouble(label -> votes.share(of, label))
                        .toArray();
                List<ImageReading.Neighbour> nearest = IntStream.range(0, near.found(query))
                        .mapToObj(rank -> new ImageReading.Neighbour(
                                data.ids().get(voting[near.row(of, rank)]), near.similarity(of, rank)))
                        .toList();
                readings.add(reading(
                        read[query], ImageReading.NEIGHBOURS, data.classes(), votes.predicted(query), shares, nearest));
            }
        }
        return readings;
    }

    /** By the prompts of the classes; images of classes without prompts are not read. */
    List<ImageReading> byTexts(PromptEmbeddings prompts) {
        List<String> classes = prompts.classes();
        double[][] directions = classes.stream()
                .map(name -> Ensembling.NORMALIZE_THEN_MEAN.direction(prompts.ofClass(name)))
                .toArray(double[][]::new);
        List<ImageReading> readings = new ArrayList<>();
        double[] values = new double[data.dim()];
        for (int row : read) {
            if (!classes.contains(data.labels().get(row))) {
                continue;
            }
            data.readRow(row, values);
            double length = data.norm(row);
            double[] cosines = Arrays.stream(directions)
                    .mapToDouble(direction -> IntStream.range(0, values.length)
                                    .mapToDouble(i -> direction[i] * values[i])
                                    .sum()
                            / length)
                    .toArray();
            int best = IntStream.range(0, cosines.length)
                    .reduce((a, b) -> cosines[b] > cosines[a] ? b : a)
                    .orElseThrow();
            readings.add(reading(row, ImageReading.TEXTS, classes, best, cosines, List.of()));
        }
        return readings;
    }

    private ImageReading reading(
            int row,
            String reader,
            List<String> classes,
            int predicted,
            double[] scores,
            List<ImageReading.Neighbour> nearest) {
        String label = data.labels().get(row);
        int own = classes.indexOf(label);
        double other = IntStream.range(0, scores.length)
                .filter(each -> each != own)
                .mapToDouble(each -> scores[each])
                .max()
                .orElseThrow();
        return new ImageReading(
                encoder,
                dataset,
                new ImageReading.Image(
                        data.ids().get(row),
                        label,
                        data.groups().get(row),
                        data.splits().get(row)),
                reader,
                classes.get(predicted),
                scores[own] - other,
                nearest);
    }
}
