package io.discern.analysis.overlay.verdict;

import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Results;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Results as rules ask for them: values and the ends of intervals, as numbers and in words. */
record Measured(Results results) {
    Optional<MetricResult> result(ResultKey key) {
        return results.find(key);
    }

    OptionalDouble value(ResultKey key) {
        return result(key).map(MetricResult::value).orElse(OptionalDouble.empty());
    }

    /** Where no group differs from another there is no interval, and the value is all that is known. */
    double low(ResultKey key) {
        return result(key)
                .map(found -> found.steady() ? found.value() : found.ciLow())
                .orElse(OptionalDouble.empty())
                .orElse(Double.NaN);
    }

    double high(ResultKey key) {
        return result(key)
                .map(found -> found.steady() ? found.value() : found.ciHigh())
                .orElse(OptionalDouble.empty())
                .orElse(Double.NaN);
    }

    String share(ResultKey key) {
        return plainShare(key)
                + result(key)
                        .flatMap(MetricResult::interval)
                        .map(ends -> String.format(Locale.ROOT, " [%.0f, %.0f]", 100 * ends.low(), 100 * ends.high()))
                        .orElse("");
    }

    String plainShare(ResultKey key) {
        OptionalDouble value = value(key);
        return value.isPresent() ? String.format(Locale.ROOT, "%.0f %%", 100 * value.getAsDouble()) : "not measured";
    }

    String number(ResultKey key) {
        return two(value(key).orElse(Double.NaN))
                + result(key)
                        .flatMap(MetricResult::interval)
                        .map(ends -> " [" + two(ends.low()) + ", " + two(ends.high()) + "]")
                        .orElse("");
    }

    /** Two places, or two digits where that is more: what is small is not nothing. */
    static String two(double value) {
        double size = Math.abs(value);
        return size >= 0.1 || size < 1e-6 || Double.isNaN(size)
                ? String.format(Locale.ROOT, "%.2f", value)
                : new BigDecimal(value)
                                        .round(new MathContext(2))
                                        .stripTrailingZeros()
                                        .scale()
                                <= 2
                        ? String.format(Locale.ROOT, "%.2f", value)
                        : new BigDecimal(value).round(new MathContext(2)).toPlainString();
    }
}
