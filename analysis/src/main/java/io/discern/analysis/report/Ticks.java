package io.discern.analysis.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The marks of an axis: whole multiples of a round step.
 *
 * @param low the first
 * @param high the last
 * @param step between two; 1, 2 or 5 times a power of ten
 */
record Ticks(double low, double high, double step) {

    /** Four to nine marks around that range. */
    static Ticks around(double least, double most) {
        double range = most - least;
        double power = Math.pow(10, Math.floor(Math.log10(range / 4)));
        double step = DoubleStream.of(1, 2, 5, 10)
                .map(factor -> factor * power)
                .filter(candidate -> range / candidate <= 7)
                .findFirst()
                .orElse(10 * power);
        return new Ticks(Math.floor(least / step + 1e-9) * step, Math.ceil(most / step - 1e-9) * step, step);
    }

    /** How many steps there are. */
    int steps() {
        return (int) Math.round((high - low) / step);
    }

    /** The value of a mark. */
    double at(int tick) {
        return low + tick * step;
    }

    /** Whether a mark is at zero. */
    boolean zero(int tick) {
        return Math.abs(at(tick)) < step / 1000;
    }

    /** Where a value lies between the ends, from 0 to 1. */
    double place(double value) {
        return (value - low) / (high - low);
    }

    /** What stands at a mark. */
    String label(int tick, boolean percent) {
        return percent
                ? String.format(Locale.ROOT, step < 0.01 ? "%.1f%%" : "%.0f%%", 100 * at(tick))
                : BigDecimal.valueOf(zero(tick) ? 0 : at(tick))
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
