package io.discern.analysis;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A result that pages show first: a column of the summary and a chart. Metrics name their own ({@link Metric#headlines()}), studies
 * may add more. Immutable; each method that changes something gives a changed copy.
 *
 * @param title of the column and the chart
 * @param explanation what the number says, for readers who do not know it
 * @param keys the results that answer it, the best first; the first with a value is shown
 * @param share whether it is a share, shown in percent
 * @param better which values are better
 * @param control what the null value is called; empty if it is not to be shown
 * @param ranked whether encoders are ranked by it over the data sets
 */
public record Headline(
        String title,
        String explanation,
        List<ResultKey> keys,
        boolean share,
        Better better,
        String control,
        boolean ranked) {

    /** Which values are better. */
    public enum Better {
        /** The higher. */
        HIGHER,
        /** Those nearer to zero: what helps where nothing should matter is a disturbance as well. */
        NEARER_ZERO,
        /** None: the number describes. */
        NEITHER
    }

    /** Copies, and checks. */
    public Headline {
        Objects.requireNonNull(better, "better");
        Objects.requireNonNull(explanation, "explanation");
        keys = List.copyOf(keys);
        if (title.isBlank() || keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "headline '" + title + "' with " + keys.size() + " keys; expected a title and at least one key");
        }
        if (ranked && better == Better.NEITHER) {
            throw new IllegalArgumentException(
                    "headline '" + title + "' ranks encoders, but does not say which values are better");
        }
    }

    /** A headline that describes, without explanation or control. */
    public static Headline of(String title, ResultKey... keys) {
        return new Headline(title, "", List.of(keys), false, Better.NEITHER, "", false);
    }

    /** The same with an explanation. */
    public Headline explained(String explanation) {
        return new Headline(title, explanation, keys, share, better, control, ranked);
    }

    /** The same of a share, shown in percent. */
    public Headline asShare() {
        return new Headline(title, explanation, keys, true, better, control, ranked);
    }

    /** The same where higher values are better. */
    public Headline higherIsBetter() {
        return new Headline(title, explanation, keys, share, Better.HIGHER, control, ranked);
    }

    /** The same where values nearer to zero are better. */
    public Headline nearerZeroIsBetter() {
        return new Headline(title, explanation, keys, share, Better.NEARER_ZERO, control, ranked);
    }

    /** The same with the null value beside it, called so. */
    public Headline against(String control) {
        return new Headline(title, explanation, keys, share, better, control, ranked);
    }

    /** The same by which encoders are ranked; which values are better must be said before. */
    public Headline asRanking() {
        return new Headline(title, explanation, keys, share, better, control, true);
    }

    /**
     * The result to show: the first key's that has a value, else one that is absent with its reason, else what failures say. Empty
     * if it was not measured.
     */
    public Optional<MetricResult> in(Results results) {
        List<MetricResult> here =
                keys.stream().filter(results::has).map(results::get).toList();
        return here.stream()
                .filter(result -> result.value().isPresent())
                .findFirst()
                .or(() -> here.stream().findFirst())
                .or(() -> lost(results));
    }

    private Optional<MetricResult> lost(Results results) {
        List<MetricResult> losses = results.losses();
        return losses.stream()
                .findFirst()
                .map(first -> MetricResult.absent(
                        keys.get(0),
                        losses.stream().map(MetricResult::note).distinct().collect(Collectors.joining("; ")),
                        first.extent(),
                        first.seed()));
    }

    /** How good a result is: the higher, the better. */
    public double merit(double value) {
        return better == Better.HIGHER ? value : -Math.abs(value);
    }
}
