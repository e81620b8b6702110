package io.discern.analysis.report;

import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import io.discern.analysis.study.SeedKey;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Everything that was measured on a data set, by topic: a row for each variant, a column for each encoder, and what to mind beside it. */
final class TopicPart {
    /** A page of more results than this would not be read, nor opened by a telephone; the table of the files has them all. */
    private static final int MOST_CELLS = 12_000;

    /** So many rows are seen at once, the others after a click. */
    private static final int SHOWN = 8;

    /**
     * A question and the results that answer it.
     *
     * @param title of the part
     * @param caveat what to mind; HTML
     * @param answers which results, by metric and variant
     * @param first variants that are shown before the others, the most telling first, each with what it is in words
     */
    private record Topic(String title, String caveat, Predicate<MetricResult> answers, Map<String, String> first) {}

    private static final List<Topic> TOPICS = List.of(
            topic(
                    "Class separation",
                    "Compare encoders by the corrected, balanced ratio of unit rows. Hotelling-Lawley rises with the dimension on pure"
                            + " noise: trust cv=5. Per-feature values change under rotation: never compare encoders by them.",
                    result -> result.metric().equals("fisher"),
                    "trace-ratio-balanced,unit,corrected",
                    "Fisher ratio, balanced, unit rows",
                    "hotelling-lawley,shrinkage=0.1,cv=5",
                    "Hotelling-Lawley, cross-validated",
                    "pairwise,min",
                    "Hardest pair of classes"),
            topic(
                    "Neighbours",
                    "micro follows the large classes: read balanced where classes differ in size. group-loo keeps images of one patient"
                            + " or lesion from voting for each other.",
                    result -> result.metric().equals("knn"),
                    "group-loo,k=5,balanced",
                    "5 neighbours of other groups, balanced",
                    "train-test,k=5,balanced",
                    "5 neighbours among training images, balanced",
                    "loo,k=1,balanced",
                    "1 neighbour, balanced",
                    "loo,k=5,balanced",
                    "5 neighbours, balanced",
                    "loo,k=20,balanced",
                    "20 neighbours, balanced"),
            topic(
                    "Zero-shot: classes by their prompts",
                    "Depends on the wording of the prompts as much as on the encoder; classes whose prompts embed alike cannot be told"
                            + " apart by it.",
                    result -> result.metric().equals("zeroshot"),
                    "normalize-then-mean,balanced",
                    "Balanced accuracy",
                    "normalize-then-mean,micro",
                    "Accuracy",
                    "normalize-then-mean,auroc",
                    "AUROC"),
            topic(
                    "Linear probes",
                    "What a linear reader finds with labels; it may find much where classes are no clusters. With few groups in a class"
                            + " its value depends on the folds.",
                    result ->
                            result.metric().equals("probe") && !result.variant().startsWith("few-shot"),
                    "logistic,folds=5,balanced",
                    "Logistic regression, balanced",
                    "ridge,folds=5,balanced",
                    "Ridge, balanced"),
            topic(
                    "Few labels",
                    "Balanced accuracy of logistic regression that saw so many images of each class; draws differ much where they are few.",
                    result ->
                            result.metric().equals("probe") && result.variant().startsWith("few-shot")),
            topic(
                    "Retrieval",
                    "hit-rate grows with the number of relevant images: read it against its control. image-to-text and text-to-image"
                            + " compare images with the prompts of the classes.",
                    result -> result.metric().equals("retrieval"),
                    "group-loo,map",
                    "Mean average precision, other groups",
                    "loo,map",
                    "Mean average precision",
                    "image-to-text,hit-rate,k=1",
                    "Prompt of the right class first",
                    "text-to-image,map",
                    "Mean average precision of prompts"),
            topic(
                    "Shape of the cloud",
                    "Silhouettes ask for clusters; a large anisotropy makes raw cosines look alike: read the gap. Ranks are capped by n"
                            + " and d: compare at equal n only.",
                    result -> List.of("silhouette", "geometry").contains(result.metric()),
                    "cosine,balanced",
                    "Silhouette, cosine, balanced",
                    "pair-auroc",
                    "Pairs of a class nearer than others",
                    "cosine-gap",
                    "Cosine within less between classes",
                    "modality-gap",
                    "Gap between images and texts"),
            topic(
                    "Suspected shortcuts",
                    "An attribute that predicts the class and that the encoder sees may stand in for the class; risk is an index, no"
                            + " probability.",
                    result -> result.metric().equals("overlay")
                            && result.variant().startsWith("observed-")),
            topic(
                    "Overlays: all measures",
                    "Each control lacks one thing that the text has; a box moves an encoder too, so read a shift or a flip beside its"
                            + " control.",
                    result -> result.metric().equals("overlay")),
            topic(
                    "Maps: how far to trust them",
                    "Pictures illustrate, the numbers decide.",
                    result -> result.metric().equals("map")),
            topic(
                    "What the seed decides",
                    "Mean and standard deviation over all seeds of the study; what has no row here does not depend on the seed.",
                    result -> result.metric().equals(SeedKey.NAME)),
            topic("Other measures", "", result -> true));

