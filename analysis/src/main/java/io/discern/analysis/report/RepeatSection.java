package io.discern.analysis.report;

import io.discern.analysis.study.StudyResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How to repeat a study: the command, versions, what is done to an image, where every encoder came from, and how long it took. */
final class RepeatSection {
    private RepeatSection() {}

    /** HTML. */
    static String of(StudyResult study, Optional<Repetition> repetition) {
        StringBuilder html = new StringBuilder();
        repetition.ifPresent(known -> {
            Map<String, Object> manifest = known.manifest().toMap();
            html.append("<p>From the same working directory, with the same files:</p><pre>")
                    .append(Text.escape(known.command()))
                    .append(
                            "</pre><p>study.yaml holds the same options (<code>--study study.yaml</code>); manifest.json the SHA-256 of"
                                    + " every file that was written, of models, of preprocessing and of the listings of data sets.</p>");
            html.append("<table class=\"facts\"><tbody>");
            for (String fact : List.of("discern", "java", "os", "processors")) {
                fact(html, fact, String.valueOf(manifest.get(fact)));
            }
            known.manifest().settings().forEach((name, value) -> fact(html, name, value));
            html.append("</tbody></table>");
        });
        html.append("<p>Seed ")
                .append(study.seed())
                .append(": named classes, resamples and permutations all follow from it.</p>");
        preprocessing(study, html);
        provenance(study, html);
        times(study, html);
        return html.toString();
    }

    private static void fact(StringBuilder html, String name, String value) {
        html.append("<tr><th scope=\"row\">")
                .append(Text.escape(name))
                .append("</th><td>")
                .append(Text.escape(value))
                .append("</td></tr>");
    }

    private static void preprocessing(StudyResult study, StringBuilder html) {
        if (study.preprocessing().isEmpty()) {
            return;
        }
        html.append("<h3>What is done to an image before it is looked at</h3><table class=\"facts\"><tbody>");
        study.encoders()
                .keySet()
                .forEach(encoder -> fact(
                        html,
                        encoder,
                        Optional.ofNullable(study.preprocessing().get(encoder))
                                .map(PreprocessWords::of)
                                .orElse("not stated")));
        html.append("</tbody></table>");
    }

    private static void provenance(StudyResult study, StringBuilder html) {
        html.append("<h3>Where the encoders come from</h3>");
        study.encoders().forEach((label, info) -> {
            StringBuilder facts = new StringBuilder("<table class=\"facts\"><tbody>");
            fact(facts, "name", info.name());
            fact(facts, "dimension", Integer.toString(info.dimension()));
            fact(facts, "unit length", info.normalized() ? "yes" : "no");
            info.provenance().forEach((fact, value) -> fact(facts, fact, value));
            html.append("<details><summary>")
                    .append(Text.escape(label))
                    .append("</summary>")
                    .append(facts)
                    .append("</tbody></table></details>\n");
        });
    }

    private static void times(StudyResult study, StringBuilder html) {
        if (study.times().isEmpty()) {
            return;
        }
        html.append(
                "<details><summary>How long it took</summary><table class=\"all\" data-name=\"times\"><thead><tr><th>Encoder</th>"
                        + "<th>Data set</th><th>Stage</th><th class=\"num\">Seconds</th></tr></thead><tbody>");
        study.times()
                .forEach(time -> html.append("<tr><td>")
                        .append(Text.escape(time.encoder()))
                        .append("</td><td>")
                        .append(Text.escape(time.dataset()))
                        .append("</td><td>")
                        .append(time.stage().name().toLowerCase(Locale.ROOT))
                        .append("</td><td class=\"num\">")
                        .append(String.format(Locale.ROOT, "%.2f", time.seconds()))
                        .append("</td></tr>"));
        html.append("</tbody></table></details>\n");
    }
}
