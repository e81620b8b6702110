package io.discern.analysis.report;

import io.discern.analysis.study.ImageReading;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The classes of a data set one by one, as the nearest images vote: how often each is recognised, which are taken for each other, and all of it as matrices. */
final class ClassPart {
    private static final int MOST_CLASSES = 20;
    private static final int MOST_PAIRS = 6;
    /** How strongly a cell is coloured that holds its whole row. */
    private static final double STRONGEST = 0.75;

    private final StudyData data;
    private final Who who;
    private final List<String> classes;
    /** By encoder; a row for each class, a column for what its images are taken for. */
    private final Map<String, int[][]> counts = new LinkedHashMap<>();

    private ClassPart(StudyResult study, StudyData data, Who who) {
        this.data = data;
        this.who = who;
        this.classes = List.copyOf(data.classCounts().keySet());
        for (ImageReading reading : study.readings()) {
            if (reading.dataset().equals(data.name())
                    && reading.reader().equals(ImageReading.NEIGHBOURS)
                    && study.compared().contains(reading.encoder())) {
                counts.computeIfAbsent(reading.encoder(), unseen -> new int[classes.size()][classes.size()])[
                        classes.indexOf(reading.image().label())][classes.indexOf(reading.prediction())]++;
            }
        }
    }

    /** HTML, empty where no image was read or there are too many classes for a page. */
    static String of(StudyResult study, StudyData data, Who who) {
        ClassPart part = new ClassPart(study, data, who);
        return part.counts.isEmpty() || part.classes.size() > MOST_CLASSES ? "" : part.rendered();
    }

    private String rendered() {
        StringBuilder matrices = new StringBuilder();
        counts.forEach((encoder, taken) -> matrices.append(matrix(encoder, taken)));
        return Page.hint("By the vote of the " + ImageReading.K
                        + " nearest images of other groups; per_image.csv has every image.")
                + recalls() + pairs()
                + "<h4>What is taken for what</h4>"
                + Page.hint(
                        "Rows: the class of an image; columns: what it is taken for. Numbers count images; the deeper the"
                                + " colour, the larger the share of the row.")
                + "<div class=\"confusions\">" + matrices + "</div>\n";
    }

    /** A bar for each class and encoder. */
    private String recalls() {
        StringBuilder table = new StringBuilder(
                "<h4>Images of each class that are recognised</h4><div class=\"scroll\"><table class=\"bars sortable\" data-name=\"recognised, "
                        + Text.escape(data.name()) + "\"><thead><tr><th scope=\"col\">Encoder</th>");
        classes.forEach(name -> table.append("<th scope=\"col\" class=\"num\">")
                .append(Text.middle(name, 24))
                .append(" <small>")
                .append(data.classCounts().get(name))
                .append("</small></th>"));
        table.append("</tr></thead><tbody>");
        counts.forEach((encoder, taken) -> {
            table.append("<tr>").append(who.rowHeading(encoder));
            for (int label = 0; label < classes.size(); label++) {
                int read = total(taken[label]);
                double share = read == 0 ? 0 : taken[label][label] / (double) read;
                table.append(
                        read == 0
                                ? "<td class=\"num none\">\u2013</td>"
                                : String.format(
                                        Locale.ROOT,
                                        "<td class=\"num\" data-value=\"%.6f\" style=\"--share:%.3f\">%s</td>",
                                        share,
                                        share,
                                        Text.value(share, true)));
            }
            table.append("</tr>\n");
        });
        return table.append("</tbody></table></div>").toString();
    }

    /** Two classes and how often each encoder takes an image of one for the other, a share of the images of both. */
    private record Pair(int one, int other, Map<String, Double> confused) {
        double mean() {
            return confused.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElse(0);
        }
    }

    private String pairs() {
        if (classes.size() < 3) {
            return "";
        }
        List<Pair> pairs = new ArrayList<>();
        for (int one = 0; one < classes.size(); one++) {
            for (int other = one + 1; other < classes.size(); other++) {
                Map<String, Double> confused = new LinkedHashMap<>();
                for (Map.Entry<String, int[][]> of : counts.entrySet()) {
                    int[][] taken = of.getValue();
                    int read = total(taken[one]) + total(taken[other]);
                    confused.put(of.getKey(), read == 0 ? 0 : (taken[one][other] + taken[other][one]) / (double) read);
                }
                pairs.add(new Pair(one, other, confused));
            }
        }
        StringBuilder table = new StringBuilder("<h4>Hardest pairs of classes</h4>"
                + Page.hint(
                        "Share of the images of both classes that are taken for the other one; the mean over encoders decides the order.")
                + "<div class=\"scroll\"><table class=\"bars wrong\" data-name=\"hardest pairs, "
                + Text.escape(data.name())
                + "\"><thead><tr><th scope=\"col\">Pair</th>");
        counts.keySet().forEach(encoder -> table.append(who.columnHeading(encoder)));
        table.append("</tr></thead><tbody>");
        pairs.stream()
                .sorted(Comparator.comparingDouble(pair -> -pair.mean()))
                .limit(MOST_PAIRS)
                .forEach(pair -> {
                    table.append("<tr><th scope=\"row\">")
                            .append(Text.middle(classes.get(pair.one), 30))
                            .append(" \u2013 ")
                            .append(Text.middle(classes.get(pair.other), 30))
                            .append("</th>");
                    pair.confused
                            .values()
                            .forEach(share -> table.append(String.format(
                                    Locale.ROOT,
                                    "<td class=\"num\" style=\"--share:%.3f\">%s</td>",
                                    share,
                                    Text.value(share, true))));
                    table.append("</tr>\n");
                });
        return table.append("</tbody></table></div>").toString();
    }

    private static int total(int[] row) {
        int total = 0;
        for (int count : row) {
            total += count;
        }
        return total;
    }

    private String matrix(String encoder, int[][] taken) {
        StringBuilder table =
                new StringBuilder("<figure class=\"scroll\"><table class=\"confusion\" data-name=\"confusion, "
                        + Text.escape(encoder) + "\"><thead><tr><td></td>");
        classes.forEach(name -> table.append("<th scope=\"col\" title=\"")
                .append(Text.escape(name))
                .append("\"><span>")
                .append(Text.middle(name, 24))
                .append("</span></th>"));
        table.append("</tr></thead><tbody>");
        for (int label = 0; label < classes.size(); label++) {
            int total = total(taken[label]);
            table.append("<tr><th scope=\"row\" title=\"")
                    .append(Text.escape(classes.get(label)))
                    .append("\">")
                    .append(Text.middle(classes.get(label), 24))
                    .append("</th>");
            for (int other = 0; other < classes.size(); other++) {
                table.append(String.format(
                        Locale.ROOT,
                        "<td class=\"%s\" style=\"--share:%.2f\">%d</td>",
                        other == label ? "right" : "wrong",
                        total == 0 ? 0 : STRONGEST * taken[label][other] / total,
                        taken[label][other]));
            }
            table.append("</tr>");
        }
        return table.append("</tbody></table><figcaption title=\"")
                .append(Text.escape(encoder))
                .append("\">")
                .append(Palette.chip(who.place(encoder)))
                .append("<b>")
                .append(Text.middle(encoder, 40))
                .append("</b></figcaption></figure>")
                .toString();
    }
}