    private static Topic topic(String title, String caveat, Predicate<MetricResult> answers, String... first) {
        Map<String, String> words = new LinkedHashMap<>();
        for (int i = 0; i < first.length; i += 2) {
            words.put(first[i], first[i + 1]);
        }
        return new Topic(title, caveat, answers, words);
    }

    private final StudyResult study;
    private final StudyData data;
    private final Who who;
    private final Map<String, Results> results = new LinkedHashMap<>();

    private TopicPart(StudyResult study, StudyData data, Who who) {
        this.study = study;
        this.data = data;
        this.who = who;
        who.all().forEach(encoder -> results.put(encoder, study.results(encoder, data.name())));
    }

    /** HTML of one data set. */
    static String of(StudyResult study, StudyData data, Who who) {
        return new TopicPart(study, data, who).rendered();
    }

    private String rendered() {
        StringBuilder html = new StringBuilder();
        Set<List<String>> told = new LinkedHashSet<>();
        for (Topic topic : TOPICS) {
            Map<List<String>, MetricResult> rows = new LinkedHashMap<>();
            results.values()
                    .forEach(ofEncoder -> ofEncoder.all().stream()
                            .filter(topic.answers)
                            .filter(result -> !told.contains(name(result)))
                            .forEach(result -> rows.merge(
                                    name(result),
                                    result,
                                    (one, other) -> one.value().isPresent() ? one : other)));
            told.addAll(rows.keySet());
            if (!rows.isEmpty()) {
                html.append(Page.folded(false, topic.title + " (" + rows.size() + ")", table(topic, rows)));
            }
        }
        return html.toString();
    }

    private static List<String> name(MetricResult result) {
        return List.of(result.metric(), result.variant());
    }

    private String table(Topic topic, Map<List<String>, MetricResult> rows) {
        List<List<String>> first = new ArrayList<>();
        topic.first
                .keySet()
                .forEach(variant -> rows.keySet().stream()
                        .filter(row -> row.get(1).equals(variant))
                        .forEach(first::add));
        List<List<String>> rest = new ArrayList<>(rows.keySet());
        rest.removeAll(first);
        while (first.size() < SHOWN && !rest.isEmpty()) {
            first.add(rest.remove(0));
        }
        boolean small = study.rows().size() <= MOST_CELLS;
        return (topic.caveat.isEmpty() ? "" : Page.hint(topic.caveat))
                + table(topic, first, rows)
                + (rest.isEmpty()
                        ? ""
                        : small
                                ? "<details><summary>" + rest.size() + " more</summary>" + table(topic, rest, rows)
                                        + "</details>"
                                : Page.hint(rest.size() + " more stand in results.csv."));
    }

    private String table(Topic topic, List<List<String>> shown, Map<List<String>, MetricResult> rows) {
        StringBuilder table = new StringBuilder("<div class=\"scroll\"><table class=\"all\" data-name=\""
                + Text.escape(topic.title + ", " + data.name()) + "\"><thead><tr><th scope=\"col\">Measure</th>");
        List<String> columns = who.all().stream()
                .filter(encoder -> !results.get(encoder).all().isEmpty())
                .toList();
        columns.forEach(encoder -> table.append(who.columnHeading(encoder)));
        table.append("</tr></thead><tbody>\n");
        for (List<String> row : shown) {
            MetricResult any = rows.get(row);
            String words = topic.first.get(row.get(1));
            table.append("<tr><th scope=\"row\" title=\"")
                    .append(Text.shortened(any.note(), 300))
                    .append("\">")
                    .append(words == null ? "" : Text.escape(words) + "<br>")
                    .append("<code>")
                    .append(Text.escape(row.get(0) + " " + row.get(1)))
                    .append("</code></th>");
            columns.forEach(encoder -> cell(table, encoder, any));
            table.append("</tr>\n");
        }
        return table.append("</tbody></table></div>").toString();
    }

    private void cell(StringBuilder table, String encoder, MetricResult like) {
        Results own = results.get(encoder);
        if (!own.has(like.key())) {
            table.append("<td></td>");
            return;
        }
        MetricResult result = own.get(like.key());
        if (result.value().isEmpty()) {
            table.append("<td class=\"num none\" title=\"")
                    .append(Text.shortened(result.note(), 300))
                    .append("\">\u2013</td>");
            return;
        }
        table.append("<td class=\"num\">").append(Text.number(result.value().getAsDouble()));
        result.interval()
                .ifPresent(ends -> table.append("<small>")
                        .append(Text.range(ends.low(), ends.high(), false))
                        .append("</small>"));
        if (result.nullValue().isPresent()) {
            table.append("<small>control ")
                    .append(Text.number(result.nullValue().getAsDouble()))
                    .append("</small>");
        }
        table.append("</td>");
    }
}
