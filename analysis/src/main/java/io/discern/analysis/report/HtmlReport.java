package io.discern.analysis.report;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.study.OverlayExample;
import io.discern.analysis.study.OverlayFinding;
import io.discern.analysis.study.StandingFinding;
import io.discern.analysis.study.StudyMap;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyRow;
import io.discern.internal.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** A study as one HTML page that needs nothing else: summary, charts, maps, overlaid examples, failures, provenance. */
public final class HtmlReport {
    private final StudyResult study;
    private final List<String> encoders;
    private final List<String> datasets;
    private final List<StandingFinding> standings;
    private final PictureSection pictures;
    private final StringBuilder page = new StringBuilder();

    private HtmlReport(StudyResult study) {
        this.study = study;
        Set<String> labels = new LinkedHashSet<>(study.encoders().keySet());
        study.rows().forEach(row -> labels.add(row.encoder()));
        this.encoders = List.copyOf(labels);
        this.standings = StandingFinding.of(study);
        this.pictures = new PictureSection(study);
        this.datasets = study.datasets().stream().map(data -> data.name()).toList();
    }

    /**
     * The page as text.
     *
     * @throws java.util.NoSuchElementException if a headline shows what nobody measured; the message names what there is
     */
    public static String render(StudyResult study) {
        List<String> compared = study.compared();
        Set<String> pairs = compared.stream()
                .flatMap(first -> compared.stream().map(second -> StudyRow.pair(first, second)))
                .collect(Collectors.toSet());
        MeasuredHeadlines.require(study.pages().summary(), rowsOf(study.rows(), compared));
        MeasuredHeadlines.require(study.pages().pairs(), rowsOf(study.comparisons(), pairs));
        return new HtmlReport(study).rendered();
    }

    /** Baselines have no text tower and are in no pair of the compared: their rows say nothing of what somebody asked for. */
    private static List<StudyRow> rowsOf(List<StudyRow> rows, Collection<String> encoders) {
        return rows.stream().filter(row -> encoders.contains(row.encoder())).toList();
    }

    /** Writes the page atomically, in UTF-8. */
    public static void write(StudyResult study, Path file) throws IOException {
        AtomicFile.write(file, out -> out.write(render(study).getBytes(StandardCharsets.UTF_8)));
    }

