package io.discern.analysis.probe;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.probe.CrossValidation;
import io.discern.analysis.internal.stats.GroupedStratifiedFolds;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rows that a classifier is fitted on, none of the group of a row that it reads, and those that it reads.
 *
 * @param train ascending
 * @param test ascending
 * @param remark how many training rows were left out for their group; empty if none
 */
record TrainTest(int[] train, int[] test, String remark) {
    /** How variants of a protocol's splits are marked. */
    static final String SCHEME = "train-test";

    /** By the splits of a data set that has {@linkplain LabeledEmbeddings#trainAndTest() both}. */
    static TrainTest ofSplits(LabeledEmbeddings data) {
        int[] test = data.rowsOf(LabeledEmbeddings.TEST);
        int[] all = data.rowsOf(LabeledEmbeddings.TRAIN);
        Set<String> testGroups = new HashSet<>();
        for (int row : test) {
            testGroups.add(data.groups().get(row));
        }
        int[] train = Arrays.stream(all)
                .filter(row -> !testGroups.contains(data.groups().get(row)))
                .toArray();
        int leaks = all.length - train.length;
        return new TrainTest(train, test, leaks == 0 ? "" : leaks + " training rows of a test row's group left out");
    }

    /** By folds: each is read once. */
    static List<TrainTest> ofFolds(GroupedStratifiedFolds folds, int count) {
        return IntStream.range(0, count)
                .mapToObj(fold -> new TrainTest(folds.train(fold), folds.test(fold), ""))
                .toList();
    }

    /** Why the training rows cannot teach what the test rows ask; empty if they can. */
    String reasonAgainst(LabeledEmbeddings data) {
        if (train.length == 0) {
            return "every training row has a test row in its group";
        }
        Set<String> known = classes(data, train);
        Set<String> unknown = classes(data, test);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            return "no training row of " + String.join(", ", unknown);
        }
        if (known.size() < 2) {
            return "one training class only (" + String.join("", known) + "); expected at least two";
        }
        return CrossValidation.allEqual(data, train) ? CrossValidation.ALL_EQUAL : "";
    }

    private static Set<String> classes(LabeledEmbeddings data, int[] rows) {
        return Arrays.stream(rows).mapToObj(data.labels()::get).collect(Collectors.toCollection(TreeSet::new));
    }
}
