package io.discern.analysis.report;

import io.discern.analysis.MetricResult;
import io.discern.analysis.study.StandingFinding;
import java.util.List;

/** The summary in sentences: who stands first, by what, and who is not told apart from it. */
final class StandingSection {
    private StandingSection() {}

    /** The section, empty where nobody has a value. */
    static String of(List<StandingFinding> findings) {
        if (findings.isEmpty()) {
            return "";
        }
        StringBuilder section = new StringBuilder(
                "<section><h2>In words</h2><p class=\"hint\">First is the best value, baselines aside. Lower: p of the"
                        + " paired difference from the first is at most 0.05, adjusted by Holm over all pairs and data sets of"
                        + " the measure; whoever is not shown to be lower is not told apart from it.</p><ul>\n");
        findings.forEach(
                finding -> section.append("<li>").append(sentence(finding)).append("</li>\n"));
        return section.append("</ul></section>\n").toString();
    }

    private static String sentence(StandingFinding finding) {
        MetricResult value = finding.value();
        boolean share = finding.headline().share();
        StringBuilder said = new StringBuilder(Text.escape(finding.dataset()) + ", "
                + Text.escape(finding.headline().title()) + ": <b>" + Text.escape(finding.first()) + "</b> ");
        boolean alone = finding.equal().isEmpty() && finding.lower().isEmpty();
        said.append(alone ? "has " : "stands first with ")
                .append(Text.value(value.value().orElseThrow(), share));
        value.ciLow()
                .ifPresent(low -> said.append(" [")
                        .append(Text.range(low, value.ciHigh().orElseThrow(), share))
                        .append("]"));
        finding.aboveChance()
                .ifPresent(above -> said.append(above ? ", above chance (" : ", not shown to be above chance (")
                        .append(Text.value(value.nullValue().orElseThrow(), share))
                        .append(")"));
        names(said, "; not told apart from it: ", finding.equal());
        names(said, "; lower: ", finding.lower());
        return said.append(".").toString();
    }

    private static void names(StringBuilder said, String what, List<String> encoders) {
        if (!encoders.isEmpty()) {
            said.append(what).append(Text.escape(String.join(", ", encoders)));
        }
    }
}
