package io.discern.analysis.report;

import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import io.discern.analysis.study.ComparedKey;
import io.discern.analysis.study.GroupFinding;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Encoders two by two, and groups of encoders, for a paper: differences with intervals and p after correction, as the page's sentences and stars have them. */
final class PaperComparisons {
    private static final double LEVEL = 0.05;
    private static final double LEAST_P = 0.001;
    /** More columns of three lines, and more rows, do not fit a page. */
    private static final int MOST_COLUMNS = 3;

    private static final int MOST_ROWS = 15;
    private static final int LETTERS = 15;

    private final StudyResult study;
    private final Headline headline;
    private final List<String> datasets;

    private PaperComparisons(StudyResult study, Headline headline, List<String> datasets) {
        this.study = study;
        this.headline = headline;
        this.datasets = datasets;
    }

    /** Two encoders, in the study's order. */
    private record Pair(String first, String second) {
        String name() {
            return Text.cut(first, LETTERS) + " \u2212 " + Text.cut(second, LETTERS);
        }
    }

    /** All tables: for every measure of the summary those of pairs, then one of groups, as far as there are any. */
    static List<PaperGrid> of(StudyResult study) {
        List<String> all = study.datasets().stream().map(data -> data.name()).toList();
        List<PaperGrid> tables = new ArrayList<>();
        for (Headline headline : study.pages().summary()) {
            for (int from = 0; from < all.size(); from += MOST_COLUMNS) {
                tables.addAll(new PaperComparisons(
                                study, headline, all.subList(from, Math.min(all.size(), from + MOST_COLUMNS)))
                        .pairs());
            }
        }
        List<GroupFinding> groups = GroupFinding.of(study);
        if (!groups.isEmpty()) {
            tables.add(groups(groups));
        }
        return tables;
    }

    private List<PaperGrid> pairs() {
        List<String> encoders = study.compared();
        List<Pair> compared = new ArrayList<>();
        for (int i = 0; i < encoders.size(); i++) {
            for (int j = i + 1; j < encoders.size(); j++) {
                Pair pair = new Pair(encoders.get(i), encoders.get(j));
                if (datasets.stream()
                        .anyMatch(dataset -> difference(pair, dataset).isPresent())) {
                    compared.add(pair);
                }
            }
        }
        List<Pair> shown = compared.size() <= MOST_ROWS
                ? compared
                : compared.stream()
                        .filter(pair -> datasets.stream().anyMatch(dataset -> differ(holm(pair, dataset))))
                        .toList();
        String legend = "Of all " + compared.size()
                + " pairs, the same images for both; 95 % intervals in brackets; p adjusted by Holm over all pairs and data sets of"
                + " the measure. Bold: p is at most 0.05."
                + (shown.size() == compared.size()
                        ? ""
                        : " The other " + (compared.size() - shown.size())
                                + " pairs, not told apart on any of these data sets, stand in results.csv.");
        List<PaperGrid> tables = new ArrayList<>();
        for (int from = 0; from < shown.size(); from += MOST_ROWS) {
            tables.add(new PaperGrid(
                    headline.title() + ", paired differences" + (headline.share() ? " (points)" : ""),
                    headline.explanation(),
                    legend,
                    "Encoders",
                    datasets,
                    shown.subList(from, Math.min(shown.size(), from + MOST_ROWS)).stream()
                            .map(pair -> new PaperGrid.Row(
                                    pair.name(),
                                    false,
                                    datasets.stream()
                                            .map(dataset -> difference(pair, dataset)
                                                    .map(result -> cell(
                                                            result,
                                                            holm(pair, dataset),
                                                            differ(holm(pair, dataset)),
                                                            headline.share()))
                                                    .orElse(PaperGrid.Cell.NONE))
                                            .toList()))
                            .toList()));
        }
        return tables;
    }

    private Optional<MetricResult> difference(Pair pair, String dataset) {
        Results results = study.results(StudyRow.pair(pair.first, pair.second), dataset);
        return ComparedKey.paired(headline, results)
                .map(results::get)
                .filter(result -> result.value().isPresent());
    }

    private OptionalDouble holm(Pair pair, String dataset) {
        Results results = study.results(StudyRow.pair(pair.first, pair.second), dataset);
        return ComparedKey.paired(headline, results)
                .map(key -> key.with(ComparedKey.Statistic.HOLM))
                .filter(results::has)
                .map(key -> results.get(key).value())
                .orElse(OptionalDouble.empty());
    }

    private static PaperGrid groups(List<GroupFinding> findings) {
        return new PaperGrid(
                "Groups of encoders",
                "Mean over data sets and encoders of the first group less the second.",
                "95 % intervals, which count the choice of encoders and the patients, in brackets; p by dealing the encoders anew to the groups, adjusted by Holm over"
                        + " the rows. Bold: the groups differ.",
                "Groups and measure",
                List.of("Difference"),
                findings.stream()
                        .map(finding -> new PaperGrid.Row(
                                Text.cut(finding.groups(), 40) + ", "
                                        + finding.headline().title(),
                                false,
                                List.of(
                                        finding.difference().value().isEmpty()
                                                ? PaperGrid.Cell.NONE
                                                : cell(finding.difference(), finding.p(), finding.differ(), false))))
                        .toList());
    }

    private static PaperGrid.Cell cell(MetricResult difference, OptionalDouble holm, boolean differ, boolean points) {
        return new PaperGrid.Cell(
                differ ? PaperGrid.Mark.BOLD : PaperGrid.Mark.NONE,
                signed(difference.value().getAsDouble(), points),
                Stream.concat(
                                difference.interval().stream()
                                        .map(ends -> "[" + signed(ends.low(), points) + ", "
                                                + signed(ends.high(), points) + "]"),
                                holm.stream().mapToObj(PaperComparisons::p))
                        .toList());
    }

    private static boolean differ(OptionalDouble holm) {
        return holm.isPresent() && holm.getAsDouble() <= LEVEL;
    }

    private static String p(double p) {
        return p < LEAST_P ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", p);
    }

    private static String signed(double value, boolean points) {
        return points ? String.format(Locale.ROOT, "%+.1f", 100 * value) : String.format(Locale.ROOT, "%+.3f", value);
    }
}
