package io.discern.analysis.report;

import io.discern.analysis.MetricResult;
import io.discern.analysis.study.StudyRow;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** One metric as horizontal bars: a block for each data set, a bar for each encoder, whiskers and a mark for the control. */
final class BarChart {
    private static final int WIDTH = 560;
    private static final int LEFT = 150;
    private static final int RIGHT = 478;
    private static final int BAR = 18;
    private static final int ROW = 24;
    private static final int HEADING = 26;
    private static final int TOP = 4;

    private final Headline headline;
    private final List<StudyRow> rows;
    private final List<String> encoders;
    private final List<String> datasets;
    private final StringBuilder svg = new StringBuilder();
    private double low;
    private double high;
    private double step;

    private BarChart(Headline headline, List<StudyRow> rows, List<String> encoders, List<String> datasets) {
        this.headline = headline;
        this.rows = rows;
        this.encoders = encoders;
        this.datasets = datasets;
    }

    static String of(Headline headline, List<StudyRow> rows, List<String> encoders, List<String> datasets) {
        return new BarChart(headline, rows, encoders, datasets).drawn();
    }

    private String drawn() {
        scale();
        int height = TOP + datasets.size() * (HEADING + encoders.size() * ROW) + 34;
        svg.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">",
                WIDTH, height, WIDTH, height, Text.escape(headline.title())));
        axis(height - 30);
        int y = TOP;
        for (String dataset : datasets) {
            text(4, y + 17, "set", Text.shortened(dataset, 60));
            y += HEADING;
            for (int encoder = 0; encoder < encoders.size(); encoder++) {
                text(LEFT - 8, y + 14, "name", Text.shortened(encoders.get(encoder), 22));
                bar(y, encoder, headline.of(rows, encoders.get(encoder), dataset));
                y += ROW;
            }
        }
        return svg.append("</svg>").toString();
    }

    private void scale() {
        List<Double> ends = new ArrayList<>(List.of(0.0));
        for (String dataset : datasets) {
            for (String encoder : encoders) {
                headline.of(rows, encoder, dataset).ifPresent(result -> {
                    for (OptionalDouble end :
                            List.of(result.value(), result.ciLow(), result.ciHigh(), result.nullValue())) {
                        end.ifPresent(ends::add);
                    }
                });
            }
        }
        double least = ends.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double most = ends.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        if (most - least < 1e-9) {
            most = least + (headline.percent() ? 0.1 : 1);
        }
        step = step(most - least);
        low = Math.floor(least / step + 1e-9) * step;
        high = Math.ceil(most / step - 1e-9) * step;
    }

    /** 1, 2 or 5 times a power of ten, for four to eight ticks. */
    private static double step(double range) {
        double power = Math.pow(10, Math.floor(Math.log10(range / 4)));
        return DoubleStream.of(1, 2, 5, 10).map(factor -> factor * power).filter(s -> range / s <= 7).findFirst().orElse(10 * power);
    }

    private double x(double value) {
        return LEFT + (value - low) / (high - low) * (RIGHT - LEFT);
    }

    private void axis(int bottom) {
        int ticks = (int) Math.round((high - low) / step);
        for (int tick = 0; tick <= ticks; tick++) {
            double value = low + tick * step;
            boolean zero = Math.abs(value) < step / 1000;
            line(x(value), TOP, x(value), bottom, zero ? "zero" : "grid");
            String label = headline.percent()
                    ? String.format(Locale.ROOT, step < 0.01 ? "%.1f%%" : "%.0f%%", 100 * value)
                    : BigDecimal.valueOf(zero ? 0 : value)
                            .round(new MathContext(3))
                            .stripTrailingZeros()
                            .toPlainString();
            text(x(value), bottom + 16, "tick", label);
        }
    }

    private void bar(int y, int encoder, Optional<MetricResult> found) {
        if (found.isEmpty() || found.get().value().isEmpty()) {
            text(x(Math.max(low, 0)) + 6, y + 14, "absent", "no value");
            return;
        }
        MetricResult result = found.get();
        double value = result.value().getAsDouble();
        double middle = y + BAR / 2.0 + 0.5;
        double from = x(Math.min(value, 0));
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                from, y, Math.max(1, x(Math.max(value, 0)) - from), BAR, Palette.color(encoder)));
        if (result.nullValue().isPresent() && !headline.control().isEmpty()) {
            double control = x(result.nullValue().getAsDouble());
            line(control, y - 2, control, y + BAR + 2, "halo");
            line(control, y - 2, control, y + BAR + 2, "control");
        }
        if (result.ciLow().isPresent()) {
            double left = x(result.ciLow().getAsDouble());
            double right = x(result.ciHigh().getAsDouble());
            line(left, middle, right, middle, "whisker");
            line(left, middle - 4, left, middle + 4, "whisker");
            line(right, middle - 4, right, middle + 4, "whisker");
        }
        text(RIGHT + 10, y + 14, "value", Text.value(value, headline.percent()));
    }

    private void line(double x1, double y1, double x2, double y2, String style) {
        svg.append(String.format(
                Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>", x1, y1, x2, y2, style));
    }

    /** Text that is already escaped. */
    private void text(double x, double y, String style, String safe) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">", x, y, style))
                .append(safe)
                .append("</text>");
    }
}
