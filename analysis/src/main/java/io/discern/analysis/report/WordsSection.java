package io.discern.analysis.report;

import io.discern.analysis.study.BaselineFinding;
import io.discern.analysis.study.OrderFinding;
import io.discern.analysis.study.OverlayFinding;
import io.discern.analysis.study.StandingFinding;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import java.util.ArrayList;
import java.util.List;

/** The summary in sentences: of each data set who stands first, what overlays do, and what to mind before concluding. */
final class WordsSection {
    /** Beyond so many data sets all but the first are folded. */
    private static final int OPEN = 2;

    private WordsSection() {}

    /** HTML, empty where there is nothing to say. */
    static String of(StudyResult study, List<StandingFinding> standings) {
        StringBuilder html = new StringBuilder();
        boolean several = study.datasets().size() > 1;
        int said = 0;
        for (StudyData data : study.datasets()) {
            String sentences = ofData(study, data, standings, several);
            if (!sentences.isEmpty()) {
                html.append(several ? Page.folded(said < OPEN, data.name(), sentences) : sentences);
                said++;
            }
        }
        if (html.isEmpty()) {
            return "";
        }
        return Page.hint(
                        "Sentences follow from the numbers by rules that docs/METRICS.md lists with their error rates. First is the"
                                + " best value, baselines aside. Lower: p of the paired difference from the first is at most 0.05, adjusted"
                                + " by Holm over all pairs and data sets of the measure; with a larger p one is not told apart"
                                + " from it.")
                + html;
    }

    private static String ofData(StudyResult study, StudyData data, List<StandingFinding> standings, boolean several) {
        List<String> first = standings.stream()
                .filter(standing -> standing.dataset().equals(data.name()))
                .map(StandingWords::sentence)
                .toList();
        List<String> overlays = OverlayFinding.of(study).stream()
                .filter(finding -> finding.dataset().equals(data.name()))
                .map(finding -> "<b>" + Text.escape(String.join(", ", finding.encoders())) + "</b>: "
                        + Text.escape(finding.text()))
                .toList();
        List<String> minded = new ArrayList<>();
        data.remarks().forEach(remark -> minded.add(Text.escape(remark)));
        BaselineFinding.of(study).stream()
                .filter(finding -> finding.dataset().equals(data.name()))
                .forEach(finding -> minded.add(Text.escape(finding.sentence())));
        OrderFinding.of(study).stream()
                .filter(finding -> finding.dataset().equals(data.name()))
                .forEach(finding -> minded.add(Text.escape(finding.sentence())));
        String level = several ? "h4" : "h3";
        return list(level, "Who stands first", first)
                + list(level, "What burned-in text does", overlays)
                + list(level, "Before you conclude", minded);
    }

    private static String list(String level, String title, List<String> sentences) {
        if (sentences.isEmpty()) {
            return "";
        }
        StringBuilder list = new StringBuilder("<" + level + ">" + title + "</" + level + "><ul>\n");
        sentences.forEach(sentence -> list.append("<li>").append(sentence).append("</li>\n"));
        return list.append("</ul>").toString();
    }
}
