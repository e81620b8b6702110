package io.discern.analysis.report;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** One metric on one data set as horizontal bars: one for each encoder, with whiskers and a mark for the control. */
final class BarChart {
    static final int WIDTH = 560;
    private static final int LEFT = 212;
    private static final int RIGHT = 478;
    private static final int BAR = 15;
    private static final int ROW = 20;
    private static final int MARGIN = 4;
    private static final int AXIS = 24;

    private final Headline headline;
    private final StudyResult study;
    private final Who who;
    private final String dataset;
    private final List<String> encoders;
    private final Ticks ticks;
    private final Canvas canvas;
    private final int top;

    private BarChart(Headline headline, StudyResult study, Who who, String dataset, Canvas canvas, int top) {
        this.headline = headline;
        this.study = study;
        this.who = who;
        this.dataset = dataset;
        this.encoders = encoders(headline, study, who, dataset);
        this.ticks = scale();
        this.canvas = canvas;
        this.top = top + MARGIN;
    }

    /** A baseline that nobody asked has no bar. */
    private static List<String> encoders(Headline headline, StudyResult study, Who who, String dataset) {
        return who.all().stream()
                .filter(encoder -> !who.baselines().contains(encoder)
                        || headline.in(study.results(encoder, dataset)).isPresent())
                .toList();
    }

    /** As a drawing of a page. */
    static String of(Headline headline, StudyResult study, Who who, String dataset) {
        Svg svg = new Svg(WIDTH, height(headline, study, who, dataset), headline.title() + ", " + dataset);
        draw(headline, study, who, dataset, svg, 0);
        return svg.closed();
    }

    /** How much of a canvas it takes. */
    static int height(Headline headline, StudyResult study, Who who, String dataset) {
        return 2 * MARGIN + encoders(headline, study, who, dataset).size() * ROW + AXIS;
    }

    /** Draws it from there down. */
    static void draw(Headline headline, StudyResult study, Who who, String dataset, Canvas canvas, int top) {
        new BarChart(headline, study, who, dataset, canvas, top).draw();
    }

    private void draw() {
        axis(top + encoders.size() * ROW + 2);
        int y = top;
        for (String encoder : encoders) {
            canvas.begin(encoder);
            canvas.text(LEFT - 8, y + 12, "name", Text.cut(encoder, 29));
            bar(y, who.place(encoder), headline.in(study.results(encoder, dataset)));
            canvas.end();
            y += ROW;
        }
    }

    /** The same for all data sets. */
    private Ticks scale() {
        List<Double> ends = new ArrayList<>(List.of(0.0));
        for (StudyData data : study.datasets()) {
            for (String encoder : who.all()) {
                headline.in(study.results(encoder, data.name())).ifPresent(result -> {
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
        return Ticks.around(least, most);
    }

    private double x(double value) {
        return LEFT + ticks.place(value) * (RIGHT - LEFT);
    }

    private void axis(int bottom) {
        for (int tick = 0; tick <= ticks.steps(); tick++) {
            double at = x(ticks.at(tick));
            canvas.line(at, top, at, bottom, ticks.zero(tick) ? "zero" : "grid");
            canvas.text(at, bottom + 15, "tick", ticks.label(tick, headline.share()));
        }
    }

    private void bar(int y, int encoder, Optional<MetricResult> found) {
        if (found.isEmpty() || found.get().value().isEmpty()) {
            canvas.text(x(Math.max(ticks.low(), 0)) + 6, y + 12, "absent", "no value");
            return;
        }
        MetricResult result = found.get();
        double value = result.value().getAsDouble();
        double middle = y + BAR / 2.0 + 0.5;
        double from = x(Math.min(value, 0));
        canvas.rectangle(from, y, Math.max(1, x(Math.max(value, 0)) - from), BAR, Palette.color(encoder));
        if (result.nullValue().isPresent() && !headline.control().isEmpty()) {
            double control = x(result.nullValue().getAsDouble());
            canvas.line(control, y - 2, control, y + BAR + 2, "halo");
            canvas.line(control, y - 2, control, y + BAR + 2, "control");
        }
        if (result.ciLow().isPresent()) {
            double left = x(result.ciLow().getAsDouble());
            double right = x(result.ciHigh().getAsDouble());
            canvas.line(left, middle, right, middle, "whisker");
            canvas.line(left, middle - 4, left, middle + 4, "whisker");
            canvas.line(right, middle - 4, right, middle + 4, "whisker");
        }
        canvas.text(RIGHT + 10, y + 12, "value", Text.value(value, headline.share()));
    }
}
