package io.discern.analysis.neighbors;

import io.discern.analysis.FormedKey;
import io.discern.analysis.Headline;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.neighbors.Votes;
import io.discern.analysis.internal.rows.ZeroRows;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.ShareIntervals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How well the k nearest other rows, by cosine, vote a row's class.
 *
 * <p>{@code micro = (1/n) sum_i [vote_i = y_i]}; {@code balanced = (1/C) sum_c (1/n_c) sum_{i in c} [vote_i = y_i]}; other
 * {@linkplain Score scores} and {@linkplain Voting votings} on request. With {@code loo} a row's neighbours are all rows but
 * itself; with {@code group-loo}, measured when the data are grouped, all rows of other groups; with {@code kfold} all rows of
 * other folds, which split no group; with {@code train-test}, measured instead of these where there are
 * {@linkplain LabeledEmbeddings#trainAndTest() training and test rows}, all training rows of other groups. Equal similarities go by row, equal votes to
 * the class that sorts first, as in scikit-learn.
 *
 * <p><b>Interval.</b> Wilson's, by a jackknife over groups within classes that are left out as rows and as voters, less what chance flips add
 * to it; balanced accuracy and macro-F1 by the interval of each class ({@link ShareIntervals#ofMean}). Where neighbours are too many, and with
 * {@code train-test}, the voters are held fixed, as {@code ci_note} says: too narrow where others would vote differently.
 *
 * <p><b>Null value.</b> The mean over permutations of the bank's labels, whole groups at a time, with the neighbours kept.
 * Zero rows have no direction: they are excluded and counted in the note.
 *
 * <p>Reference: Cover and Hart, <i>Nearest neighbor pattern classification</i>, IEEE Trans. Inf. Theory 13 (1967) 21-27.
 */
public final class KnnAccuracy implements Metric {
    /** The name of this metric in results. */
    public static final String NAME = "knn";

    /**
     * An accuracy.
     *
     * @param scheme who may vote: {@code loo}, {@code group-loo}, {@code kfold=N} or {@code train-test}
     * @param k how many vote
     * @param voting the {@linkplain Voting#name() name} of the voting; none for the plain majority
     * @param score the {@linkplain Score#name() name} of the score
     */
    public record Key(String scheme, int k, Optional<String> voting, String score) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM = KeyForm.of(
                Key.class,
                NAME,
                "{scheme},k={k}[,{voting}],{score}",
                Map.of(
                        "scheme", "loo|group-loo|kfold=\\d+|train-test",
                        "voting", "vote=[^,]+(?:,T=[0-9.E-]+)?",
                        "score", "[^,=]+|(?:recall|precision|f1),class=.+"));

        /** All other rows vote, by plain majority. */
        public static Key leaveOneOut(int k, Score score) {
            return new Key(Scheme.LEAVE_ONE_OUT, k, Optional.empty(), score.name());
        }

        /** All rows of other groups vote, by plain majority; measured where rows are grouped. */
        public static Key leaveGroupOut(int k, Score score) {
            return new Key(Scheme.LEAVE_GROUP_OUT, k, Optional.empty(), score.name());
        }

        /** All rows of other folds vote, by plain majority. */
        public static Key folds(int folds, int k, Score score) {
            return new Key(Scheme.ofFolds(folds), k, Optional.empty(), score.name());
        }

        /** All training rows vote, by plain majority. */
        public static Key trainTest(int k, Score score) {
            return new Key(Scheme.TRAIN_TEST, k, Optional.empty(), score.name());
        }

        /** The same by another voting. */
        public Key with(Voting voting) {
            return new Key(scheme, k, Optional.of(voting.name()).filter(name -> !name.isEmpty()), score);
        }

        private Key with(Score other) {
            return new Key(scheme, k, voting, other.name());
        }

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    private static final int USUAL_K = 5;

    private final List<Integer> ks;
    private final List<Voting> votings;
    private final List<Score> scores;
    private final boolean ofClasses;
    private final int folds;

    private KnnAccuracy(List<Integer> ks, List<Voting> votings, List<Score> scores, boolean ofClasses, int folds) {
        this.ks = ks;
        this.votings = votings;
        this.scores = scores;
        this.ofClasses = ofClasses;
        this.folds = folds;
    }

    /** With k = 1, 5, 10, 20; majority votes, micro and balanced accuracy. */
    public static KnnAccuracy standard() {
        return of(1, 5, 10, 20);
    }

    /** With the given numbers of neighbours; majority votes, micro and balanced accuracy. */
    public static KnnAccuracy of(int... ks) {
        if (ks.length == 0 || Arrays.stream(ks).anyMatch(k -> k < 1)) {
            throw new IllegalArgumentException("k " + Arrays.toString(ks) + "; expected at least one, each at least 1");
        }
        List<Integer> list = Arrays.stream(ks).boxed().toList();
        return new KnnAccuracy(list, List.of(Voting.MAJORITY), List.of(Score.MICRO, Score.BALANCED), false, 0);
    }

    /** With these votings instead. */
    public KnnAccuracy withVotings(Voting... votings) {
        return new KnnAccuracy(ks, List.of(votings), scores, ofClasses, folds);
    }

    /** With these scores instead. */
    public KnnAccuracy withScores(Score... scores) {
        return new KnnAccuracy(ks, votings, List.of(scores), ofClasses, folds);
    }

    /** With recall, precision and F1 of every class besides. */
    public KnnAccuracy withScoresOfClasses() {
        return new KnnAccuracy(ks, votings, scores, true, folds);
    }

    /** With cross-validation in that many grouped, stratified folds besides. */
    public KnnAccuracy withFolds(int folds) {
        if (folds < 2) {
            throw new IllegalArgumentException(folds + " folds; expected at least 2");
        }
        return new KnnAccuracy(ks, votings, scores, ofClasses, folds);
    }

    /** Balanced accuracy if that is among the scores, else the first of them, of five neighbours if these are asked for. */
    @Override
    public List<Headline> headlines() {
        int k = ks.contains(USUAL_K) ? USUAL_K : ks.get(0);
        Score score = scores.contains(Score.BALANCED) ? Score.BALANCED : scores.get(0);
        Voting voting = votings.contains(Voting.MAJORITY) ? Voting.MAJORITY : votings.get(0);
        boolean accuracy = score == Score.BALANCED || score == Score.MICRO;
        String what = score == Score.BALANCED
                ? "Mean recall over classes when the " + words(k) + " most similar other images vote"
                : "Score '" + score.name() + "' of what the " + words(k) + " most similar other images vote";
        Headline headline = Headline.of(
                        k + "-NN " + score.name() + (accuracy ? " accuracy" : ""),
                        Key.leaveGroupOut(k, score).with(voting),
                        Key.trainTest(k, score).with(voting),
                        Key.leaveOneOut(k, score).with(voting))
                .explained(what
                        + "; images of the same patient or lesion are left out where groups are known, and only training images"
                        + " vote, on test images, where there are both. Higher is better.")
                .higherIsBetter()
                .against("chance")
                .asRanking();
        return List.of(accuracy ? headline.asShare() : headline);
    }

    private static String words(int k) {
        return k == USUAL_K ? "five" : Integer.toString(k);
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        if (data.trainAndTest()) {
            try (LabeledEmbeddings train = data.select(data.rowsOf(LabeledEmbeddings.TRAIN));
                    LabeledEmbeddings test = data.select(data.rowsOf(LabeledEmbeddings.TEST))) {
                // Of one data set: a group's name means the same on both sides, even where it has one row on each.
                return measure(train, test, true, seed);
            }
        }
        return ZeroRows.leftOut(
                data,
                (directions, excluded) -> measureWithin(directions, seed, excluded),
                reason -> absentWithin(data, seed, reason));
    }

    private List<MetricResult> measureWithin(LabeledEmbeddings data, long seed, String excluded) {
        String reason = data.reasonAgainstClasses();
        if (!reason.isEmpty()) {
            return absentWithin(data, seed, MetricResult.joined(excluded, reason));
        }
        List<MetricResult> results = new ArrayList<>(results(Scheme.leaveOneOut(data), seed, excluded));
        if (data.grouped()) {
            results.addAll(results(Scheme.leaveGroupOut(data), seed, excluded));
        }
        if (folds > 0) {
            long groups = Arrays.stream(data.groupIndices()).distinct().count();
            String few = folds + " folds of " + groups + " groups; expected a group for each";
            results.addAll(
                    groups < folds
                            ? absent(Scheme.ofFolds(folds), data, seed, MetricResult.joined(excluded, few))
                            : results(Scheme.folds(data, folds, seed), seed, excluded));
        }
        return results;
    }

    /**
     * Measures how well training rows vote on test rows: variants {@code train-test,...}. Training rows of a test row's own
     * group, by name, do not vote for it. Intervals resample the test rows; the null value relabels the training rows.
     *
     * @param train the rows that vote
     * @param test the rows that are voted on
     * @throws IllegalArgumentException if the lengths of the rows differ
     */
    public List<MetricResult> measure(LabeledEmbeddings train, LabeledEmbeddings test, long seed) {
        return measure(train, test, train.grouped() || test.grouped(), seed);
    }

    private List<MetricResult> measure(LabeledEmbeddings train, LabeledEmbeddings test, boolean grouped, long seed) {
        String excluded = MetricResult.joined(excluded("test", test), excluded("training", train));
        if (test.zeroRows().length == test.rows() || train.zeroRows().length == train.rows()) {
            return absent(Scheme.TRAIN_TEST, test, seed, excluded + "; none is left");
        }
        LabeledEmbeddings voters = withDirection(train);
        LabeledEmbeddings queries = withDirection(test);
        try {
            return voters.classes().size() < 2
                    ? absent(
                            Scheme.TRAIN_TEST,
                            queries,
                            seed,
                            MetricResult.joined(
                                    excluded,
                                    "one training class only ("
                                            + voters.classes().get(0) + "); expected at least two"))
                    : results(Scheme.trainTest(voters, queries, grouped), seed, excluded);
        } finally {
            closeCopy(voters, train);
            closeCopy(queries, test);
        }
    }

    private List<MetricResult> results(Scheme scheme, long seed, String excluded) {
        int candidates = scheme.fewestCandidates();
        List<Integer> possible = ks.stream().filter(k -> k < candidates).toList();
        List<Score> all = allScores(scheme.classes());
        List<MetricResult> results = new ArrayList<>();
        int most = possible.stream().mapToInt(Integer::intValue).max().orElse(1);
        int[] groups = scheme.queries().groupIndices();
        String holds = scheme.searchesItself() ? BankJackknife.tooDeep(most, groups) : "holds the training rows fixed";
        boolean bankVaries = holds.isEmpty();
        String remarks = MetricResult.joined(excluded, String.join("; ", scheme.remarks()));
        NearestNeighbors neighbors = scheme.neighbors(bankVaries ? BankJackknife.depth(most, groups) : most);
        for (Voting voting : votings) {
            OptionalDouble[][] nulls = ScoredVotes.nulls(scheme, neighbors, possible, voting, all, seed);
            for (int k : ks) {
                int place = possible.indexOf(k);
                Key key = key(scheme.name(), k, voting);
                if (place < 0) {
                    String reason =
                            "k = " + k + ", but a row has only " + candidates + " candidates; expected k below that";
                    results.addAll(absent(key, all, scheme.queries(), seed, MetricResult.joined(reason, excluded)));
                } else {
                    Votes votes = Votes.of(
                            neighbors,
                            k,
                            voting,
                            scheme.truth(),
                            scheme.bankLabels(),
                            scheme.classes().size());
                    Optional<BankJackknife> bank = bankVaries
                            ? Optional.of(new BankJackknife(neighbors, k, voting, votes, scheme.truth()))
                            : Optional.empty();
                    ScoredVotes scored = new ScoredVotes(votes, all);
                    results.addAll(results(
                            key,
                            all,
                            scored.values(),
                            scored.spreads(groups, scheme.queries().groups(), bank),
                            nulls[place],
                            scheme.queries(),
                            seed,
                            holds,
                            MetricResult.joined(remarks, scheme.remark(k))));
                }
            }
        }
        return results;
    }

    private static List<MetricResult> results(
            Key key,
            List<Score> scores,
            OptionalDouble[] values,
            List<Optional<ScoredVotes.Spread>> spreads,
            OptionalDouble[] nulls,
            LabeledEmbeddings data,
            long seed,
            String holds,
            String remarks) {
        List<MetricResult> results = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Score score = scores.get(i);
            Key ofScore = key.with(score);
            if (values[i].isEmpty()) {
                results.add(MetricResult.absent(ofScore, score.undefined(), data, seed)
                        .withNote(remarks));
                continue;
            }
            MetricResult result = MetricResult.of(ofScore, values[i].getAsDouble(), data, seed);
            String few = Clusters.of(data.classIndices(), data.groupIndices()).few();
            results.add(spreads.get(i)
                    .map(spread -> spread.interval()
                            .map(interval -> result.withInterval(interval, holds))
                            .orElseGet(() -> result.withoutInterval(few))
                            .withInfluences(spread.influences()))
                    .orElseGet(() -> result.withoutInterval(few))
                    .withNull(nulls[i])
                    .withNote(score == Score.MICRO ? "majority class rate " + data.majorityRate() : "")
                    .withNote(remarks));
        }
        return results;
    }

    private List<Score> allScores(List<String> classes) {
        List<Score> all = new ArrayList<>(scores);
        for (int label = 0; ofClasses && label < classes.size(); label++) {
            all.addAll(Score.ofClass(label, classes.get(label)));
        }
        return all;
    }

    private List<MetricResult> absentWithin(LabeledEmbeddings data, long seed, String reason) {
        List<MetricResult> results = new ArrayList<>(absent(Scheme.LEAVE_ONE_OUT, data, seed, reason));
        if (data.grouped()) {
            results.addAll(absent(Scheme.LEAVE_GROUP_OUT, data, seed, reason));
        }
        if (folds > 0) {
            results.addAll(absent(Scheme.ofFolds(folds), data, seed, reason));
        }
        return results;
    }

    private List<MetricResult> absent(String scheme, LabeledEmbeddings data, long seed, String reason) {
        List<MetricResult> results = new ArrayList<>();
        for (Voting voting : votings) {
            for (int k : ks) {
                results.addAll(absent(key(scheme, k, voting), allScores(data.classes()), data, seed, reason));
            }
        }
        return results;
    }

    private static List<MetricResult> absent(
            Key key, List<Score> scores, LabeledEmbeddings data, long seed, String reason) {
        return scores.stream()
                .map(score -> MetricResult.absent(key.with(score), reason, data, seed))
                .toList();
    }

    private static Key key(String scheme, int k, Voting voting) {
        return new Key(scheme, k, Optional.empty(), "").with(voting);
    }

    private static String excluded(String which, LabeledEmbeddings data) {
        int zero = data.zeroRows().length;
        return zero == 0 ? "" : "excluded " + zero + " zero " + which + " rows, which have no direction";
    }

    private static LabeledEmbeddings withDirection(LabeledEmbeddings data) {
        return data.zeroRows().length == 0
                ? data
                : data.select(IntStream.range(0, data.rows())
                        .filter(row -> data.norm(row) > 0)
                        .toArray());
    }

    private static void closeCopy(LabeledEmbeddings kept, LabeledEmbeddings data) {
        if (kept != data) {
            kept.close();
        }
    }
}
