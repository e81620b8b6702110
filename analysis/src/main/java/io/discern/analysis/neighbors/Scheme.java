package io.discern.analysis.neighbors;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.stats.GroupedStratifiedFolds;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.stats.Clusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Who may vote for whom: a query's neighbours are the bank rows of other <i>units</i>. With every row a unit of its own this is
 * leave-one-out, with groups leave-group-out, with folds cross-validation: its out-of-fold predictions are scored together.
 *
 * @param name its part of a variant's name
 * @param queries the rows that are voted on
 * @param queryUnits the unit of each query
 * @param bank the rows that vote
 * @param bankUnits the unit of each bank row
 * @param classes the classes of both, sorted
 */
record Scheme(
        String name,
        LabeledEmbeddings queries,
        int[] queryUnits,
        LabeledEmbeddings bank,
        int[] bankUnits,
        List<String> classes) {
    static final String LEAVE_ONE_OUT = "loo";
    static final String LEAVE_GROUP_OUT = "group-loo";
    static final String TRAIN_TEST = "train-test";
    private static final String FOLDS = "kfold=";

    /** The name of cross-validation. */
    static String ofFolds(int count) {
        return FOLDS + count;
    }

    private static Scheme within(String name, LabeledEmbeddings data, int[] units) {
        return new Scheme(name, data, units, data, units, data.classes());
    }

    static Scheme leaveOneOut(LabeledEmbeddings data) {
        return within(LEAVE_ONE_OUT, data, IntStream.range(0, data.rows()).toArray());
    }

    static Scheme leaveGroupOut(LabeledEmbeddings data) {
        return within(LEAVE_GROUP_OUT, data, data.groupIndices());
    }

    /** Folds that split no group; fewer than there are groups. */
    static Scheme folds(LabeledEmbeddings data, int count, long seed) {
        GroupedStratifiedFolds folds = GroupedStratifiedFolds.of(data.classIndices(), data.groupIndices(), count, seed);
        return within(
                ofFolds(count),
                data,
                IntStream.range(0, data.rows()).map(folds::of).toArray());
    }

    /** Test rows voted on by training rows; those of a test row's own group, by name, are left out. */
    static Scheme trainTest(LabeledEmbeddings train, LabeledEmbeddings test) {
        return trainTest(train, test, train.grouped() || test.grouped());
    }

    /**
     * As above.
     *
     * @param grouped whether a group's name means the same in both; where no group has two rows the names may be mere numbers
     */
    static Scheme trainTest(LabeledEmbeddings train, LabeledEmbeddings test, boolean grouped) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] trainUnits = train.groups().stream()
                .mapToInt(group -> numbers.computeIfAbsent(group, unseen -> numbers.size()))
                .toArray();
        int[] testUnits = test.groups().stream()
                .mapToInt(group -> grouped ? numbers.getOrDefault(group, -1) : -1)
                .toArray();
        List<String> classes = List.copyOf(new TreeSet<>(
                Stream.concat(train.classes().stream(), test.classes().stream()).toList()));
        return new Scheme(TRAIN_TEST, test, testUnits, train, trainUnits, classes);
    }

    NearestNeighbors neighbors(int k) {
        return NearestNeighbors.find(queries, queryUnits, bank, bankUnits, k);
    }

    /** Whether the queries are the bank, so that relabelling the one relabels the other. */
    boolean searchesItself() {
        return queries == bank;
    }

    int[] truth() {
        return labels(queries);
    }

    /**
     * The labels of the bank dealt anew to whole groups; where it is cut into folds, within these.
     *
     * @param random decides
     */
    int[] dealt(SplittableRandom random) {
        int[] groups = bank.groupIndices();
        return name.startsWith(FOLDS)
                ? LabelPermutation.withinParts(bankLabels(), groups, bankUnits, random)
                : LabelPermutation.ofRows(Clusters.of(bankLabels(), groups), random);
    }

    int[] bankLabels() {
        return labels(bank);
    }

    private int[] labels(LabeledEmbeddings rows) {
        int[] places = rows.classes().stream().mapToInt(classes::indexOf).toArray();
        return Arrays.stream(rows.classIndices()).map(label -> places[label]).toArray();
    }

    /** The smallest number of rows that any query may choose its neighbours from. */
    int fewestCandidates() {
        return NearestNeighbors.fewestCandidates(queryUnits, bankUnits);
    }

    /** What a reader should know about the voters. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        long related = Arrays.stream(queryUnits).filter(unit -> unit >= 0).count();
        if (!searchesItself() && related > 0) {
            remarks.add(related + " test rows have training rows of their own group, which did not vote for them");
        }
        long hopeless = hopelessClasses();
        if (hopeless > 0) {
            String single = name.equals(LEAVE_ONE_OUT) ? "row" : name.equals(LEAVE_GROUP_OUT) ? "group" : "fold";
            remarks.add(hopeless + " classes have a single " + single + ", which can never be right");
        }
        return remarks;
    }

    private long hopelessClasses() {
        if (!searchesItself()) {
            return 0;
        }
        return Arrays.stream(Clusters.of(truth(), queryUnits).byStratum())
                .filter(clusters -> clusters.length == 1)
                .count();
    }

    /** Said where k reaches beyond the smallest class: then larger classes win by their size. */
    String remark(int k) {
        int smallest = IntStream.range(0, bank.classes().size())
                .boxed()
                .min((a, b) -> Integer.compare(bank.classCount(a), bank.classCount(b)))
                .orElseThrow();
        int rows = bank.classCount(smallest);
        return k <= rows
                ? ""
                : "k exceeds the smallest class (" + bank.classes().get(smallest) + ", " + rows
                        + " rows): large classes are favoured";
    }
}