    private String rendered() {
        add(PageHead.of("Discern: encoder comparison"));
        add("<header><h1>What the encoders tell apart</h1><p class=\"lead\">");
        int images = study.datasets().stream().mapToInt(data -> data.images()).sum();
        add(count(encoders.size(), "encoder") + " on " + count(datasets.size(), "data set") + " with "
                + count(images, "labelled image")
                + ": how well the embeddings separate the classes, and how much of what an encoder sees is text burned into"
                + " the picture.</p></header>\n");
        study.partial()
                .ifPresent(missing ->
                        add("<p class=\"partial\" role=\"status\"><b>Partial.</b> " + Text.escape(missing) + "</p>\n"));
        add(StandingSection.of(standings));
        summary();
        verdicts();
        charts();
        add(FindingsTable.of(study));
        add(GroupTable.of(study));
        add(ComparisonTable.of(study));
        add(ConfusionSection.of(study));
        maps();
        add(pictures.section());
        examples();
        add(FailureTable.of(study.failures(), "more stand in results.json"));
        new ReportAppendix(study, "results.csv", page).add();
        return page.append(PageHead.script()).append("</body></html>\n").toString();
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void summary() {
        add("<section><h2>Summary</h2><table class=\"summary sortable\"><thead><tr><th>Data set</th><th>Encoder</th>");
        study.pages()
                .summary()
                .forEach(headline -> add("<th class=\"num\">" + Text.escape(headline.title()) + "</th>"));
        add("</tr></thead>\n");
        for (String dataset : datasets) {
            add("<tbody>");
            for (int row = 0; row < encoders.size(); row++) {
                add("<tr>");
                if (row == 0) {
                    add("<th rowspan=\"" + encoders.size() + "\">" + Text.escape(dataset) + "</th>");
                }
                add("<td class=\"who\"><span class=\"chip\" style=\"background:" + Palette.color(row) + "\"></span>"
                        + Text.escape(encoders.get(row))
                        + (study.baselines().contains(encoders.get(row)) ? " <small>baseline</small>" : "") + "</td>");
                cells(encoders.get(row), dataset);
                add("</tr>\n");
            }
            add("</tbody>");
        }
        add(
                "</table><p class=\"hint\">Small print: 95&nbsp;% interval (patients or lesions kept together where known), and"
                        + " the control. Chance: labels dealt at random; blank box: the same box without text; harmless changes:"
                        + " encoded again, as JPEG, with noise of one level. Bold: best of the data"
                        + " set, baselines aside; \u2248: not told apart from it. A click on a heading sorts.</p></section>\n");
    }

    private void cells(String encoder, String dataset) {
        Set<String> notes = new LinkedHashSet<>();
        boolean some = false;
        for (Headline headline : study.pages().summary()) {
            Optional<MetricResult> found = headline.in(study.results(encoder, dataset));
            some |= found.isPresent() && found.get().value().isPresent();
            notes.add(found.map(MetricResult::note).orElse("not measured"));
        }
        if (!some && notes.size() == 1) {
            add("<td class=\"none\" colspan=\"" + study.pages().summary().size() + "\">no value<small>"
                    + Text.shortened(notes.iterator().next(), 400) + "</small></td>");
            return;
        }
        study.pages().summary().forEach(headline -> cell(headline, encoder, dataset));
    }

    private void cell(Headline headline, String encoder, String dataset) {
        Optional<MetricResult> found = headline.in(study.results(encoder, dataset));
        if (found.isEmpty() || found.get().value().isEmpty()) {
            add(ResultCell.none(found, 90));
            return;
        }
        MetricResult result = found.get();
        boolean best = encoders.size() > 1
                && headline.better() != Headline.Better.NEITHER
                && merit(headline, result) == best(headline, dataset).orElse(Double.NaN);
        boolean tied = standings.stream()
                .anyMatch(standing -> standing.dataset().equals(dataset)
                        && standing.headline().equals(headline)
                        && standing.equal().contains(encoder));
        add(ResultCell.of(result, headline.share(), best ? "best" : tied ? "tied" : "", headline.control()));
    }

    private OptionalDouble best(Headline headline, String dataset) {
        return study.compared().stream()
                .flatMap(encoder -> headline.in(study.results(encoder, dataset)).stream())
                .filter(result -> result.value().isPresent())
                .mapToDouble(result -> merit(headline, result))
                .max();
    }

    private static double merit(Headline headline, MetricResult result) {
        return headline.merit(result.value().orElseThrow());
    }

    private void verdicts() {
        List<OverlayFinding> findings = OverlayFinding.of(study);
        if (findings.isEmpty()) {
            return;
        }
        add(
                "<section><h2>What burned-in text does</h2><p class=\"hint\">By rules on the ends of 95&nbsp;% intervals, which"
                        + " docs/METRICS.md lists with their error rates.</p><ul>\n");
        findings.forEach(finding -> add("<li>" + (datasets.size() > 1 ? Text.escape(finding.dataset()) + ", " : "")
                + Text.escape(finding.sentence()) + "</li>\n"));
        add("</ul></section>\n");
    }

    private void charts() {
        add(
                "<section><h2>Metric by metric</h2><p class=\"hint\">Bars: value; whiskers: 95&nbsp;% interval; dashed mark: the"
                        + " control named under each title.</p><div class=\"charts\">");
        for (Headline headline : study.pages().summary()) {
            add("<figure><figcaption><b>" + Text.escape(headline.title()) + "</b> "
                    + Text.escape(headline.explanation())
                    + (headline.control().isEmpty()
                            ? ""
                            : " <span class=\"key\">Dashed: " + Text.escape(headline.control()) + ".</span>")
                    + "</figcaption>");
            add(BarChart.of(headline, study, encoders, datasets));
            add("</figure>\n");
        }
        add("</div></section>\n");
    }

    private void maps() {
        if (study.maps().isEmpty()) {
            return;
        }
        add(
                "<section><h2>Maps</h2><p class=\"hint\">Each point is an image. A plane cannot show everything: trustworthiness"
                        + " says how many neighbours in the picture are neighbours in truth, continuity the reverse, against what"
                        + " points dealt at random would give. Pictures illustrate, the numbers decide.</p>");
        for (String dataset : datasets) {
            List<StudyMap> maps = study.maps().stream()
                    .filter(map -> map.dataset().equals(dataset))
                    .toList();
            if (maps.isEmpty()) {
                continue;
            }
            add("<h3>" + Text.escape(dataset) + "</h3>" + MapPlot.legend(maps.get(0)) + "<div class=\"maps\">");
            for (StudyMap map : maps) {
                add("<figure>" + pictures.linked(map, MapPlot.of(map)) + "<figcaption><b>" + Text.escape(map.encoder())
                        + "</b> " + Text.escape(map.method()) + ". ");
                map.quality()
                        .ifPresent(quality -> add("Trustworthiness " + Text.value(quality.trustworthiness(), false)
                                + ", continuity " + Text.value(quality.continuity(), false) + "; chance "
                                + Text.value(quality.chance(), false) + "."));
                add(Text.escape(map.note()));
                int stride = MapPlot.stride(map);
                add(
                        stride == 1
                                ? ""
                                : " One of " + stride + " of the "
                                        + map.points().size() + " images drawn.");
                add("</figcaption></figure>");
            }
            add("</div>\n");
        }
        add("</section>\n");
    }

    private void examples() {
        if (study.examples().isEmpty()) {
            return;
        }
        add(
                "<section><h2>What the overlay looks like</h2><p class=\"hint\">The text names a class that the image does not"
                        + " belong to. Scrambled and mirrored ink is as much and as strong, so what the text does beyond both is reading.</p>"
                        + "<div class=\"examples\">");
        for (OverlayExample example : study.examples()) {
            add(ExampleFigure.of(example, List.of(OverlayInk.values())));
        }
        add("</div></section>\n");
    }

    private void add(String html) {
        page.append(html);
    }
}
