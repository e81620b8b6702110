package io.discern.analysis.neighbors;

import static io.discern.analysis.Golden.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Planted;
import io.discern.analysis.internal.neighbors.Votes;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.ShareIntervals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BankJackknifeTest {
    /** 48 rows of 3 classes on a coarse grid, so that many cosines are equal, in groups of 1 to 12 rows of one class. */
    private static LabeledEmbeddings grid() {
        double[][] x = new double[48][3];
        List<String> labels = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(4);
        for (int row = 0; row < 48; row++) {
            int label = row < 10 ? 0 : row < 26 ? 1 : 2;
            for (int j = 0; j < 3; j++) {
                x[row][j] = random.nextInt(3) + (j == label ? 1 : 0);
            }
            x[row][0] += 1;
            labels.add("c" + label);
            groups.add("c" + label + "g" + (int) Math.sqrt(row));
        }
        return LabeledEmbeddings.of(Planted.array(x), labels).withGroups(groups);
    }

    /** The accuracy without each cluster, a mean over the clusters' strata. */
    private static double[] leftOut(Scheme scheme, int k, Voting voting, Clusters clusters) {
        NearestNeighbors neighbors =
                scheme.neighbors(BankJackknife.depth(k, scheme.queries().groupIndices()));
        int classes = scheme.classes().size();
        Votes votes = Votes.of(neighbors, k, voting, scheme.truth(), scheme.truth(), classes);
        boolean balanced = clusters.byStratum().length > 1;
        double value =
                balanced ? votes.confusion().balanced() : votes.confusion().micro();
        double[] changes = new BankJackknife(neighbors, k, voting, votes, scheme.truth())
                .of(Influence.ofStrataMean(votes, clusters), clusters)
                .changes();
        return Arrays.stream(changes).map(change -> value + change).toArray();
    }

    @Test
    void accuraciesWithoutEachGroupAreThoseOfTheDataWithoutIt() {
        LabeledEmbeddings data = grid();
        int[] groups = data.groupIndices();
        Clusters micro = Clusters.of(new int[48], groups);
        Clusters balanced = Clusters.of(data.classIndices(), groups);
        List<Voting> votings = List.of(Voting.MAJORITY, Voting.weighted(0.07));
        KnnAccuracy metric = KnnAccuracy.of(1, 4, 9).withVotings(votings.toArray(Voting[]::new));
        List<double[]> leftOut = new ArrayList<>();
        for (Scheme scheme : List.of(Scheme.leaveOneOut(data), Scheme.leaveGroupOut(data))) {
            for (Voting voting : votings) {
                for (int k : new int[] {1, 4, 9}) {
                    leftOut.add(leftOut(scheme, k, voting, micro));
                    leftOut.add(leftOut(scheme, k, voting, balanced));
                }
            }
        }
        for (int cluster = 0; cluster < micro.count(); cluster++) {
            int without = groups[micro.row(cluster, 0)];
            int[] rest =
                    IntStream.range(0, 48).filter(row -> groups[row] != without).toArray();
            List<MetricResult> expected = metric.measure(data.select(rest), 1);
            assertThat(expected).hasSize(leftOut.size());
            for (int i = 0; i < expected.size(); i++) {
                assertThat(leftOut.get(i)[cluster])
                        .as(expected.get(i).variant() + " without group " + without)
                        .isCloseTo(expected.get(i).value().orElseThrow(), within(1e-12));
            }
        }
    }

    /** Scores are no means: leaving one of 60 groups out in earnest differs from the derivatives by the curvature only. */
    @Test
    void otherScoresWithoutEachGroupAreNearlyThoseOfTheDataWithoutIt() {
        int rows = 240;
        LabeledEmbeddings data = LabeledEmbeddings.of(
                        Planted.array(Planted.classes(rows, 4, 3, 1.5, 8)), Planted.labels(rows, 3))
                .withGroups(IntStream.range(0, rows)
                        .mapToObj(row -> "g" + row / 12 + row % 3)
                        .toList());
        int[] groups = data.groupIndices();
        Clusters clusters = Clusters.of(data.classIndices(), groups);
        List<Score> scores = new ArrayList<>(List.of(Score.MACRO_F1, Score.MCC, Score.AUROC));
        scores.addAll(Score.ofClass(1, "c1"));
        Scheme scheme = Scheme.leaveOneOut(data);
        NearestNeighbors neighbors = scheme.neighbors(BankJackknife.depth(5, groups));
        Votes votes = Votes.of(neighbors, 5, Voting.MAJORITY, scheme.truth(), scheme.truth(), 3);
        BankJackknife jackknife = new BankJackknife(neighbors, 5, Voting.MAJORITY, votes, scheme.truth());
        List<Votes> without = IntStream.range(0, clusters.count())
                .mapToObj(cluster -> withoutCluster(data, clusters, cluster))
                .toList();
        for (Score score : scores) {
            double value = new ScoredVotes(votes, List.of(score)).values()[0].orElseThrow();
            Influence influence = score == Score.AUROC ? Influence.ofAreas(votes) : Influence.ofCounts(score, votes);
            assertThat(Arrays.stream(influence.ofAll(votes)).sum())
                    .as(score.name())
                    .isCloseTo(0, within(1e-6));
            double[] changes = jackknife.of(influence, clusters).changes();
            double error = 0;
            double moved = 0;
            for (int cluster = 0; cluster < clusters.count(); cluster++) {
                double expected = new ScoredVotes(without.get(cluster), List.of(score)).values()[0].orElseThrow();
                error += Math.pow(value + changes[cluster] - expected, 2);
                moved += Math.pow(value - expected, 2);
            }
            assertThat(error).as(score.name()).isLessThan(moved / 4);
        }
    }

    private static Votes withoutCluster(LabeledEmbeddings data, Clusters clusters, int cluster) {
        Scheme left = Scheme.leaveOneOut(data.select(IntStream.range(0, data.rows())
                .filter(row -> clusters.of(row) != cluster)
                .toArray()));
        return Votes.of(
                left.neighbors(5),
                5,
                Voting.MAJORITY,
                left.truth(),
                left.truth(),
                data.classes().size());
    }

    @Test
    void priorCorrectedVotesKeepTheClassSizes() {
        LabeledEmbeddings data = grid();
        Clusters rows = Clusters.of(new int[48], IntStream.range(0, 48).toArray());
        Scheme scheme = Scheme.leaveOneOut(data);
        double[] leftOut = leftOut(scheme, 5, Voting.PRIOR_CORRECTED, rows);
        int[] sizes = {10, 16, 22};
        NearestNeighbors all = scheme.neighbors(47);
        for (int without = 0; without < 48; without++) {
            int right = 0;
            for (int row = 0; row < 48; row++) {
                int query = row;
                int left = without;
                int[] votes = new int[3];
                IntStream.range(0, 47)
                        .map(rank -> all.row(query, rank))
                        .filter(other -> other != left)
                        .limit(5)
                        .forEach(other -> votes[scheme.truth()[other]]++);
                int winner = 0;
                for (int label = 1; label < 3; label++) {
                    winner = votes[label] * sizes[winner] > votes[winner] * sizes[label] ? label : winner;
                }
                right += row != without && winner == scheme.truth()[row] ? 1 : 0;
            }
            assertThat(leftOut[without]).isCloseTo(right / 47.0, within(1e-12));
        }
    }

    @Test
    void whereAllAreRightTheIntervalIsWilsons() {
        double[][] x = Planted.classes(40, 4, 2, 50, 1);
        LabeledEmbeddings data = LabeledEmbeddings.of(Planted.array(x), Planted.labels(40, 2));
        MetricResult micro = variant(KnnAccuracy.of(3).measure(data, 1), "loo,k=3,micro");
        // Student's quantile with 38 degrees of freedom.
        Interval expected = Interval.wilson(1, 40, 2.0243941639119694);
        assertThat(micro.ciLow().orElseThrow()).isCloseTo(expected.low(), within(1e-12));
        assertThat(micro.ciHigh()).hasValue(1);
    }

    @Test
    void intervalsEqualNumPyWhichLeavesEveryClusterOutInEarnest() {
        JsonNode expected = Golden.json("neighbors/intervals.json");
        List<MetricResult> results = KnnAccuracy.of(5)
                .withScores(Score.MICRO, Score.BALANCED, Score.MACRO_F1)
                .measure(NeighborsGolden.pairs(), 1);
        expected.fieldNames().forEachRemaining(name -> {
            double[] ends = Golden.doubles(expected.get(name));
            assertThat(variant(results, name).ciLow().orElseThrow()).as(name).isCloseTo(ends[0], within(1e-9));
            assertThat(variant(results, name).ciHigh().orElseThrow()).as(name).isCloseTo(ends[1], within(1e-9));
        });
    }

    @Test
    void whereAllAreRightButNotWithoutEveryGroupTheIntervalIsWilsonsToo() {
        double[] right = IntStream.range(0, 40).mapToDouble(row -> 1).toArray();
        Clusters rows = Clusters.of(new int[40], IntStream.range(0, 40).toArray());
        assertThat(ShareIntervals.strataMean(right, rows, 0.01)).isEqualTo(ShareIntervals.strataMean(right, rows, 0));
    }

    @Test
    void groupsTooLargeToLeaveOutAreSaidToKeepTheVoters() {
        assertThat(BankJackknife.tooDeep(20, new int[5000])).isEmpty();
        assertThat(BankJackknife.tooDeep(20, new int[6000])).contains("the largest group, 6000 rows, is too large");
        assertThat(BankJackknife.tooDeep(20, IntStream.range(0, 1000000).toArray()))
                .isEmpty();
    }

    /** 3 classes of 12 groups of 1 to 3 rows that share half of the variance; or of 25 rows. */
    private static LabeledEmbeddings draw(boolean grouped, SplittableRandom random) {
        List<double[]> x = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (int group = 0; group < (grouped ? 36 : 75); group++) {
            double[] shared =
                    random.doubles(4).map(u -> Planted.gaussian(random)).toArray();
            for (int i = 0; i <= (grouped ? group / 3 % 3 : 0); i++) {
                double[] row = new double[4];
                for (int j = 0; j < 4; j++) {
                    double own = Planted.gaussian(random);
                    row[j] = (grouped ? (shared[j] + own) / Math.sqrt(2) : own) + (j == group % 3 ? 1.5 : 0);
                }
                x.add(row);
                labels.add("c" + group % 3);
                groups.add("g" + group);
            }
        }
        return LabeledEmbeddings.of(Planted.array(x.toArray(double[][]::new)), labels)
                .withGroups(groups);
    }

    @Test
    void intervalsCoverTheAccuracyOfOtherDataSetsToo() {
        int runs = 150;
        // Three binomial errors around coverages from 0.94 to 0.98.
        double error = 3 * Math.sqrt(0.95 * 0.05 / runs);
        for (boolean grouped : new boolean[] {false, true}) {
            Interval[] intervals = new Interval[runs];
            double truth = 0;
            SplittableRandom[] random = Bootstrap.streams(5, runs);
            for (int run = 0; run < runs; run++) {
                try (LabeledEmbeddings data = draw(grouped, random[run])) {
                    Scheme scheme = Scheme.leaveGroupOut(data);
                    NearestNeighbors near = scheme.neighbors(BankJackknife.depth(5, data.groupIndices()));
                    Votes votes = Votes.of(near, 5, Voting.MAJORITY, scheme.truth(), scheme.truth(), 3);
                    intervals[run] = new ScoredVotes(votes, List.of(Score.MICRO))
                            .spreads(
                                    data.groupIndices(),
                                    data.groups(),
                                    Optional.of(new BankJackknife(near, 5, Voting.MAJORITY, votes, scheme.truth())))
                            .get(0)
                            .orElseThrow()
                            .interval()
                            .orElseThrow();
                    truth += votes.confusion().micro() / runs;
                }
            }
            double mean = truth;
            double covered = IntStream.range(0, runs)
                            .filter(run -> intervals[run].low() <= mean && mean <= intervals[run].high())
                            .count()
                    / (double) runs;
            assertThat(covered).as("grouped " + grouped).isBetween(0.94 - error, Math.min(1, 0.98 + error));
        }
    }
}
