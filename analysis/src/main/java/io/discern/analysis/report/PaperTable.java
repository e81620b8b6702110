package io.discern.analysis.report;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.study.StandingFinding;
import io.discern.analysis.study.StudyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Encoders by data sets in one headline, with intervals and what is not told apart from the best after correction.
 *
 * @param headline the measure
 * @param datasets the columns
 */
record PaperTable(
        StudyResult study, Who who, List<StandingFinding> standings, Headline headline, List<String> datasets) {
    /** More columns do not fit a page. */
    private static final int MOST_COLUMNS = 4;

    /** Of every headline of a summary, as many data sets at once as a page holds. */
    static List<PaperGrid> of(StudyResult study) {
        Who who = Who.of(study);
        List<StandingFinding> standings = StandingFinding.of(study);
        List<String> all = study.datasets().stream().map(data -> data.name()).toList();
        List<PaperGrid> tables = new ArrayList<>();
        for (Headline headline : study.pages().summary()) {
            for (int from = 0; from < all.size(); from += MOST_COLUMNS) {
                tables.add(new PaperTable(
                                study,
                                who,
                                standings,
                                headline,
                                all.subList(from, Math.min(all.size(), from + MOST_COLUMNS)))
                        .grid());
            }
        }
        return tables;
    }

    private PaperGrid grid() {
        return new PaperGrid(
                headline.title() + (headline.share() ? " (%)" : ""),
                headline.explanation(),
                legend(),
                "Encoder",
                datasets,
                who.all().stream()
                        .filter(encoder -> datasets.stream()
                                .anyMatch(dataset -> result(encoder, dataset).isPresent()))
                        .map(encoder -> new PaperGrid.Row(
                                Text.cut(encoder, 28),
                                who.baselines().contains(encoder),
                                datasets.stream()
                                        .map(dataset -> cell(encoder, dataset))
                                        .toList()))
                        .toList());
    }

    private PaperGrid.Mark mark(String encoder, String dataset) {
        return standings.stream()
                .filter(standing -> standing.dataset().equals(dataset)
                        && standing.headline().equals(headline))
                .map(standing -> standing.first().equals(encoder)
                        ? PaperGrid.Mark.BOLD
                        : standing.equal().contains(encoder) ? PaperGrid.Mark.TIED : PaperGrid.Mark.NONE)
                .findFirst()
                .orElse(PaperGrid.Mark.NONE);
    }

    private Optional<MetricResult> result(String encoder, String dataset) {
        return headline.in(study.results(encoder, dataset))
                .filter(result -> result.value().isPresent());
    }

    private PaperGrid.Cell cell(String encoder, String dataset) {
        return result(encoder, dataset)
                .map(result -> new PaperGrid.Cell(
                        mark(encoder, dataset),
                        number(result.value().getAsDouble()),
                        result.interval().stream()
                                .map(ends -> "[" + number(ends.low()) + ", " + number(ends.high()) + "]")
                                .toList()))
                .orElse(PaperGrid.Cell.NONE);
    }

    private String number(double value) {
        return headline.share() ? String.format(Locale.ROOT, "%.1f", 100 * value) : Text.number(value);
    }

    private String legend() {
        return standings.stream().anyMatch(standing -> standing.headline().equals(headline))
                ? "95 % intervals in brackets. Bold: the best value of a data set, baselines aside; \u2248: not told apart from it (paired"
                        + " difference, adjusted by Holm over all pairs and data sets, p > 0.05); all other encoders are lower."
                : "95 % intervals in brackets.";
    }
}
