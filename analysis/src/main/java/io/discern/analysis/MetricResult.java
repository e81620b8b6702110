package io.discern.analysis;

import io.discern.analysis.stats.Interval;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One measured number with what is needed to read it.
 *
 * @param metric the stable name of the metric, for example {@code knn}
 * @param variant the stable name of the variant, for example {@code loo,k=5,micro}
 * @param value the value; absent only with a reason in {@code note}
 * @param ciLow the lower end of the 95 % interval, if there is one
 * @param ciHigh the upper end, present when {@code ciLow} is
 * @param nullValue what chance alone would give on these data, if known
 * @param n the number of rows that took part
 * @param dim the length of a row
 * @param classes the number of classes that took part
 * @param seed the seed of the interval and the null value
 * @param note why the value is absent, what was excluded, how the null value was made; empty if there is nothing to say
 */
public record MetricResult(
        String metric,
        String variant,
        OptionalDouble value,
        OptionalDouble ciLow,
        OptionalDouble ciHigh,
        OptionalDouble nullValue,
        int n,
        int dim,
        int classes,
        long seed,
        String note) {

    /** Checks that numbers are finite, that the interval is whole, and that an absent value has a reason. */
    public MetricResult {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(variant, "variant");
        Objects.requireNonNull(note, "note");
        finite(metric, variant, "value", value);
        finite(metric, variant, "ciLow", ciLow);
        finite(metric, variant, "ciHigh", ciHigh);
        finite(metric, variant, "nullValue", nullValue);
        if (ciLow.isPresent() != ciHigh.isPresent()) {
            throw new IllegalArgumentException(
                    metric + " " + variant + ": half an interval; expected both ends or none");
        }
        if (value.isEmpty() && note.isBlank()) {
            throw new IllegalArgumentException(metric + " " + variant + ": value absent; expected the reason in note");
        }
    }

    private static void finite(String metric, String variant, String what, OptionalDouble number) {
        if (number.isPresent() && !Double.isFinite(number.getAsDouble())) {
            throw new IllegalArgumentException(metric + " " + variant + ": " + what + " is " + number.getAsDouble()
                    + "; expected a finite number, or absent with a reason");
        }
    }

    /** A value without interval, null value or note, over all rows and classes of the data. */
    public static MetricResult of(String metric, String variant, double value, LabeledEmbeddings data, long seed) {
        return of(
                metric, variant, value, data.rows(), data.dim(), data.classes().size(), seed);
    }

    /** A value without interval, null value or note, where there is no matrix. */
    public static MetricResult of(String metric, String variant, double value, int n, int dim, int classes, long seed) {
        return new MetricResult(
                metric,
                variant,
                OptionalDouble.of(value),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                n,
                dim,
                classes,
                seed,
                "");
    }

    /** A value that could not be had, and why. */
    public static MetricResult absent(String metric, String variant, String reason, LabeledEmbeddings data, long seed) {
        return absent(
                metric, variant, reason, data.rows(), data.dim(), data.classes().size(), seed);
    }

    /** A value that could not be had, and why, where there is no matrix. */
    public static MetricResult absent(
            String metric, String variant, String reason, int n, int dim, int classes, long seed) {
        return new MetricResult(
                metric,
                variant,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                n,
                dim,
                classes,
                seed,
                reason);
    }

    /** This result over that many rows. */
    public MetricResult withN(int n) {
        return new MetricResult(metric, variant, value, ciLow, ciHigh, nullValue, n, dim, classes, seed, note);
    }

    /** This result with a 95 % interval. */
    public MetricResult withInterval(Interval interval) {
        return new MetricResult(
                metric,
                variant,
                value,
                OptionalDouble.of(interval.low()),
                OptionalDouble.of(interval.high()),
                nullValue,
                n,
                dim,
                classes,
                seed,
                note);
    }

    /** This result with the value that chance would give. */
    public MetricResult withNull(double nullValue) {
        return withNull(OptionalDouble.of(nullValue));
    }

    /** This result with the value that chance would give, if it is known. */
    public MetricResult withNull(OptionalDouble nullValue) {
        return new MetricResult(metric, variant, value, ciLow, ciHigh, nullValue, n, dim, classes, seed, note);
    }

    /** This result with one more remark after those it has; an empty remark changes nothing. */
    public MetricResult withNote(String remark) {
        return new MetricResult(
                metric, variant, value, ciLow, ciHigh, nullValue, n, dim, classes, seed, joined(note, remark));
    }

    /** Remarks as they stand in one note; empty ones are left out. */
    public static String joined(String... remarks) {
        return Stream.of(remarks).filter(remark -> !remark.isEmpty()).collect(Collectors.joining("; "));
    }
}
