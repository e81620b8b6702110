package io.discern.analysis.report;

import io.discern.analysis.study.BaselineFinding;
import io.discern.analysis.study.OrderFinding;
import io.discern.analysis.study.StudyResult;
import java.util.List;
import java.util.stream.Stream;

/** What to keep in mind when reading the summary, in sentences. */
final class FindingsTable {
    private FindingsTable() {}

    /** The section, empty where there is nothing to say. */
    static String of(StudyResult study) {
        List<String> sentences = Stream.concat(
                        BaselineFinding.of(study).stream().map(BaselineFinding::sentence),
                        OrderFinding.of(study).stream().map(OrderFinding::sentence))
                .toList();
        if (sentences.isEmpty()) {
            return "";
        }
        StringBuilder section = new StringBuilder("<section><h2>Before you conclude</h2><ul>\n");
        sentences.forEach(
                sentence -> section.append("<li>").append(Text.escape(sentence)).append("</li>\n"));
        return section.append("</ul></section>\n").toString();
    }
}
