package io.discern.analysis.report;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import io.discern.analysis.study.RankKey;
import io.discern.analysis.study.StandingFinding;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** All data sets at a glance: for each ranking headline a table of encoders by data sets, with the mean rank. */
final class OverviewTable {
    /** Where results that concern everybody and everything stand. */
    private static final String EVERYBODY = "all encoders";

    private static final String EVERYWHERE = "all data sets";

    private final StudyResult study;
    private final Who who;
    private final List<StandingFinding> standings;
    private final StringBuilder html = new StringBuilder();

    private OverviewTable(StudyResult study, Who who, List<StandingFinding> standings) {
        this.study = study;
        this.who = who;
        this.standings = standings;
    }

    /** The tables; empty of one data set, which needs no overview. */
    static String of(StudyResult study, Who who, List<StandingFinding> standings) {
        if (study.datasets().size() < 2 || study.pages().ranked().isEmpty()) {
            return "";
        }
        return new OverviewTable(study, who, standings).rendered();
    }

    private String rendered() {
        html.append(Page.hint(
                "Bold: the best of a data set, baselines aside; \u2248: not told apart from it (paired difference,"
                        + " adjusted by Holm). Rank: the mean over data sets, 1 is best. A click on a heading sorts."));
        study.pages().ranked().forEach(this::table);
        return html.toString();
    }

    private void table(Headline headline) {
        html.append("<h3>").append(Text.escape(headline.title())).append("</h3>");
        html.append("<p class=\"hint\">")
                .append(Text.escape(headline.explanation()))
                .append("</p>");
        html.append("<div class=\"scroll\"><table class=\"overview sortable\" data-name=\"")
                .append(Text.escape(headline.title()))
                .append("\"><caption class=\"unseen\">")
                .append(Text.escape(headline.title()))
                .append(": encoders by data sets</caption><thead><tr><th scope=\"col\">Encoder</th>");
        boolean ranked = study.compared().stream()
                .anyMatch(encoder -> rank(headline, encoder).isPresent());
        html.append(ranked ? "<th scope=\"col\" class=\"num\">Rank</th>" : "");
        for (StudyData data : study.datasets()) {
            html.append("<th scope=\"col\" class=\"num\">")
                    .append(Text.escape(data.name()))
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>\n");
        for (String encoder : who.all()) {
            html.append("<tr>").append(who.rowHeading(encoder));
            if (ranked) {
                OptionalDouble rank = rank(headline, encoder);
                html.append(
                        rank.isPresent()
                                ? "<td class=\"num\" data-value=\"" + rank.getAsDouble() + "\">"
                                        + Text.number(rank.getAsDouble()) + "</td>"
                                : "<td class=\"num none\">\u2013</td>");
            }
            study.datasets().forEach(data -> cell(headline, encoder, data.name()));
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div>");
        ranks(headline);
    }

    private void cell(Headline headline, String encoder, String dataset) {
        Optional<MetricResult> found = headline.in(study.results(encoder, dataset));
        if (found.isEmpty() || found.get().value().isEmpty()) {
            html.append("<td class=\"num none\" title=\"")
                    .append(Text.shortened(found.map(MetricResult::note).orElse("not measured"), 200))
                    .append("\">\u2013</td>");
            return;
        }
        String style = standings.stream()
                .filter(standing -> standing.dataset().equals(dataset)
                        && standing.headline().equals(headline))
                .map(standing -> standing.first().equals(encoder)
                        ? "best"
                        : standing.equal().contains(encoder) ? "tied" : "")
                .findFirst()
                .orElse("");
        html.append(ResultCell.of(found.get(), headline.share(), style, ""));
    }

    private OptionalDouble rank(Headline headline, String encoder) {
        Results results = study.results(encoder, EVERYWHERE);
        return headline.keys().stream()
                .map(RankKey::mean)
                .filter(results::has)
                .flatMapToDouble(key -> results.get(key).value().stream())
                .findFirst();
    }

    /** What may be said of the ranks. */
    private void ranks(Headline headline) {
        Results results = study.results(EVERYBODY, EVERYWHERE);
        for (var key : headline.keys()) {
            RankKey p = RankKey.of(key, RankKey.Statistic.FRIEDMAN_P);
            RankKey distance = RankKey.of(key, RankKey.Statistic.NEMENYI_CD);
            if (results.has(p) && results.has(distance)) {
                html.append(Page.hint("Ranks: Friedman's test p = "
                        + Text.number(results.get(p).value().orElse(1))
                        + "; two mean ranks differ (Nemenyi, level 0.05) if they"
                        + " lie more than "
                        + Text.number(results.get(distance).value().orElse(0)) + " apart."));
            } else if (results.has(RankKey.mean(key))) {
                html.append(Page.hint(
                        "Ranks: " + Text.escape(results.get(RankKey.mean(key)).note()) + "."));
            }
        }
    }
}
