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
    private final StringBuilder svg = new StringBuilder();
    private final Ticks doses;
    private final Ticks values;

    private LineChart(List<SortedMap<Double, MetricResult>> lines, boolean percent) {
        this.lines = lines;
        this.percent = percent;
        this.doses = Ticks.around(0, lines.stream().flatMap(line -> line.keySet().stream()).max(Double::compare).orElse(1.0));
        double least = ends().min(Double::compare).orElse(0.0);
        double most = ends().max(Double::compare).orElse(1.0);
        this.values = Ticks.around(least, Math.max(most, least + 0.01));
    }

    private Stream<Double> ends() {
        return Stream.concat(
                Stream.of(0.0),
                lines.stream()
                        .flatMap(line -> line.values().stream())
                        .flatMap(result -> Stream.of(result.value(), result.ciLow(), result.ciHigh(), result.nullValue()))
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
        return new LineChart(lines, percent).drawn(title, axis);
    }

    private String drawn(String title, String axis) {
        svg.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">",
                WIDTH, HEIGHT, WIDTH, HEIGHT, Text.escape(title)));
        for (int tick = 0; tick <= values.steps(); tick++) {
            line(LEFT, y(values.at(tick)), RIGHT, y(values.at(tick)), "class=\"" + (values.zero(tick) ? "zero" : "grid") + "\"");
            text(LEFT - 6, y(values.at(tick)) + 4, "name", values.label(tick, percent));
        }
        for (int tick = 0; tick <= doses.steps(); tick++) {
            text(x(doses.at(tick)), BOTTOM + 16, "tick", doses.label(tick, false));
        }
        text((LEFT + RIGHT) / 2.0, BOTTOM + 34, "tick", Text.escape(axis));
        for (int encoder = 0; encoder < lines.size(); encoder++) {
            curve(encoder, lines.get(encoder));
        }
        return svg.append("</svg>").toString();
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
        found.forEach((dose, value) -> svg.append(Palette.mark(encoder, x(dose), y(value))));
    }

    private void path(SortedMap<Double, Double> points, String style) {
        StringBuilder path = new StringBuilder();
        points.forEach((dose, value) ->
                path.append(String.format(Locale.ROOT, "%s%.1f,%.1f", path.isEmpty() ? "M" : "L", x(dose), y(value))));
        svg.append("<path d=\"").append(path).append("\" fill=\"none\" ").append(style).append("/>");
    }

    private void whisker(double dose, OptionalDouble low, OptionalDouble high, String color) {
        if (low.isPresent()) {
            line(x(dose), y(low.getAsDouble()), x(dose), y(high.orElseThrow()), "stroke=\"" + color + "\"");
        }
    }

    private double x(double dose) {
        return LEFT + doses.place(dose) * (RIGHT - LEFT);
    }

    private double y(double value) {
        return BOTTOM - values.place(value) * (BOTTOM - TOP);
    }

    private void line(double x1, double y1, double x2, double y2, String style) {
        svg.append(String.format(Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" ", x1, y1, x2, y2))
                .append(style)
                .append("/>");
    }

    /** Text that is already escaped. */
    private void text(double x, double y, String style, String safe) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">", x, y, style))
                .append(safe)
                .append("</text>");
    }
}
