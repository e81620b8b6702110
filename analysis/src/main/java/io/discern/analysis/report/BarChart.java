package io.discern.analysis.report;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.study.StudyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

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
    private final StudyResult study;
    private final List<String> encoders;
    private final List<String> datasets;
    private final Svg svg;
    private Ticks ticks;

    private BarChart(Headline headline, StudyResult study, List<String> encoders, List<String> datasets) {
        this.headline = headline;
        this.study = study;
        this.encoders = encoders;
        this.datasets = datasets;
        this.svg = new Svg(WIDTH, bottom() + 30, headline.title());
    }

    static String of(Headline headline, StudyResult study, List<String> encoders, List<String> datasets) {
        return new BarChart(headline, study, encoders, datasets).drawn();
    }

    private String drawn() {
        scale();
        axis(bottom());
        int y = TOP;
        for (String dataset : datasets) {
            svg.text(4, y + 17, "set", Text.shortened(dataset, 60));
            y += HEADING;
            for (int encoder = 0; encoder < encoders.size(); encoder++) {
                svg.text(LEFT - 8, y + 14, "name", Text.shortened(encoders.get(encoder), 22));
                bar(y, encoder, headline.in(study.results(encoders.get(encoder), dataset)));
                y += ROW;
            }
        }
        return svg.closed();
    }

    /** Where the axis ends. */
    private int bottom() {
        return TOP + datasets.size() * (HEADING + encoders.size() * ROW) + 4;
    }

    private void scale() {
        List<Double> ends = new ArrayList<>(List.of(0.0));
        for (String dataset : datasets) {
            for (String encoder : encoders) {
                headline.in(study.results(encoder, dataset)).ifPresent(result -> {
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
            most = least + (headline.share() ? 0.1 : 1);
        }
        ticks = Ticks.around(least, most);
    }

    private double x(double value) {
        return LEFT + ticks.place(value) * (RIGHT - LEFT);
    }

    private void axis(int bottom) {
        for (int tick = 0; tick <= ticks.steps(); tick++) {
            double at = x(ticks.at(tick));
            line(at, TOP, at, bottom, ticks.zero(tick) ? "zero" : "grid");
            svg.text(at, bottom + 16, "tick", ticks.label(tick, headline.share()));
        }
    }

    private void bar(int y, int encoder, Optional<MetricResult> found) {
        if (found.isEmpty() || found.get().value().isEmpty()) {
            svg.text(x(Math.max(ticks.low(), 0)) + 6, y + 14, "absent", "no value");
            return;
        }
        MetricResult result = found.get();
        double value = result.value().getAsDouble();
        double middle = y + BAR / 2.0 + 0.5;
        double from = x(Math.min(value, 0));
        svg.add(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                from,
                y,
                Math.max(1, x(Math.max(value, 0)) - from),
                BAR,
                Palette.color(encoder)));
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
        svg.text(RIGHT + 10, y + 14, "value", Text.value(value, headline.share()));
    }

    private void line(double x1, double y1, double x2, double y2, String style) {
        svg.line(x1, y1, x2, y2, "class=\"" + style + "\"");
    }
}
