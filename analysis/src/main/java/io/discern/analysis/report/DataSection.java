package io.discern.analysis.report;

import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.Score;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import java.util.List;
import java.util.Optional;

/** What keeping groups together does to the scores: a model may know the patient and not the disease. */
final class DataSection {
    private static final int K = 5;

    private final StudyResult study;
    private final Who who;

    private DataSection(StudyResult study, Who who) {
        this.study = study;
        this.who = who;
    }

    /** HTML, empty where no image has others of its group. */
    static String of(StudyResult study, Who who) {
        DataSection section = new DataSection(study, who);
        StringBuilder html = new StringBuilder();
        study.datasets().forEach(data -> html.append(section.groups(data)));
        return html.isEmpty()
                ? ""
                : Page.hint(K
                                + "-NN balanced accuracy where images of the same patient or lesion vote for each other, and where they"
                                + " do not: what is lost was the patient, not the class.")
                        + html;
    }

    private String groups(StudyData data) {
        List<String> encoders = who.all().stream()
                .filter(encoder -> both(encoder, data.name()).isPresent())
                .toList();
        if (encoders.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("<h3>" + Text.escape(data.name())
                + "</h3><table class=\"all\"><thead><tr><th scope=\"col\">Encoder</th>"
                + "<th scope=\"col\" class=\"num\">every other image votes</th>"
                + "<th scope=\"col\" class=\"num\">images of the same group do not</th></tr></thead><tbody>");
        for (String encoder : encoders) {
            table.append("<tr>").append(who.rowHeading(encoder));
            for (double value : both(encoder, data.name()).orElseThrow()) {
                table.append("<td class=\"num\">")
                        .append(Text.value(value, true))
                        .append("</td>");
            }
            table.append("</tr>");
        }
        return table.append("</tbody></table>").toString();
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
