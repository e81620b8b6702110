package io.discern.analysis.report;

import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.Score;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import java.util.List;
import java.util.Optional;

/** The data sets of a study: what they hold, what their audit found, and what keeping groups together does to the scores. */
final class DataSection {
    private static final int K = 5;

    private final StudyResult study;
    private final StringBuilder page = new StringBuilder();

    private DataSection(StudyResult study) {
        this.study = study;
    }

    static String of(StudyResult study) {
        return new DataSection(study).rendered();
    }

    private String rendered() {
        page.append("<section><h2>Data sets</h2><table><thead><tr><th>Name</th><th class=\"num\">Images</th>"
                + "<th class=\"num\">Groups</th><th>Classes</th></tr></thead><tbody>");
        study.datasets().forEach(this::row);
        page.append("</tbody></table>");
        study.datasets().forEach(this::details);
        return page.append("</section>\n").toString();
    }

    private void row(StudyData data) {
        StringBuilder classes = new StringBuilder();
        data.classCounts()
                .forEach((label, count) -> classes.append(classes.isEmpty() ? "" : ", ")
                        .append(label)
                        .append(' ')
                        .append(count));
        page.append("<tr><td>").append(Text.escape(data.name()));
        page.append("</td><td class=\"num\">").append(data.images());
        page.append("</td><td class=\"num\">")
                .append(data.groups() == data.images() ? "each image alone" : Integer.toString(data.groups()));
        page.append("</td><td>").append(Text.escape(classes.toString())).append("</td></tr>");
    }

    private void details(StudyData data) {
        List<String> encoders = study.encoders().keySet().stream()
                .filter(encoder -> both(encoder, data.name()).isPresent())
                .toList();
        if (data.remarks().isEmpty() && encoders.isEmpty()) {
            return;
        }
        page.append("<h3>").append(Text.escape(data.name())).append("</h3>");
        if (!data.remarks().isEmpty()) {
            page.append("<ul>");
            data.remarks()
                    .forEach(remark ->
                            page.append("<li>").append(Text.escape(remark)).append("</li>"));
            page.append("</ul>");
        }
        groups(data, encoders);
    }

    /** What it changes that images of the same group do not vote. */
    private void groups(StudyData data, List<String> encoders) {
        if (!encoders.isEmpty()) {
            page.append("<table><thead><tr><th>").append(K).append("-NN balanced accuracy</th>");
            page.append("<th class=\"num\">every other image votes</th>");
            page.append("<th class=\"num\">images of the same group do not</th></tr></thead><tbody>");
            for (String encoder : encoders) {
                page.append("<tr><td>").append(Text.escape(encoder)).append("</td>");
                for (double value : both(encoder, data.name()).orElseThrow()) {
                    page.append("<td class=\"num\">")
                            .append(Text.value(value, true))
                            .append("</td>");
                }
                page.append("</tr>");
            }
            page.append("</tbody></table>");
        }
    }

    /** The accuracy with every other image as a voter, and with those of other groups only; empty if one was not measured. */
    private Optional<double[]> both(String encoder, String dataset) {
        Results results = study.results(encoder, dataset);
        KnnAccuracy.Key alone = KnnAccuracy.Key.leaveOneOut(K, Score.BALANCED);
        KnnAccuracy.Key apart = KnnAccuracy.Key.leaveGroupOut(K, Score.BALANCED);
        if (!results.has(alone) || !results.has(apart)) {
            return Optional.empty();
        }
        MetricResult first = results.get(alone);
        MetricResult second = results.get(apart);
        return first.value().isPresent() && second.value().isPresent()
                ? Optional.of(new double[] {
                    first.value().getAsDouble(), second.value().getAsDouble()
                })
                : Optional.empty();
    }
}
