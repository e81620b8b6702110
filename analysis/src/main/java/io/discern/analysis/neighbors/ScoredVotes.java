package io.discern.analysis.neighbors;

import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.LabelPermutation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Scores of one election: their values, their intervals and what they are when the labels of the bank are dealt at random. */
final class ScoredVotes {
    private final Votes votes;
    private final List<Score> scores;
    private final ShareRanks[] ranks;

    ScoredVotes(Votes votes, List<Score> scores) {
        this.votes = votes;
        this.scores = scores;
        this.ranks = scores.contains(Score.AUROC) ? ShareRanks.of(votes) : new ShareRanks[0];
    }

    /** The scores where each query counts so many times. */
    private OptionalDouble[] values(int[] times) {
        Score.Outcomes outcomes = new Score.Outcomes(votes.confusion(times), () -> ShareRanks.macroArea(ranks, times));
        return scores.stream().map(score -> score.of().apply(outcomes)).toArray(OptionalDouble[]::new);
    }

    OptionalDouble[] values() {
        int[] once = new int[votes.queries()];
        Arrays.fill(once, 1);
        return values(once);
    }

    /**
     * Intervals. Accuracies are means of what each row gets: by the jackknife of the bank where there is one, else by the
     * bootstrap. Any other score is computed anew from the resampled rows, whole groups drawn within classes.
     *
     * @return one for each score; empty where nothing can be resampled or some resample has no value
     */
    List<Optional<Interval>> intervals(int[] groups, Optional<BankJackknife> bank, long seed) {
        Clusters clusters = Clusters.of(
                IntStream.range(0, votes.queries()).map(votes::truth).toArray(), groups);
        double[][] correct = {votes.correct()};
        OptionalDouble[][] resampled = new OptionalDouble[Bootstrap.REPLICATES][];
        if (clusters.resamplable()
                && scores.stream().anyMatch(score -> score != Score.MICRO && score != Score.BALANCED)) {
            SplittableRandom[] random = Bootstrap.streams(seed, resampled.length);
            int[][] strata = clusters.byStratum();
            Arrays.parallelSetAll(resampled, replicate -> values(draw(clusters, strata, random[replicate])));
        }
        return IntStream.range(0, scores.size())
                .mapToObj(i -> {
                    Score score = scores.get(i);
                    if (score == Score.MICRO) {
                        return accuracy(correct, Clusters.of(new int[groups.length], groups), bank, seed);
                    }
                    if (score == Score.BALANCED) {
                        return accuracy(correct, clusters, bank, seed);
                    }
                    return clusters.resamplable() ? percentile(resampled, i) : Optional.<Interval>empty();
                })
                .toList();
    }

    private static Optional<Interval> accuracy(
            double[][] correct, Clusters clusters, Optional<BankJackknife> bank, long seed) {
        return bank.isPresent()
                ? bank.get().interval(clusters)
                : Bootstrap.seeded(seed).strataMeans(correct, clusters).map(all -> all.get(0));
    }

    private static Optional<Interval> percentile(OptionalDouble[][] resampled, int score) {
        double[] values = Arrays.stream(resampled)
                .map(replicate -> replicate[score])
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        return values.length < resampled.length ? Optional.empty() : Optional.of(Interval.percentile(values));
    }

    /** How often each row is drawn when each class draws as many of its clusters as it has. */
    private static int[] draw(Clusters clusters, int[][] strata, SplittableRandom random) {
        int[] times = new int[clusters.rows()];
        for (int[] members : strata) {
            for (int draw = 0; draw < members.length; draw++) {
                int cluster = members[random.nextInt(members.length)];
                for (int i = 0; i < clusters.size(cluster); i++) {
                    times[clusters.row(cluster, i)]++;
                }
            }
        }
        return times;
    }

    /**
     * Means of the scores over permutations of the bank's labels, whole groups at a time, with the neighbours kept.
     *
     * @return {@code [k][score]}; empty where no permutation has a value
     */
    static OptionalDouble[][] nulls(
            Scheme scheme, NearestNeighbors neighbors, List<Integer> ks, Voting voting, List<Score> scores, long seed) {
        Clusters clusters = Clusters.of(scheme.bankLabels(), scheme.bank().groupIndices());
        SplittableRandom[] random = Bootstrap.streams(seed, LabelPermutation.REPLICATES);
        OptionalDouble[][][] all = new OptionalDouble[random.length][][];
        int classes = scheme.classes().size();
        Arrays.parallelSetAll(all, replicate -> {
            int[] permuted = LabelPermutation.ofRows(clusters, random[replicate]);
            int[] truth = scheme.searchesItself() ? permuted : scheme.truth();
            return ks.stream()
                    .map(k ->
                            new ScoredVotes(Votes.of(neighbors, k, voting, truth, permuted, classes), scores).values())
                    .toArray(OptionalDouble[][]::new);
        });
        OptionalDouble[][] means = new OptionalDouble[ks.size()][scores.size()];
        for (int k = 0; k < means.length; k++) {
            for (int score = 0; score < scores.size(); score++) {
                int place = k;
                int which = score;
                means[k][score] = Arrays.stream(all)
                        .map(replicate -> replicate[place][which])
                        .flatMapToDouble(OptionalDouble::stream)
                        .average();
            }
        }
        return means;
    }
}
