package io.discern.analysis.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupedStratifiedFoldsTest {

    @Test
    void sharesOfClassesAreAsEvenAsScikitLearns() {
        for (JsonNode golden : Golden.json("probe/folds.json").get("cases")) {
            int[] classes = Golden.ints(golden.get("classes"));
            int[] groups = Golden.ints(golden.get("groups"));
            int count = golden.get("folds").asInt();
            double mean = IntStream.range(0, 20)
                    .mapToDouble(seed -> unevenness(classes, GroupedStratifiedFolds.of(classes, groups, count, seed)))
                    .average()
                    .orElseThrow();
            assertThat(mean)
                    .as(golden.get("name").asText())
                    .isLessThanOrEqualTo(golden.get("sklearn_shuffled").asDouble())
                    .isLessThanOrEqualTo(golden.get("sklearn_unshuffled").asDouble() + 1e-12);
        }
    }

    /** Root mean square, over folds and classes, of the fold's share of the class less 1 / folds. */
    private static double unevenness(int[] classes, GroupedStratifiedFolds folds) {
        int labels = Arrays.stream(classes).max().orElseThrow() + 1;
        int[] all = IntStream.range(0, classes.length).toArray();
        double squares = 0;
        for (int label = 0; label < labels; label++) {
            for (int fold = 0; fold < folds.count(); fold++) {
                double share = (double) rowsOf(classes, label, folds.test(fold)) / rowsOf(classes, label, all);
                squares += Math.pow(share - 1.0 / folds.count(), 2);
            }
        }
        return Math.sqrt(squares / labels / folds.count());
    }

    private static long rowsOf(int[] classes, int label, int[] rows) {
        return Arrays.stream(rows).filter(row -> classes[row] == label).count();
    }

    @Test
    void everyRowIsTestedOnceAndNoGroupIsSplit() {
        JsonNode golden = Golden.json("probe/folds.json").get("cases").get(1);
        int[] classes = Golden.ints(golden.get("classes"));
        int[] groups = Golden.ints(golden.get("groups"));
        GroupedStratifiedFolds folds = GroupedStratifiedFolds.of(classes, groups, 5, 3);
        int[] tested = new int[classes.length];
        for (int fold = 0; fold < 5; fold++) {
            int[] test = folds.test(fold);
            int[] train = folds.train(fold);
            assertThat(test.length + train.length).isEqualTo(classes.length);
            assertThat(Arrays.stream(test).map(row -> groups[row]).toArray())
                    .doesNotContain(Arrays.stream(train).map(row -> groups[row]).toArray());
            Arrays.stream(test).forEach(row -> tested[row]++);
        }
        assertThat(tested).containsOnly(1);
    }

    @Test
    void withoutGroupsCountsOfAClassDifferByAtMostOne() {
        int[] classes = IntStream.range(0, 103)
                .map(row -> row < 80 ? 0 : row < 96 ? 1 : 2)
                .toArray();
        int[] own = IntStream.range(0, 103).toArray();
        GroupedStratifiedFolds folds = GroupedStratifiedFolds.of(classes, own, 5, 4);
        for (int label = 0; label < 3; label++) {
            int of = label;
            long[] counts = IntStream.range(0, 5)
                    .mapToLong(fold -> rowsOf(classes, of, folds.test(fold)))
                    .toArray();
            assertThat(Arrays.stream(counts).max().orElseThrow()
                            - Arrays.stream(counts).min().orElseThrow())
                    .isLessThanOrEqualTo(1);
        }
        assertThat(IntStream.range(0, 5).map(fold -> folds.test(fold).length).toArray())
                .containsOnly(20, 21);
    }

    @Test
    void theSeedDecides() {
        int[] classes = IntStream.range(0, 60).map(row -> row % 3).toArray();
        int[] groups = IntStream.range(0, 60).map(row -> row / 2).toArray();
        assertThat(assignment(classes, groups, 1)).isEqualTo(assignment(classes, groups, 1));
        assertThat(assignment(classes, groups, 2)).isNotEqualTo(assignment(classes, groups, 1));
    }

    private static int[] assignment(int[] classes, int[] groups, long seed) {
        GroupedStratifiedFolds folds = GroupedStratifiedFolds.of(classes, groups, 5, seed);
        return IntStream.range(0, classes.length).map(folds::of).toArray();
    }

    @Test
    void dealtClassesAreUnrelatedToTheOrderOfRows() {
        int[] classes = new int[100];
        int[] own = IntStream.range(0, 100).toArray();
        GroupedStratifiedFolds folds = GroupedStratifiedFolds.of(classes, own, 2, 9);
        // Rows in turn or in halves would give 25 or 0 (50) even rows; a random cut has mean 25 and standard deviation
        // 2.5.
        assertThat(Arrays.stream(folds.test(0)).filter(row -> row < 50).count()).isBetween(15L, 35L);
        assertThat(folds.test(0))
                .isNotEqualTo(IntStream.range(0, 50).map(row -> 2 * row).toArray());
    }

    @Test
    void whatCannotBeCutIsNamed() {
        int[] classes = {0, 0, 0, 1, 1, 1};
        int[] groups = {0, 1, 2, 3, 4, 4};
        assertThat(GroupedStratifiedFolds.reasonAgainst(List.of("nevus", "melanoma"), classes, groups, 3))
                .isEqualTo("class melanoma has 2 groups for 3 folds; expected at least one for each fold");
        assertThat(GroupedStratifiedFolds.reasonAgainst(List.of("nevus", "melanoma"), classes, groups, 2))
                .isEmpty();
        assertThat(GroupedStratifiedFolds.reasonAgainst(List.of("nevus"), new int[6], groups, 2))
                .contains("one class only (nevus)");
        assertThatThrownBy(() -> GroupedStratifiedFolds.of(classes, groups, 6, 1))
                .hasMessageContaining("6 folds of 5 groups");
        assertThatThrownBy(() -> GroupedStratifiedFolds.of(classes, groups, 1, 1))
                .hasMessageContaining("1 folds");
    }

    @Test
    void aClassThatGroupsConfineToOneFoldIsFound() {
        int[] groups = {0, 0, 0, 1, 1, 1};
        assertThat(GroupedStratifiedFolds.of(new int[] {0, 1, 1, 0, 2, 2}, groups, 2, 1)
                        .confinedClass())
                .hasValue(1);
        assertThat(GroupedStratifiedFolds.of(new int[] {0, 1, 1, 0, 1, 1}, groups, 2, 1)
                        .confinedClass())
                .isEmpty();
    }
}
