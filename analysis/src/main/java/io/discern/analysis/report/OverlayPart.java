package io.discern.analysis.report;

import io.discern.analysis.Curve;
import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayPosition;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.measure.OverlayRate;
import io.discern.analysis.study.ImageReading;
import io.discern.analysis.study.OverlayExample;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import io.discern.image.RgbImage;
import io.discern.preprocess.SourceWindow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/** What overlays did on one data set: what was drawn and what encoders see of it, which images flipped, where and at which dose. */
final class OverlayPart {
    private static final int FACETS_BEYOND = 3;

    private final StudyResult study;
    private final StudyData data;
    private final Who who;
    private final PictureSection pictures;

    private OverlayPart(StudyResult study, StudyData data, Who who, PictureSection pictures) {
        this.study = study;
        this.data = data;
        this.who = who;
        this.pictures = pictures;
    }

    /** HTML, empty where nothing was drawn. */
    static String of(StudyResult study, StudyData data, Who who, PictureSection pictures, String id) {
        return new OverlayPart(study, data, who, pictures).rendered(id);
    }

    private String rendered(String id) {
        StringBuilder html = new StringBuilder();
        List<Headline> besides = study.pages().overlay().stream()
                .filter(column -> !study.pages().summary().contains(column))
                .toList();
        if (!besides.isEmpty() && !study.verdicts().isEmpty()) {
            html.append("<h4>Beside the controls</h4>")
                    .append(NumbersTable.of(
                            study, new Who(study.compared(), List.of()), data.name(), besides, List.of(), id));
            StringBuilder hint = new StringBuilder();
            besides.forEach(column -> hint.append("<b>")
                    .append(Text.escape(column.title()))
                    .append("</b>: ")
                    .append(Text.escape(column.explanation()))
                    .append(' '));
            html.append(Page.hint(hint.toString()));
        }
        add(
                html,
                "Worst flips",
                "Images whose " + ImageReading.K + "-NN class changes for most encoders once a text names another"
                        + " class, as they are and with the text.",
                pictures.worst(data));
        add(
                html,
                "What was drawn",
                "The text names a class that the image does not belong to. Scrambled and mirrored ink is as"
                        + " much and as strong, so what the text does beyond both is reading.",
                drawn());
        add(
                html,
                "What each encoder's crop leaves",
                "The same picture as encoders see it, who resize and crop differently.",
                crops());
        add(html, "Where", "Share of images whose prediction flips with the text at that place.", places());
        add(html, "Dose and response", "Band: 95&nbsp;% interval; dashed: the control.", curves());
        return html.toString();
    }

    private static void add(StringBuilder html, String title, String hint, String part) {
        if (!part.isEmpty()) {
            html.append("<h4>")
                    .append(title)
                    .append("</h4>")
                    .append(Page.hint(hint))
                    .append(part);
        }
    }

    private List<OverlayExample> examples() {
        return study.examples().stream()
                .filter(example -> example.dataset().equals(data.name()))
                .toList();
    }

    private String drawn() {
        StringBuilder html = new StringBuilder();
        examples().forEach(example -> html.append(ExampleFigure.of(example, List.of(OverlayInk.values()))));
        for (OverlayExample example : examples()) {
            if (!example.styles().isEmpty()) {
                StringBuilder styles = new StringBuilder();
                example.styles()
                        .forEach((style, picture) ->
                                styles.append(ExampleFigure.picture(picture, style.replace('-', ' '))));
                html.append("<figure><div class=\"triple small\">")
                        .append(styles)
                        .append("</div><figcaption>Every other style that was drawn</figcaption></figure>\n");
            }
        }
        return html.isEmpty() ? "" : "<div class=\"examples\">" + html + "</div>";
    }

    private String crops() {
        Optional<OverlayExample> example = examples().stream().findFirst();
        if (example.isEmpty()) {
            return "";
        }
        RgbImage picture = example.get().text();
        Map<SourceWindow, List<String>> seen = new LinkedHashMap<>();
        List<String> unsaid = new ArrayList<>();
        for (String encoder : study.compared()) {
            Optional.ofNullable(study.preprocessing().get(encoder))
                    .ifPresentOrElse(
                            spec -> seen.computeIfAbsent(
                                            spec.visible(picture.width(), picture.height()),
                                            unseen -> new ArrayList<>())
                                    .add(encoder),
                            () -> unsaid.add(encoder));
        }
        StringBuilder html = new StringBuilder();
        seen.forEach((window, encoders) -> {
            double share = window.overlap(0, 0, picture.width(), picture.height())
                    / ((double) picture.width() * picture.height());
            html.append("<figure>")
                    .append(ExampleFigure.picture(
                            cut(picture, window), String.format(Locale.ROOT, "%.0f %% of the picture", 100 * share)))
                    .append("<figcaption>")
                    .append(Text.shortened(String.join(", ", encoders), 200))
                    .append("</figcaption></figure>");
        });
        return (html.isEmpty() ? "" : "<div class=\"examples triple\">" + html + "</div>")
                + (unsaid.isEmpty()
                        ? ""
                        : Page.hint("Not stated by " + Text.shortened(String.join(", ", unsaid), 300) + "."));
    }

