package io.discern.analysis.report;

import io.discern.analysis.MetricResult;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyRow;
import java.util.Locale;
import java.util.OptionalDouble;

/** The end of the page: every result, where everything came from, and how long it took. */
final class ReportAppendix {
    private final StudyResult study;
    private final String csv;
    private final StringBuilder page;

    ReportAppendix(StudyResult study, String csv, StringBuilder page) {
        this.study = study;
        this.csv = csv;
        this.page = page;
    }

    void add() {
        results();
        page.append(DataSection.of(study));
        provenance();
        times();
    }

    private void results() {
        page.append("<section><h2>All results</h2><details><summary>")
                .append(study.allRows().size())
                .append(" rows, as in ")
                .append(csv)
                .append("</summary><table class=\"all\"><thead><tr>");
        for (String column : new String[] {
            "Encoder", "Data set", "Metric", "Variant", "Value", "95 % interval", "Control", "n", "Note"
        }) {
            page.append("<th>").append(column).append("</th>");
        }
        page.append("</tr></thead><tbody>\n");
        study.allRows().forEach(this::result);
        page.append("</tbody></table></details></section>\n");
    }

    private void result(StudyRow row) {
        MetricResult result = row.result();
        page.append("<tr>");
        for (String text : new String[] {row.encoder(), row.dataset(), result.metric(), result.variant()}) {
            cell(text, "");
        }
        cell(number(result.value()), "num");
        String ends = result.ciLow().isPresent() ? number(result.ciLow()) + " to " + number(result.ciHigh()) : "";
        cell(MetricResult.joined(ends, result.ciNote()), "num");
        cell(number(result.nullValue()), "num");
        cell(Integer.toString(result.n()), "num");
        cell(result.note(), "note");
        page.append("</tr>\n");
    }

    private static String number(OptionalDouble number) {
        return number.isPresent() ? Text.number(number.getAsDouble()) : "";
    }

    private void cell(String text, String style) {
        page.append(style.isEmpty() ? "<td>" : "<td class=\"" + style + "\">")
                .append(Text.escape(text))
                .append("</td>");
    }

    private void provenance() {
        page.append(
                "<section><h2>Provenance</h2><table><thead><tr><th>Encoder</th><th>Fact</th><th>Value</th></tr></thead>");
        study.encoders().forEach((label, info) -> {
            page.append("<tbody><tr><th rowspan=\"")
                    .append(info.provenance().size() + 3)
                    .append("\">")
                    .append(Text.escape(label))
                    .append("</th>");
            cell("name", "");
            cell(info.name(), "");
            page.append("</tr><tr>");
            cell("dimension", "");
            cell(Integer.toString(info.dimension()), "");
            page.append("</tr><tr>");
            cell("unit length", "");
            cell(info.normalized() ? "yes" : "no", "");
            page.append("</tr>");
            info.provenance().forEach((fact, value) -> {
                page.append("<tr>");
                cell(fact, "");
                cell(value, "mono");
                page.append("</tr>");
            });
            page.append("</tbody>\n");
        });
        page.append("</table><p>Seed ")
                .append(study.seed())
                .append(": named classes, resamples and permutations all follow from it.</p></section>\n");
    }

    private void times() {
        page.append("<section><h2>Time</h2><table><thead><tr><th>Encoder</th><th>Data set</th><th>Stage</th>"
                + "<th class=\"num\">Seconds</th></tr></thead><tbody>");
        study.times().forEach(time -> {
            page.append("<tr>");
            cell(time.encoder(), "");
            cell(time.dataset(), "");
            cell(time.stage().name().toLowerCase(Locale.ROOT), "");
            cell(String.format(Locale.ROOT, "%.2f", time.seconds()), "num");
            page.append("</tr>");
        });
        page.append("</tbody></table></section>\n");
    }
}
