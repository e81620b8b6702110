package io.discern.analysis.report;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import io.discern.analysis.study.ComparedKey;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Encoders two by two: by how much they differ in what they are ranked by, whether by more than chance, and how alike they see the
 * images. The p-values are those that the page's sentences rest on.
 */
final class ComparisonTable {
    private static final int MOST_PAIRS = 200;

    private final StudyResult study;

    private ComparisonTable(StudyResult study) {
        this.study = study;
    }

    /** The section, empty where nothing was compared. */
    static String of(StudyResult study) {
        return new ComparisonTable(study).rendered();
    }

    /** What two encoders, in the study's order, have on a data set. */
    private record Pair(String name, String dataset, Results results) {}

    private List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        List<String> encoders = study.compared();
        for (StudyData data : study.datasets()) {
            for (int i = 0; i < encoders.size(); i++) {
                for (int j = i + 1; j < encoders.size(); j++) {
                    String name = StudyRow.pair(encoders.get(i), encoders.get(j));
                    Results results = study.results(name, data.name());
                    if (!results.all().isEmpty()) {
                        pairs.add(new Pair(name, data.name(), results));
                    }
                }
            }
        }
        return pairs.subList(0, Math.min(MOST_PAIRS, pairs.size()));
    }

    private String rendered() {
        List<Pair> pairs = pairs();
        if (pairs.isEmpty()) {
            return "";
        }
        List<Headline> compared = study.pages().ranked();
        List<Headline> columns = study.pages().pairs();
        StringBuilder table =
                new StringBuilder("<section><h2>Encoder against encoder</h2><p class=\"hint\">The same images for"
                        + " both: the first encoder's value minus the second's with its 95&nbsp;% interval, and p of that,"
                        + " adjusted by Holm over all pairs and data sets of the measure.");
        columns.forEach(column -> table.append(" <b>")
                .append(Text.escape(column.title()))
                .append("</b>: ")
                .append(Text.escape(column.explanation())));
        table.append("</p><table><thead><tr><th>Data set</th><th>Pair</th>");
        compared.forEach(headline -> table.append("<th class=\"num\">")
                .append(Text.escape(headline.title()))
                .append(", difference</th><th class=\"num\">p, Holm</th>"));
        columns.forEach(column -> table.append("<th class=\"num\">")
                .append(Text.escape(column.title()))
                .append("</th>"));
        table.append("</tr></thead><tbody>\n");
        for (Pair pair : pairs) {
            table.append("<tr><td>")
                    .append(Text.escape(pair.dataset()))
                    .append("</td><td>")
                    .append(Text.escape(pair.name()))
                    .append("</td>");
            for (Headline headline : compared) {
                Optional<ComparedKey> key = ComparedKey.paired(headline, pair.results());
                cell(table, key.map(pair.results()::get), headline.share(), "");
                cell(
                        table,
                        key.map(of -> of.with(ComparedKey.Statistic.HOLM))
                                .filter(pair.results()::has)
                                .map(pair.results()::get),
                        false,
                        "");
            }
            columns.forEach(column -> cell(table, column.in(pair.results()), column.share(), column.control()));
            table.append("</tr>\n");
        }
        return table.append("</tbody></table></section>\n").toString();
    }

    private static void cell(StringBuilder table, Optional<MetricResult> found, boolean percent, String control) {
        table.append(found.filter(result -> result.value().isPresent())
                .map(result -> ResultCell.of(result, percent, "", control))
                .orElseGet(() -> ResultCell.none(found, 90)));
    }
}