    private static RgbImage cut(RgbImage picture, SourceWindow window) {
        int left = (int) Math.floor(window.left());
        int top = (int) Math.floor(window.top());
        int width = Math.max(1, Math.min(picture.width(), (int) Math.ceil(window.right())) - left);
        int height = Math.max(1, Math.min(picture.height(), (int) Math.ceil(window.bottom())) - top);
        byte[] pixels = new byte[3 * width * height];
        for (int at = 0; at < pixels.length; at++) {
            int pixel = at / 3;
            pixels[at] = (byte) picture.get(left + pixel % width, top + pixel / width, at % 3);
        }
        return RgbImage.of(width, height, pixels);
    }

    /** Three rows of three places for each encoder. */
    private String places() {
        Optional<OverlaySpec> base = study.pages().style();
        if (base.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder();
        for (String encoder : study.compared()) {
            StringBuilder table = new StringBuilder();
            int measured = 0;
            for (OverlayPosition place : OverlayPosition.values()) {
                OverlayRate rate = OverlayRate.byNeighbors(OverlayRate.Kind.FLIP, ImageReading.K)
                        .at(base.get().withPosition(place).departure(base.get()));
                var results = study.results(encoder, data.name());
                Optional<MetricResult> found = results.has(rate)
                        ? Optional.of(results.get(rate))
                                .filter(result -> result.value().isPresent())
                        : Optional.empty();
                measured += found.isPresent() ? 1 : 0;
                table.append(place.ordinal() % 3 == 0 ? "<tr>" : "")
                        .append(found.map(result -> String.format(
                                        Locale.ROOT,
                                        "<td style=\"--share:%.3f\" title=\"%s\">%.0f</td>",
                                        result.value().getAsDouble(),
                                        place.tag(),
                                        100 * result.value().getAsDouble()))
                                .orElse("<td class=\"unmeasured\">\u00b7</td>"))
                        .append(place.ordinal() % 3 == 2 ? "</tr>" : "");
            }
            if (measured > 1) {
                html.append("<figure><table class=\"places\" data-name=\"flips by place, per cent\"><tbody>")
                        .append(table)
                        .append("</tbody></table><figcaption title=\"")
                        .append(Text.escape(encoder))
                        .append("\">")
                        .append(Text.middle(encoder, 30))
                        .append(", %</figcaption></figure>");
            }
        }
        return html.isEmpty() ? "" : "<div class=\"squares\">" + html + "</div>";
    }

    private String curves() {
        StringBuilder html = new StringBuilder();
        for (Curve<?> curve : study.pages().curves()) {
            Map<String, SortedMap<Double, MetricResult>> lines = new LinkedHashMap<>();
            for (String encoder : study.compared()) {
                SortedMap<Double, MetricResult> line = curve.in(study.results(encoder, data.name()));
                if (line.values().stream().anyMatch(result -> result.value().isPresent())) {
                    lines.put(encoder, line);
                }
            }
            if (lines.isEmpty()) {
                continue;
            }
            String said = "<b>" + Text.escape(curve.title()) + "</b> " + Text.escape(curve.explanation());
            boolean facets = lines.size() > FACETS_BEYOND;
            for (List<String> drawn :
                    facets ? lines.keySet().stream().map(List::of).toList() : List.of(List.copyOf(lines.keySet()))) {
                html.append("<figure>")
                        .append(LineChart.of(curve, lines, drawn, who))
                        .append("<figcaption>")
                        .append(facets ? Text.middle(drawn.get(0), 40) + ". " : "")
                        .append(said)
                        .append("</figcaption>")
                        .append(doses(curve, drawn, lines))
                        .append("</figure>\n");
            }
        }
        return html.isEmpty() ? "" : who.legend() + "<div class=\"maps\">" + html + "</div>";
    }

    /** The numbers of a drawing. */
    private static String doses(
            Curve<?> curve, List<String> drawn, Map<String, SortedMap<Double, MetricResult>> lines) {
        StringBuilder table =
                new StringBuilder("<details class=\"screen\"><summary>Data</summary><div class=\"scroll\"><table"
                        + " class=\"all\" data-name=\"" + Text.escape(curve.title())
                        + "\"><thead><tr><th scope=\"col\">Encoder</th>"
                        + "<th scope=\"col\">" + Text.escape(curve.axis())
                        + "</th><th scope=\"col\" class=\"num\">value</th>"
                        + "<th scope=\"col\" class=\"num\">low</th><th scope=\"col\" class=\"num\">high</th>"
                        + "<th scope=\"col\" class=\"num\">control</th></tr></thead><tbody>");
        for (String encoder : drawn) {
            lines.get(encoder).forEach((dose, result) -> {
                table.append("<tr><td>")
                        .append(Text.middle(encoder, 24))
                        .append("</td><td>")
                        .append(Text.number(dose))
                        .append("</td>");
                for (OptionalDouble number :
                        List.of(result.value(), result.ciLow(), result.ciHigh(), result.nullValue())) {
                    table.append("<td class=\"num\">")
                            .append(number.isPresent() ? Text.number(number.getAsDouble()) : "")
                            .append("</td>");
                }
                table.append("</tr>");
            });
        }
        return table.append("</tbody></table></div></details>").toString();
    }
}
