package io.discern.analysis;

import io.discern.analysis.stats.Influences;
import io.discern.analysis.stats.Interval;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One measured number with what is needed to read it.
 *
 * @param key what it is a measurement of
 * @param value the value; absent only with a reason in {@code note}
 * @param certainty its 95 % interval, which holds the value, and how it moves without a group
 * @param nullValue what chance alone would give on these data, if known
 * @param extent the rows and classes that took part
 * @param seed the seed of the interval and the null value
 * @param note why the value is absent, what was excluded, how the null value was made; empty if there is nothing to say
 */
public record MetricResult(
        ResultKey key,
        OptionalDouble value,
        Certainty certainty,
        OptionalDouble nullValue,
        Extent extent,
        long seed,
        String note) {

    /** Checks that numbers are finite, that an interval holds its value, and that an absent value has a reason. */
    public MetricResult {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(extent, "extent");
        Objects.requireNonNull(note, "note");
        finite(key, "value", value);
        if (certainty.interval().isPresent()) {
            Interval ends = certainty.interval().get();
            finite(key, "lower end", OptionalDouble.of(ends.low()));
            finite(key, "upper end", OptionalDouble.of(ends.high()));
            if (value.isEmpty() || !ends.holds(value.getAsDouble())) {
                throw new IllegalArgumentException(key.metric() + " " + key.variant() + ": interval from " + ends.low()
                        + " to " + ends.high() + " of the value " + value + "; expected a value between the ends");
            }
        }
        finite(key, "null value", nullValue);
        if (value.isEmpty() && note.isBlank()) {
            throw new IllegalArgumentException(
                    key.metric() + " " + key.variant() + ": value absent; expected the reason in note");
        }
    }

    private static void finite(ResultKey key, String what, OptionalDouble number) {
        if (number.isPresent() && !Double.isFinite(number.getAsDouble())) {
            throw new IllegalArgumentException(key.metric() + " " + key.variant() + ": " + what + " is "
                    + number.getAsDouble() + "; expected a finite number, or absent with a reason");
        }
    }

    /** A value without interval, null value or note, over all rows and classes of the data. */
    public static MetricResult of(ResultKey key, double value, LabeledEmbeddings data, long seed) {
        return of(key, value, Extent.of(data), seed);
    }

    /** A value without interval, null value or note. */
    public static MetricResult of(ResultKey key, double value, Extent extent, long seed) {
        return new MetricResult(
                key, OptionalDouble.of(value), Certainty.UNSAID, OptionalDouble.empty(), extent, seed, "");
    }

    /** A value that could not be had, and why. */
    public static MetricResult absent(ResultKey key, String reason, LabeledEmbeddings data, long seed) {
        return absent(key, reason, Extent.of(data), seed);
    }

    /** A value that could not be had, and why. */
    public static MetricResult absent(ResultKey key, String reason, Extent extent, long seed) {
        return new MetricResult(
                key, OptionalDouble.empty(), Certainty.UNSAID, OptionalDouble.empty(), extent, seed, reason);
    }

    /** The stable name of the metric, as in files. */
    public String metric() {
        return key.metric();
    }

    /** The stable name of the variant, as in files. */
    public String variant() {
        return key.variant();
    }

    /** The 95 % interval, if there is one. */
    public Optional<Interval> interval() {
        return certainty.interval();
    }

    /** What the interval holds fixed, or why a value has none; empty if there is nothing to say. */
    public String ciNote() {
        return certainty.note();
    }

    /** How the value moves when a group is left out, where it is known. */
    public Optional<Influences> influences() {
        return certainty.influences();
    }

    /** The lower end of the interval, if there is one. */
    public OptionalDouble ciLow() {
        return interval().map(ends -> OptionalDouble.of(ends.low())).orElse(OptionalDouble.empty());
    }

    /** The upper end, present when the lower one is. */
    public OptionalDouble ciHigh() {
        return interval().map(ends -> OptionalDouble.of(ends.high())).orElse(OptionalDouble.empty());
    }

    /** The number of rows that took part. */
    public int n() {
        return extent.n();
    }

    /** The length of a row. */
    public int dim() {
        return extent.dim();
    }

    /** The number of classes that took part. */
    public int classes() {
        return extent.classes();
    }

    /** This result over that many rows. */
    public MetricResult withN(int n) {
        Extent some = new Extent(n, extent.dim(), extent.classes());
        return new MetricResult(key, value, certainty, nullValue, some, seed, note);
    }

    /**
     * This result with a 95 % interval, stretched to hold the value where an estimate less its bias has the value beside it. An
     * interval without width would call the value certain: it is left out, and the reason given.
     */
    public MetricResult withInterval(Interval interval) {
        return withInterval(interval, "");
    }

    /**
     * The same, with what the interval does not vary.
     *
     * @param holds for example "holds the candidates fixed"; empty if it varies all there is
     */
    public MetricResult withInterval(Interval interval, String holds) {
        return with(certainty.with(interval.holding(value.orElseThrow()), holds));
    }

    private MetricResult with(Certainty other) {
        return new MetricResult(key, value, other, nullValue, extent, seed, note);
    }

    /**
     * This result with an interval if there is one.
     *
     * @param none why there is none
     */
    public MetricResult withInterval(Optional<Interval> interval, String none) {
        return interval.map(this::withInterval).orElseGet(() -> withoutInterval(none));
    }

    /** Whether it has no interval because no group differed from another: the value then is all that is known. */
    public boolean steady() {
        return certainty.steady();
    }

    /** This result without interval, for that reason; one without value needs no other. */
    public MetricResult withoutInterval(String reason) {
        return value.isEmpty() ? this : with(certainty.without(reason));
    }

    /** This result with how its value moves when a group is left out. */
    public MetricResult withInfluences(Influences influences) {
        return with(certainty.with(influences));
    }

    /** This result with the value that chance would give. */
    public MetricResult withNull(double nullValue) {
        return withNull(OptionalDouble.of(nullValue));
    }

    /** This result with the value that chance would give, if it is known. */
    public MetricResult withNull(OptionalDouble nullValue) {
        return new MetricResult(key, value, certainty, nullValue, extent, seed, note);
    }

    /** This result with one more remark after those it has; an empty remark changes nothing. */
    public MetricResult withNote(String remark) {
        return new MetricResult(key, value, certainty, nullValue, extent, seed, joined(note, remark));
    }

    /** For people: names, value, interval and null value, what it was computed from, and the note. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(metric() + " " + variant() + ": ");
        text.append(value.isPresent() ? Double.toString(value.getAsDouble()) : "absent");
        interval().ifPresent(ends -> text.append(" [" + ends.low() + ", " + ends.high() + "]"));
        nullValue.ifPresent(chance -> text.append(", null ").append(chance));
        text.append(", n ")
                .append(n())
                .append(", d ")
                .append(dim())
                .append(", ")
                .append(classes());
        text.append(" classes, seed ").append(seed);
        text.append(ciNote().isEmpty() ? "" : "; interval: " + ciNote());
        return text.append(note.isEmpty() ? "" : "; " + note).toString();
    }

    /** Remarks as they stand in one note; empty ones are left out. */
    public static String joined(String... remarks) {
        return Stream.of(remarks).filter(remark -> !remark.isEmpty()).collect(Collectors.joining("; "));
    }
}
