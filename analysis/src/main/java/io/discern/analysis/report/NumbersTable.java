package io.discern.analysis.report;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.study.StandingFinding;
import io.discern.analysis.study.StudyResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The headlines of one data set as a table that sorts: a row for each encoder. */
final class NumbersTable {
    private final StudyResult study;
    private final Who who;
    private final String dataset;
    private final List<Headline> headlines;
    private final List<StandingFinding> standings;
    private final StringBuilder table = new StringBuilder();

    private NumbersTable(
            StudyResult study, Who who, String dataset, List<Headline> headlines, List<StandingFinding> standings) {
        this.study = study;
        this.who = who;
        this.dataset = dataset;
        this.headlines = headlines;
        this.standings = standings.stream()
                .filter(standing -> standing.dataset().equals(dataset))
                .toList();
    }

    /**
     * The table.
     *
     * @param id where links to it lead
     */
    static String of(
            StudyResult study,
            Who who,
            String dataset,
            List<Headline> headlines,
            List<StandingFinding> standings,
            String id) {
        return new NumbersTable(study, who, dataset, headlines, standings).rendered(id);
    }

    private String rendered(String id) {
        table.append("<div class=\"scroll\"><table class=\"summary sortable\" id=\"")
                .append(id)
                .append("\" data-name=\"")
                .append(Text.escape(dataset))
                .append("\"><caption class=\"unseen\">")
                .append(Text.escape(dataset))
                .append(": encoders by measures</caption><thead><tr><th scope=\"col\">Encoder</th>");
        headlines.forEach(headline -> table.append("<th scope=\"col\" class=\"num\">")
                .append(Text.escape(headline.title()))
                .append("</th>"));
        table.append("</tr></thead><tbody>\n");
        for (String encoder : who.all()) {
            table.append("<tr>").append(who.rowHeading(encoder));
            cells(encoder);
            table.append("</tr>\n");
        }
        return table.append("</tbody></table></div>").toString();
    }

    private void cells(String encoder) {
        Set<String> notes = new LinkedHashSet<>();
        boolean some = false;
        for (Headline headline : headlines) {
            Optional<MetricResult> found = headline.in(study.results(encoder, dataset));
            some |= found.isPresent() && found.get().value().isPresent();
            notes.add(found.map(MetricResult::note).orElse("not measured"));
        }
        if (!some && notes.size() == 1) {
            table.append("<td class=\"none\" colspan=\"")
                    .append(headlines.size())
                    .append("\">no value<small>")
                    .append(Text.shortened(notes.iterator().next(), 400))
                    .append("</small></td>");
            return;
        }
        headlines.forEach(headline -> cell(headline, encoder));
    }

    private void cell(Headline headline, String encoder) {
        Optional<MetricResult> found = headline.in(study.results(encoder, dataset));
        if (found.isEmpty() && who.baselines().contains(encoder)) {
            table.append("<td class=\"num none\" title=\"not asked of a baseline\">\u2013</td>");
            return;
        }
        if (found.isEmpty() || found.get().value().isEmpty()) {
            table.append(ResultCell.none(found, 90));
            return;
        }
        table.append(ResultCell.of(found.get(), headline.share(), style(headline, encoder), headline.control()));
    }

    /** Best, not told apart from it, or neither. */
    private String style(Headline headline, String encoder) {
        for (StandingFinding standing : standings) {
            if (standing.headline().equals(headline)) {
                return standing.first().equals(encoder)
                        ? "best"
                        : standing.equal().contains(encoder) ? "tied" : "";
            }
        }
        boolean best = study.compared().size() > 1
                && study.compared().contains(encoder)
                && headline.better() != Headline.Better.NEITHER
                && merit(headline, encoder).equals(best(headline));
        return best ? "best" : "";
    }

    private OptionalDouble merit(Headline headline, String encoder) {
        return headline.in(study.results(encoder, dataset)).stream()
                .flatMapToDouble(result -> result.value().stream())
                .map(headline::merit)
                .findFirst();
    }

    private OptionalDouble best(Headline headline) {
        return study.compared().stream()
                .flatMapToDouble(encoder -> merit(headline, encoder).stream())
                .max();
    }
}
