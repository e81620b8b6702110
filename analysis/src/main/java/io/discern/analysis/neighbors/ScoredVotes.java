package io.discern.analysis.neighbors;

import io.discern.analysis.internal.neighbors.Votes;
import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.internal.stats.MacroF1;
import io.discern.analysis.internal.stats.SmoothScore;
import io.discern.analysis.internal.stats.TrainedJackknife;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Influences;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.ShareIntervals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Scores of one election: their values, their intervals and what they are when the labels of the bank are dealt at random. */
final class ScoredVotes {
    private final Votes votes;
    private final List<Score> scores;

    ScoredVotes(Votes votes, List<Score> scores) {
        this.votes = votes;
        this.scores = scores;
    }

    OptionalDouble[] values() {
        Score.Outcomes outcomes = new Score.Outcomes(votes.confusion(), () -> ShareRanks.macroArea(votes));
        return scores.stream().map(score -> score.of().apply(outcomes)).toArray(OptionalDouble[]::new);
    }

    /** How sure a score is: its interval and how it moves without each group. */
    record Spread(Optional<Interval> interval, Influences influences) {}

    /**
     * Intervals: {@linkplain ShareIntervals Wilson's}, by the variance of the rows' outcomes within
     * classes and, where there is a jackknife of the bank, by that of rows and voters if it is larger.
     *
     * @param groups the group of each query, by number
     * @param names the same by name
     * @return one for each score; empty where nothing can be resampled, without interval where a class has {@linkplain
     *     Clusters#few() too few} groups
     */
    List<Optional<Spread>> spreads(int[] groups, List<String> names, Optional<BankJackknife> bank) {
        Clusters clusters = Clusters.of(votes.truth(), groups);
        OptionalDouble[] values = values();
        int[] measured = IntStream.range(0, values.length)
                .filter(i -> values[i].isPresent() && clusters.resamplable())
                .toArray();
        List<Influence> influences = IntStream.of(measured)
                .mapToObj(i -> influence(scores.get(i), clusters))
                .toList();
        List<TrainedJackknife> jackknives =
                bank.map(jackknife -> jackknife.of(influences, clusters)).orElse(List.of());
        List<Optional<Spread>> spreads = new ArrayList<>(Collections.nCopies(values.length, Optional.empty()));
        for (int place = 0; place < measured.length; place++) {
            int i = measured[place];
            Optional<TrainedJackknife> varying =
                    jackknives.isEmpty() ? Optional.empty() : Optional.of(jackknives.get(place));
            spreads.set(
                    i,
                    Optional.of(spread(
                            scores.get(i), values[i].getAsDouble(), influences.get(place), clusters, names, varying)));
        }
        return spreads;
    }

    private Spread spread(
            Score score,
            double value,
            Influence influence,
            Clusters clusters,
            List<String> names,
            Optional<TrainedJackknife> varying) {
        double[] ofRows = influence.ofAll(votes);
        Influences fixed = Influences.ofRows(ofRows, clusters, names);
        double variance = varying.map(TrainedJackknife::variance).orElse(0.0);
        double whole = Math.max(variance, fixed.spread().orElseThrow().variance());
        return new Spread(
                interval(score, value, ofRows, clusters, variance),
                varying.map(jackknife -> jackknife.influences(whole, names)).orElse(fixed));
    }

    private Influence influence(Score score, Clusters clusters) {
        if (score == Score.MICRO) {
            return Influence.ofMean(votes);
        }
        if (score == Score.BALANCED) {
            return Influence.ofStrataMean(votes, clusters);
        }
        return score == Score.AUROC ? Influence.ofAreas(votes) : Influence.ofCounts(score, votes);
    }

    private Optional<Interval> interval(
            Score score, double value, double[] ofRows, Clusters clusters, double variance) {
        if (score == Score.BALANCED) {
            return ShareIntervals.strataMean(votes.correct(), clusters, variance);
        }
        if (score == Score.MACRO_F1) {
            return MacroF1.of(votes.truth(), votes.predicted(), votes.classes()).interval(clusters, variance);
        }
        boolean[] counted = new boolean[votes.queries()];
        for (int query = 0; query < counted.length; query++) {
            counted[query] = score.counts().test(votes.truth(query), votes.predicted(query));
        }
        return new SmoothScore(value, ofRows).interval(clusters, counted, variance, score.least());
    }

    /**
     * Means of the scores over permutations of the bank's labels, whole groups at a time, with the neighbours kept.
     *
     * @return {@code [k][score]}; empty where no permutation has a value
     */
    static OptionalDouble[][] nulls(
            Scheme scheme, NearestNeighbors neighbors, List<Integer> ks, Voting voting, List<Score> scores, long seed) {
        SplittableRandom[] random = Bootstrap.streams(seed, LabelPermutation.REPLICATES);
        OptionalDouble[][][] all = new OptionalDouble[random.length][][];
        int classes = scheme.classes().size();
        Arrays.parallelSetAll(all, replicate -> {
            int[] permuted = scheme.dealt(random[replicate]);
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
