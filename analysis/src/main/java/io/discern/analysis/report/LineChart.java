package io.discern.analysis.report;

import io.discern.analysis.MetricResult;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One measure over doses: a line with whiskers for each encoder, a dashed one for its control. */
final class LineChart {
    private static final int WIDTH = 360;
    private static final int HEIGHT = 250;
    private static final int LEFT = 48;
    private static final int RIGHT = 348;
    private static final int TOP = 10;
    private static final int BOTTOM = 212;

    private final List<SortedMap<Double, MetricResult>> lines;
    private final boolean percent;
    private final Svg svg;
    private final Ticks doses;
    private final Ticks values;

    private LineChart(String title, List<SortedMap<Double, MetricResult>> lines, boolean percent) {
        this.svg = new Svg(WIDTH, HEIGHT, title);
        this.lines = lines;
        this.percent = percent;
        this.doses = Ticks.around(
                0,
                lines.stream()
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
                lines.stream()
                        .flatMap(line -> line.values().stream())
                        .flatMap(result ->
                                Stream.of(result.value(), result.ciLow(), result.ciHigh(), result.nullValue()))
                        .flatMap(end -> end.stream().boxed()));
    }

    /**
     * Draws it.
     *
     * @param title for readers who hear the page
     * @param axis what the doses are
     * @param lines for each encoder, in their order, results by dose; empty if it has none
     */
    static String of(String title, String axis, List<SortedMap<Double, MetricResult>> lines, boolean percent) {
        return new LineChart(title, lines, percent).drawn(axis);
    }

    private String drawn(String axis) {
        for (int tick = 0; tick <= values.steps(); tick++) {
            double at = y(values.at(tick));
            svg.line(LEFT, at, RIGHT, at, values.zero(tick) ? "class=\"zero\"" : "class=\"grid\"");
            svg.text(LEFT - 6, at + 4, "name", values.label(tick, percent));
        }
        for (int tick = 0; tick <= doses.steps(); tick++) {
            svg.text(x(doses.at(tick)), BOTTOM + 16, "tick", doses.label(tick, false));
        }
        svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 34, "tick", Text.escape(axis));
        for (int encoder = 0; encoder < lines.size(); encoder++) {
            curve(encoder, lines.get(encoder));
        }
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
        path(controls, "stroke=\"" + color + "\" stroke-dasharray=\"3 3\" stroke-width=\"1.2\"");
        path(found, "stroke=\"" + color + "\" stroke-width=\"2\"");
        line.forEach((dose, result) -> whisker(dose, result.ciLow(), result.ciHigh(), color));
        found.forEach((dose, value) -> svg.add(Palette.mark(encoder, x(dose), y(value))));
    }

    private void path(SortedMap<Double, Double> points, String style) {
        StringBuilder path = new StringBuilder();
        points.forEach((dose, value) ->
                path.append(String.format(Locale.ROOT, "%s%.1f,%.1f", path.isEmpty() ? "M" : "L", x(dose), y(value))));
        svg.add("<path d=\"" + path + "\" fill=\"none\" " + style + "/>");
    }

    private void whisker(double dose, OptionalDouble low, OptionalDouble high, String color) {
        if (low.isPresent()) {
            svg.line(x(dose), y(low.getAsDouble()), x(dose), y(high.orElseThrow()), "stroke=\"" + color + "\"");
        }
    }

    private double x(double dose) {
        return LEFT + doses.place(dose) * (RIGHT - LEFT);
    }

    private double y(double value) {
        return BOTTOM - values.place(value) * (BOTTOM - TOP);
    }
}
