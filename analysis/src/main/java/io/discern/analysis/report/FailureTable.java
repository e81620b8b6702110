package io.discern.analysis.report;

import io.discern.analysis.study.StudyFailure;
import java.util.List;

/** What could not be done, as a section of a page. */
final class FailureTable {
    private static final int MOST = 200;

    private FailureTable() {}

    /**
     * The section.
     *
     * @param rest what is said of those beyond the first {@value #MOST}, after their number
     */
    static String of(List<StudyFailure> failures, String rest) {
        StringBuilder html = new StringBuilder();
        if (failures.isEmpty()) {
            return html.append("<p>None: every encoder opened and every image was encoded.</p>\n")
                    .toString();
        }
        html.append(
                "<table><thead><tr><th>Encoder</th><th>Data set</th><th>Image</th><th>Reason</th></tr></thead><tbody>");
        failures.stream()
                .limit(MOST)
                .forEach(failure -> html.append("<tr><td>")
                        .append(Text.escape(failure.encoder()))
                        .append("</td><td>")
                        .append(Text.escape(failure.dataset().isEmpty() ? "all" : failure.dataset()))
                        .append("</td><td>")
                        .append(Text.escape(failure.path().isEmpty() ? "all" : failure.path()))
                        .append("</td><td>")
                        .append(Text.escape(failure.reason()))
                        .append("</td></tr>\n"));
        html.append("</tbody></table>");
        int more = failures.size() - MOST;
        return html.append(more > 0 ? "<p>" + more + " " + rest + ".</p>" : "").toString();
    }
}
