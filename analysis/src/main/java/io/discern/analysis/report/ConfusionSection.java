package io.discern.analysis.report;

import io.discern.analysis.study.ImageReading;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import java.util.List;
import java.util.Locale;

/** What the nearest images take each class for: a matrix for each encoder and data set. */
final class ConfusionSection {
    private static final int MOST_CLASSES = 20;
    /** How strongly a cell is coloured that holds its whole row. */
    private static final double STRONGEST = 0.75;

    private ConfusionSection() {}

    /** The section, empty where no image was read. */
    static String of(StudyResult study) {
        StringBuilder section = new StringBuilder();
        for (StudyData data : study.datasets()) {
            List<String> classes = List.copyOf(data.classCounts().keySet());
            StringBuilder matrices = new StringBuilder();
            for (String encoder : study.compared()) {
                List<ImageReading> readings = study.readings().stream()
                        .filter(reading -> reading.encoder().equals(encoder)
                                && reading.dataset().equals(data.name())
                                && reading.reader().equals(ImageReading.NEIGHBOURS))
                        .toList();
                if (!readings.isEmpty() && classes.size() <= MOST_CLASSES) {
                    matrices.append(matrix(encoder, classes, readings));
                }
            }
            if (!matrices.isEmpty()) {
                section.append("<h3>")
                        .append(Text.escape(data.name()))
                        .append("</h3><div class=\"confusions\">")
                        .append(matrices)
                        .append("</div>\n");
            }
        }
        return section.isEmpty()
                ? ""
                : "<section><h2>What is taken for what</h2><p class=\"hint\">Rows: the class of an image; columns: what its "
                        + ImageReading.K
                        + " nearest images vote. Numbers count images; the deeper the colour, the larger the share"
                        + " of the row. per_image.csv has every image.</p>" + section + "</section>\n";
    }

    private static String matrix(String encoder, List<String> classes, List<ImageReading> readings) {
        int[][] counts = new int[classes.size()][classes.size()];
        readings.forEach(
                reading -> counts[classes.indexOf(reading.image().label())][classes.indexOf(reading.prediction())]++);
        StringBuilder table = new StringBuilder("<figure><table class=\"confusion\"><thead><tr><td></td>");
        classes.forEach(name -> table.append("<th scope=\"col\"><span>")
                .append(Text.shortened(name, 24))
                .append("</span></th>"));
        table.append("</tr></thead><tbody>");
        for (int label = 0; label < classes.size(); label++) {
            int total = 0;
            for (int count : counts[label]) {
                total += count;
            }
            table.append("<tr><th scope=\"row\">")
                    .append(Text.shortened(classes.get(label), 24))
                    .append("</th>");
            for (int taken = 0; taken < classes.size(); taken++) {
                table.append(String.format(
                        Locale.ROOT,
                        "<td class=\"%s\" style=\"--share:%.2f\">%d</td>",
                        taken == label ? "right" : "wrong",
                        total == 0 ? 0 : STRONGEST * counts[label][taken] / total,
                        counts[label][taken]));
            }
            table.append("</tr>");
        }
        return table.append("</tbody></table><figcaption><b>")
                .append(Text.escape(encoder))
                .append("</b></figcaption></figure>")
                .toString();
    }
}
