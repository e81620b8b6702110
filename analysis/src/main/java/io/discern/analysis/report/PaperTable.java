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
 * Encoders by data sets in one headline, with intervals and what is not told apart from the best after correction: as Markdown and as LaTeX (booktabs).
 *
 * @param headline the measure
 * @param datasets the columns
 */
record PaperTable(
        StudyResult study, Who who, List<StandingFinding> standings, Headline headline, List<String> datasets) {
    /** More columns do not fit a page. */
    private static final int MOST_COLUMNS = 4;

    /** Of every headline of a summary, as many data sets at once as a page holds. */
    static List<PaperTable> of(StudyResult study) {
        Who who = Who.of(study);
        List<StandingFinding> standings = StandingFinding.of(study);
        List<String> all = study.datasets().stream().map(data -> data.name()).toList();
        List<PaperTable> tables = new ArrayList<>();
        for (Headline headline : study.pages().summary()) {
            for (int from = 0; from < all.size(); from += MOST_COLUMNS) {
                tables.add(new PaperTable(
                        study, who, standings, headline, all.subList(from, Math.min(all.size(), from + MOST_COLUMNS))));
            }
        }
        return tables;
    }

    /** Best, not told apart from it, or neither. */
    private enum Mark {
        BEST,
        TIED,
        NONE
    }

    private Mark mark(String encoder, String dataset) {
        return standings.stream()
                .filter(standing -> standing.dataset().equals(dataset)
                        && standing.headline().equals(headline))
                .map(standing -> standing.first().equals(encoder)
                        ? Mark.BEST
                        : standing.equal().contains(encoder) ? Mark.TIED : Mark.NONE)
                .findFirst()
                .orElse(Mark.NONE);
    }

    private Optional<MetricResult> result(String encoder, String dataset) {
        return headline.in(study.results(encoder, dataset))
                .filter(result -> result.value().isPresent());
    }

    private List<String> rows() {
        return who.all().stream()
                .filter(encoder -> datasets.stream()
                        .anyMatch(dataset -> result(encoder, dataset).isPresent()))
                .toList();
    }

    private boolean ranked() {
        return standings.stream().anyMatch(standing -> standing.headline().equals(headline));
    }

    private String number(double value) {
        return headline.share() ? String.format(Locale.ROOT, "%.1f", 100 * value) : Text.number(value);
    }

    private String interval(MetricResult result) {
        return result.interval()
                .map(ends -> "[" + number(ends.low()) + ", " + number(ends.high()) + "]")
                .orElse("");
    }

    private String unit() {
        return headline.share() ? " (%)" : "";
    }

    /** What the marks mean. */
    private String legend(String best, String tied) {
        return ranked()
                ? "95 % intervals in brackets. " + best + " the best value of a data set, baselines aside; " + tied
                        + " not told apart from it (paired difference, adjusted by Holm over all pairs and data sets, p > 0.05);"
                        + " all other encoders are lower."
                : "95 % intervals in brackets.";
    }

    String markdown() {
        StringBuilder table = new StringBuilder("### " + markdown(headline.title() + unit()) + "\n\n| Encoder |");
        datasets.forEach(dataset -> table.append(' ').append(markdown(dataset)).append(" |"));
        table.append("\n|---|").append("---:|".repeat(datasets.size())).append('\n');
        for (String encoder : rows()) {
            table.append("| ")
                    .append(markdown(encoder))
                    .append(who.baselines().contains(encoder) ? " (baseline) |" : " |");
            for (String dataset : datasets) {
                table.append(' ')
                        .append(result(encoder, dataset)
                                .map(result -> {
                                    String value = number(result.value().getAsDouble());
                                    return switch (mark(encoder, dataset)) {
                                                case BEST -> "**" + value + "**";
                                                case TIED -> "\u2248 " + value;
                                                case NONE -> value;
                                            }
                                            + " " + interval(result);
                                })
                                .orElse("\u2013"))
                        .append(" |");
            }
            table.append('\n');
        }
        return table.append("\n")
                .append(legend("Bold:", "\u2248:"))
                .append("\n\n")
                .toString();
    }

    private static String markdown(String text) {
        return text.replace("\\", "\\\\").replaceAll("[|*_`\\[\\]<>]", "\\\\$0").replace("\n", " ");
    }

    String latex(int number) {
        StringBuilder table =
                new StringBuilder("\\begin{table}\n  \\centering\\small\\setlength{\\tabcolsep}{4pt}\n  \\caption{"
                        + latex(headline.title() + unit() + ". " + headline.explanation() + " ")
                        + latex(legend("Bold:", "=:")).replace("=:", "$\\approx$:") + "}\n  \\label{tab:discern-"
                        + number
                        + "}\n  \\begin{tabular}{l" + "r".repeat(datasets.size()) + "}\n    \\toprule\n    Encoder");
        datasets.forEach(dataset -> table.append(" & ").append(latex(Text.cut(dataset, 24))));
        table.append(" \\\\\n    \\midrule\n");
        boolean ruled = false;
        for (String encoder : rows()) {
            boolean baseline = who.baselines().contains(encoder);
            table.append(baseline && !ruled ? "    \\midrule\n" : "");
            ruled |= baseline;
            StringBuilder intervals = new StringBuilder();
            table.append("    ").append(latex(Text.cut(encoder, 28)));
            for (String dataset : datasets) {
                Optional<MetricResult> found = result(encoder, dataset);
                table.append(" & ")
                        .append(found.map(result -> {
                                    String value = latex(number(result.value().getAsDouble()));
                                    return switch (mark(encoder, dataset)) {
                                        case BEST -> "\\textbf{" + value + "}";
                                        case TIED -> "$\\approx$\\," + value;
                                        case NONE -> value;
                                    };
                                })
                                .orElse("--"));
                intervals
                        .append(" & ")
                        .append(found.map(result -> "{\\scriptsize " + interval(result) + "}")
                                .orElse(""));
            }
            table.append(" \\\\\n     ").append(intervals).append(" \\\\\n");
        }
        return table.append("    \\bottomrule\n  \\end{tabular}\n\\end{table}\n\n")
                .toString();
    }

    /** Text as LaTeX takes it. */
    static String latex(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(character -> {
            switch (character) {
                case '\\' -> safe.append("\\textbackslash{}");
                case '~' -> safe.append("\\textasciitilde{}");
                case '^' -> safe.append("\\textasciicircum{}");
                case '<' -> safe.append("\\textless{}");
                case '>' -> safe.append("\\textgreater{}");
                case '&', '%', '$', '#', '_', '{', '}' -> safe.append('\\').appendCodePoint(character);
                case '\u2026' -> safe.append("\\ldots{}");
                case '\u2248' -> safe.append("$\\approx$");
                case '\n', '\r' -> safe.append(' ');
                default -> safe.appendCodePoint(character);
            }
        });
        return safe.toString();
    }
}
