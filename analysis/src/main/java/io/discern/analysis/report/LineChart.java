package io.discern.analysis.report;

import io.discern.analysis.Curve;
import io.discern.analysis.MetricResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One measure over doses: a line with its band for each encoder, a dashed one for its control. */
final class LineChart {
    private static final int WIDTH = 360;
    private static final int HEIGHT = 250;
    private static final int LEFT = 48;
    private static final int RIGHT = 348;
    private static final int TOP = 10;
    private static final int BOTTOM = 212;

    private static final boolean PERCENT = true;

    private final Map<String, SortedMap<Double, MetricResult>> lines;
    private final Who who;
    private final Svg svg;
    private final Ticks doses;
    private final Ticks values;

    private LineChart(String title, Map<String, SortedMap<Double, MetricResult>> lines, Who who) {
        this.svg = new Svg(WIDTH, HEIGHT, title);
        this.lines = lines;
        this.who = who;
        this.doses = Ticks.around(
                0,
                lines.values().stream()
                        .flatMap(line -> line.keySet().stream())
                        .max(Double::compare)
                        .orElse(1.0));
        double least = ends().min(Double::compare).orElse(0.0);
        double most = ends().max(Double::compare).orElse(1.0);
        this.values = Ticks.around(least, Math.max(most, least + 0.01));
    }

    private Stream<Double> ends() {
        return Stream.concat(
                Stream.of(0.0),
                lines.values().stream()
                        .flatMap(line -> line.values().stream())
                        .flatMap(result ->
                                Stream.of(result.value(), result.ciLow(), result.ciHigh(), result.nullValue()))
                        .flatMap(end -> end.stream().boxed()));
    }

    /**
     * Draws it; the scales hold all lines, so that drawings of different encoders can be compared.
     *
     * @param lines for each encoder results by dose
     * @param drawn whose lines are drawn
     */
    static String of(Curve<?> curve, Map<String, SortedMap<Double, MetricResult>> lines, List<String> drawn, Who who) {
        return new LineChart(curve.title() + ": " + String.join(", ", drawn), lines, who).drawn(curve.axis(), drawn);
    }

    private String drawn(String axis, List<String> drawn) {
        for (int tick = 0; tick <= values.steps(); tick++) {
            double at = y(values.at(tick));
            svg.line(LEFT, at, RIGHT, at, values.zero(tick) ? "zero" : "grid");
            svg.text(LEFT - 6, at + 4, "name", values.label(tick, PERCENT));
        }
        for (int tick = 0; tick <= doses.steps(); tick++) {
            svg.text(x(doses.at(tick)), BOTTOM + 16, "tick", doses.label(tick, false));
        }
        svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 34, "tick", axis);
        drawn.forEach(encoder -> curve(who.place(encoder), lines.get(encoder)));
        return svg.closed();
    }

    private void curve(int encoder, SortedMap<Double, MetricResult> line) {
        SortedMap<Double, Double> found = new TreeMap<>();
        SortedMap<Double, Double> controls = new TreeMap<>();
        line.forEach((dose, result) -> {
            result.value().ifPresent(value -> found.put(dose, value));
            result.nullValue().ifPresent(value -> controls.put(dose, value));
        });
        String color = Palette.color(encoder);
        band(line, color);
        path(controls, "stroke=\"" + color + "\" stroke-dasharray=\"3 3\" stroke-width=\"1.2\"");
        path(found, "stroke=\"" + color + "\" stroke-width=\"2\"");
        found.forEach((dose, value) -> svg.add(Palette.mark(encoder, x(dose), y(value))));
    }

    private void path(SortedMap<Double, Double> points, String style) {
        StringBuilder path = new StringBuilder();
        points.forEach((dose, value) ->
                path.append(String.format(Locale.ROOT, "%s%.1f,%.1f", path.isEmpty() ? "M" : "L", x(dose), y(value))));
        svg.add("<path d=\"" + path + "\" fill=\"none\" " + style + "/>");
    }

    /** Between the ends of the intervals, from each dose that has one to the next that has. */
    private void band(SortedMap<Double, MetricResult> line, String color) {
        StringBuilder upper = new StringBuilder();
        StringBuilder lower = new StringBuilder();
        line.forEach((dose, result) -> result.interval().ifPresent(ends -> {
            upper.append(
                    String.format(Locale.ROOT, "%s%.1f,%.1f", upper.isEmpty() ? "M" : "L", x(dose), y(ends.high())));
            lower.insert(0, String.format(Locale.ROOT, "L%.1f,%.1f", x(dose), y(ends.low())));
        }));
        if (!upper.isEmpty()) {
            svg.add("<path d=\"" + upper + lower + "Z\" fill=\"" + color + "\" stroke=\"" + color
                    + "\" stroke-opacity=\"0.35\" fill-opacity=\"0.15\"/>");
        }
    }

    private double x(double dose) {
        return LEFT + doses.place(dose) * (RIGHT - LEFT);
    }

    private double y(double value) {
        return BOTTOM - values.place(value) * (BOTTOM - TOP);
    }
}
