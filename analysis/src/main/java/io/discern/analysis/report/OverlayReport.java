package io.discern.analysis.report;

import io.discern.analysis.Curve;
import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import io.discern.internal.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A study with the overlay suite as one HTML page that needs nothing else: verdicts, pictures, curves, all results. */
public final class OverlayReport {
    private final StudyResult study;
    private final List<String> encoders;
    private final StringBuilder page = new StringBuilder();

    private OverlayReport(StudyResult study) {
        this.study = study;
        this.encoders =
                study.rows().stream().map(row -> row.encoder()).distinct().toList();
    }

    /**
     * The page as text.
     *
     * @throws java.util.NoSuchElementException if a column shows what nobody measured; the message names what there is
     */
    public static String render(StudyResult study) {
        MeasuredHeadlines.require(study.pages().overlay(), study.rows());
        return new OverlayReport(study).rendered();
    }

    /** Writes the page atomically, in UTF-8. */
    public static void write(StudyResult study, Path file) throws IOException {
        AtomicFile.write(file, out -> out.write(render(study).getBytes(StandardCharsets.UTF_8)));
    }

    private String rendered() {
        add(PageHead.of("Discern: overlay bias"));
        add("<header><h1>What burned-in text does to the encoders</h1><p class=\"lead\">Every image is"
                + " shown clean, with text, and with controls that lack one thing that the text has: a blank box, the same ink"
                + " scrambled, the text in a mirror; and, without an overlay, encoded again, as JPEG, with noise of one level."
                + "</p></header>\n");
        verdicts();
        examples();
        curves();
        add(FailureTable.of(study.failures(), "more are not shown"));
        new ReportAppendix(study, "overlay.csv", page).add();
        return page.append("</body></html>\n").toString();
    }

    private void verdicts() {
        add("<section><h2>Verdicts</h2><table class=\"summary dense\"><thead><tr><th>Data set</th><th>Encoder</th>"
                + "<th>Verdict</th>");
        study.pages().overlay().forEach(column -> add("<th class=\"num\">" + Text.escape(column.title()) + "</th>"));
        add("</tr></thead>\n");
        for (StudyData dataset : study.datasets()) {
            add("<tbody>");
            for (int row = 0; row < encoders.size(); row++) {
                String encoder = encoders.get(row);
                add("<tr>");
                add(row == 0 ? "<th rowspan=\"" + encoders.size() + "\">" + Text.escape(dataset.name()) + "</th>" : "");
                add("<td class=\"who\"><span class=\"chip\" style=\"background:" + Palette.color(row) + "\"></span>"
                        + Text.escape(encoder) + "</td><td class=\"verdict\">" + verdict(encoder, dataset.name())
                        + "</td>");
                for (Headline column : study.pages().overlay()) {
                    cell(column, column.in(study.results(encoder, dataset.name())));
                }
                add("</tr>\n");
            }
            add("</tbody>");
        }
        add("</table><p class=\"hint\">Small print: 95&nbsp;% interval (of whole patients or lesions where known), and"
                + " the control. ");
        study.pages()
                .overlay()
                .forEach(column ->
                        add("<b>" + Text.escape(column.title()) + "</b>: " + Text.escape(column.explanation()) + " "));
        add("</p></section>\n");
    }

    private String verdict(String encoder, String dataset) {
        return study.verdict(encoder, dataset)
                .map(verdict -> Text.escape(verdict.toString()))
                .orElse("<span class=\"none\">not measured</span>");
    }

    private void cell(Headline column, Optional<MetricResult> found) {
        if (found.isEmpty() || found.get().value().isEmpty()) {
            add(ResultCell.none(found, 60));
            return;
        }
        add(ResultCell.of(found.get(), column.share(), "", column.control()));
    }

    private void examples() {
        add(
                "<section><h2>What was drawn</h2><p class=\"hint\">The text names a class that the image does not belong to.</p>"
                        + "<div class=\"examples\">");
        study.examples()
                .forEach(example ->
                        add(ExampleFigure.of(example, example.overlaid().keySet())));
        add("</div></section>\n");
    }

    private void curves() {
        add("<section><h2>Dose and response</h2><ul class=\"legend\">");
        for (int encoder = 0; encoder < encoders.size(); encoder++) {
            add("<li><svg width=\"12\" height=\"12\">" + Palette.mark(encoder, 6, 6) + "</svg>"
                    + Text.shortened(encoders.get(encoder), 40) + "</li>");
        }
        add("</ul>");
        for (StudyData dataset : study.datasets()) {
            add("<h3>" + Text.escape(dataset.name()) + "</h3><div class=\"maps\">");
            for (Curve<?> curve : study.pages().curves()) {
                List<SortedMap<Double, MetricResult>> lines = encoders.stream()
                        .map(encoder -> curve.in(study.results(encoder, dataset.name())))
                        .toList();
                if (lines.stream().anyMatch(line -> !line.isEmpty())) {
                    add("<figure>" + LineChart.of(curve.title(), curve.axis(), lines, true) + "<figcaption><b>"
                            + Text.escape(curve.title()) + "</b> " + Text.escape(curve.explanation())
                            + "</figcaption></figure>\n");
                }
            }
            add("</div>");
        }
        add("</section>\n");
    }

    private void add(String html) {
        page.append(html);
    }
}
