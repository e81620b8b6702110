package io.discern.analysis.report;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import io.discern.analysis.study.PairedKey;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyRow;
import java.util.List;
import java.util.Optional;

/** Encoders two by two: by how much their accuracies differ, whether by more than chance, and how alike they see the images. */
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

    private String rendered() {
        List<StudyRow> pairs = study.comparisons().stream()
                .filter(row -> row.result().key().equals(PairedKey.difference()))
                .limit(MOST_PAIRS)
                .toList();
        if (pairs.isEmpty()) {
            return "";
        }
        List<Headline> columns = study.pages().pairs();
        StringBuilder table =
                new StringBuilder("<section><h2>Encoder against encoder</h2><p class=\"hint\">The same images for"
                        + " both: difference of " + PairedKey.difference().k()
                        + "-NN accuracies with its 95&nbsp;% interval; p by flipping signs of whole groups, adjusted by Holm over all"
                        + " rows.");
        columns.forEach(column -> table.append(" <b>")
                .append(Text.escape(column.title()))
                .append("</b>: ")
                .append(Text.escape(column.explanation())));
        table.append("</p><table><thead><tr><th>Data set</th><th>Pair</th>"
                + "<th class=\"num\">Accuracy difference</th><th class=\"num\">p</th><th class=\"num\">p, Holm</th>");
        columns.forEach(column -> table.append("<th class=\"num\">")
                .append(Text.escape(column.title()))
                .append("</th>"));
        table.append("</tr></thead><tbody>\n");
        for (StudyRow pair : pairs) {
            Results results = study.results(pair.encoder(), pair.dataset());
            table.append("<tr><td>")
                    .append(Text.escape(pair.dataset()))
                    .append("</td><td>")
                    .append(Text.escape(pair.encoder()))
                    .append("</td>");
            cell(table, Optional.of(pair.result()), true, "");
            for (PairedKey.Test test : List.of(PairedKey.Test.P, PairedKey.Test.HOLM)) {
                PairedKey key = PairedKey.of(test);
                cell(table, results.has(key) ? Optional.of(results.get(key)) : Optional.empty(), false, "chance");
            }
            columns.forEach(column -> cell(table, column.in(results), column.share(), column.control()));
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
