package io.discern.analysis.report;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import io.discern.analysis.study.ComparedKey;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyRow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Encoders two by two, as square tables: by how much they differ in the measures of the summary and whether by more than chance, and how alike they
 * see the images. The stars are of the p-values that the page's sentences rest on.
 */
final class PairTable {
    private static final double LEVEL = 0.05;

    private final StudyResult study;
    private final Who who;
    private final List<String> encoders;

    private PairTable(StudyResult study, Who who) {
        this.study = study;
        this.who = who;
        this.encoders = study.compared();
    }

    /** The tables, empty where nothing was compared. */
    static String of(StudyResult study, Who who) {
        return new PairTable(study, who).rendered();
    }

    private String rendered() {
        StringBuilder html = new StringBuilder();
        boolean open = true;
        for (StudyData data : study.datasets()) {
            StringBuilder tables = new StringBuilder();
            for (Headline headline : study.pages().summary()) {
                if (encoders.stream()
                        .anyMatch(one -> encoders.stream()
                                .anyMatch(other ->
                                        difference(data, one, other, headline).isPresent()))) {
                    tables.append(square(
                            headline.title() + ", of the row less that of the column"
                                    + (headline.share() ? ", points" : ""),
                            (row, column) -> less(data, row, column, headline)));
                }
            }
            for (Headline headline : study.pages().pairs()) {
                if (encoders.stream()
                        .anyMatch(one -> encoders.stream()
                                .anyMatch(other ->
                                        both(data, one, other, headline).isPresent()))) {
                    tables.append(square(
                            headline.title(),
                            (row, column) -> both(data, row, column, headline)
                                    .map(result -> ResultCell.of(result, headline.share(), "", ""))
                                    .orElse("<td></td>")));
                }
            }
            if (!tables.isEmpty()) {
                html.append(Page.folded(open, data.name(), "<div class=\"squares\">" + tables + "</div>"));
                open = study.datasets().size() <= 2;
            }
        }
        if (html.isEmpty()) {
            return "";
        }
        StringBuilder hint = new StringBuilder(
                "The same images for both. Differences with their 95&nbsp;% intervals; bold with a"
                        + " star: p of the difference, adjusted by Holm over all pairs and data sets of the measure, is at most 0.05.");
        study.pages()
                .pairs()
                .forEach(column -> hint.append(" <b>")
                        .append(Text.escape(column.title()))
                        .append("</b>: ")
                        .append(Text.escape(column.explanation())));
        return Page.hint(hint.toString()) + html;
    }

    private interface Cell {
        String of(String row, String column);
    }

    private String square(String title, Cell cell) {
        StringBuilder table = new StringBuilder("<figure class=\"scroll\"><figcaption><b>" + Text.escape(title)
                + "</b></figcaption><table class=\"square\" data-name=\"" + Text.escape(title)
                + "\"><thead><tr><td></td>");
        encoders.forEach(encoder -> table.append(who.columnHeading(encoder)));
        table.append("</tr></thead><tbody>");
        for (String row : encoders) {
            table.append("<tr>").append(who.rowHeading(row));
            for (String column : encoders) {
                table.append(row.equals(column) ? "<td class=\"same\"></td>" : cell.of(row, column));
            }
            table.append("</tr>\n");
        }
        return table.append("</tbody></table></figure>").toString();
    }

    private Optional<MetricResult> difference(StudyData data, String first, String second, Headline headline) {
        Results results = study.results(StudyRow.pair(first, second), data.name());
        return ComparedKey.paired(headline, results).map(results::get);
    }

    /** Pairs are named in the study's order; the difference the other way round has the other sign. */
    private String less(StudyData data, String row, String column, Headline headline) {
        boolean inOrder = difference(data, row, column, headline).isPresent();
        Optional<MetricResult> found =
                inOrder ? difference(data, row, column, headline) : difference(data, column, row, headline);
        if (found.isEmpty() || found.get().value().isEmpty()) {
            return ResultCell.none(found, 60);
        }
        Results results = study.results(inOrder ? StudyRow.pair(row, column) : StudyRow.pair(column, row), data.name());
        boolean differ = ComparedKey.paired(headline, results)
                .map(key -> key.with(ComparedKey.Statistic.HOLM))
                .filter(results::has)
                .filter(holm -> results.get(holm).value().orElse(1) <= LEVEL)
                .isPresent();
        int sign = inOrder ? 1 : -1;
        MetricResult result = found.get();
        double value = sign * result.value().getAsDouble();
        String interval = result.interval()
                .map(ends -> sign > 0
                        ? signed(ends.low(), headline) + " to " + signed(ends.high(), headline)
                        : signed(-ends.high(), headline) + " to " + signed(-ends.low(), headline))
                .orElse("");
        return "<td class=\"num" + (differ ? " differ" : "") + "\" data-value=\"" + value + "\">"
                + signed(value, headline) + (differ ? "*" : "") + "<small>" + interval + "</small></td>";
    }

    private static String signed(double value, Headline headline) {
        return headline.share()
                ? String.format(Locale.ROOT, "%+.1f", 100 * value)
                : String.format(Locale.ROOT, "%+.3f", value);
    }

    private Optional<MetricResult> both(StudyData data, String one, String other, Headline headline) {
        return headline.in(study.results(StudyRow.pair(one, other), data.name()))
                .or(() -> headline.in(study.results(StudyRow.pair(other, one), data.name())))
                .filter(result -> result.value().isPresent());
    }
}
