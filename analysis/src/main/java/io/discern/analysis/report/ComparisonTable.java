package io.discern.analysis.report;

import io.discern.analysis.MetricResult;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyRow;
import java.util.List;
import java.util.Optional;

/** Encoders two by two: by how much their accuracies differ, whether by more than chance, and how alike they see the images. */
final class ComparisonTable {
    private static final String DIFFERENCE = "knn,k=5,micro";
    private static final int MOST_PAIRS = 200;

    private final List<StudyRow> rows;

    private ComparisonTable(List<StudyRow> rows) {
        this.rows = rows;
    }

    /** The section, empty where nothing was compared. */
    static String of(StudyResult study) {
        return new ComparisonTable(study.comparisons()).rendered();
    }

    private String rendered() {
        List<StudyRow> pairs = rows.stream()
                .filter(row -> row.result().metric().equals("paired")
                        && row.result().variant().equals(DIFFERENCE))
                .limit(MOST_PAIRS)
                .toList();
        if (pairs.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder(
                "<section><h2>Encoder against encoder</h2><p class=\"hint\">The same images for"
                        + " both: difference of 5-NN accuracies with its 95&nbsp;% interval; p by flipping signs of whole groups, adjusted"
                        + " by Holm over all rows. CKA (1: the same geometry) and mutual 10-NN (share of common neighbours, chance"
                        + " beside it) say whether two encoders see the same thing.</p><table><thead><tr><th>Data set</th><th>Pair</th>"
                        + "<th class=\"num\">Accuracy difference</th><th class=\"num\">p</th><th class=\"num\">p, Holm</th>"
                        + "<th class=\"num\">CKA, unbiased</th><th class=\"num\">Mutual 10-NN</th></tr></thead><tbody>\n");
        for (StudyRow pair : pairs) {
            table.append("<tr><td>")
                    .append(Text.escape(pair.dataset()))
                    .append("</td><td>")
                    .append(Text.escape(pair.encoder()))
                    .append("</td>");
            cell(table, Optional.of(pair.result()), true);
            cell(table, find(pair, "paired", DIFFERENCE + ",p"), false);
            cell(table, find(pair, "paired", DIFFERENCE + ",p,holm"), false);
            cell(table, find(pair, "between", "cka,linear,unbiased"), false);
            cell(table, find(pair, "between", "mutual-knn,k=10"), false);
            table.append("</tr>\n");
        }
        return table.append("</tbody></table></section>\n").toString();
    }

    private Optional<MetricResult> find(StudyRow pair, String metric, String variant) {
        return StudyRow.find(rows, pair.encoder(), pair.dataset(), metric, variant);
    }

    private static void cell(StringBuilder table, Optional<MetricResult> found, boolean percent) {
        table.append(found.filter(result -> result.value().isPresent())
                .map(result -> ResultCell.of(result, percent, "", percent ? "" : "chance"))
                .orElseGet(() -> ResultCell.none(found, 90)));
    }
}
