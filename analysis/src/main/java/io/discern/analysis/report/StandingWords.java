package io.discern.analysis.report;

import io.discern.analysis.MetricResult;
import io.discern.analysis.study.StandingFinding;
import java.util.List;

/** Who stands first, by what, and who is not told apart from it, as a sentence. */
final class StandingWords {
    /** Of a dozen encoders the table says the rest. */
    private static final int MOST_NAMED = 4;

    private StandingWords() {}

    /** HTML. */
    static String sentence(StandingFinding finding) {
        MetricResult value = finding.value();
        boolean share = finding.headline().share();
        StringBuilder said = new StringBuilder(
                Text.escape(finding.headline().title()) + ": <b>" + Text.escape(finding.first()) + "</b> ");
        boolean alone = finding.equal().isEmpty()
                && finding.lower().isEmpty()
                && finding.uncompared().isEmpty();
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
        names(said, "; not compared with it: ", finding.uncompared());
        return said.append(".").toString();
    }

    private static void names(StringBuilder said, String what, List<String> encoders) {
        if (!encoders.isEmpty()) {
            int more = encoders.size() - MOST_NAMED;
            List<String> named = more > 1 ? encoders.subList(0, MOST_NAMED) : encoders;
            said.append(what)
                    .append(Text.escape(String.join(", ", named)))
                    .append(more > 1 ? " and " + more + " more" : "");
        }
    }
}
