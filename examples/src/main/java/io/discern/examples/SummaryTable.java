package io.discern.examples;

import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Results;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.Score;
import io.discern.analysis.overlay.measure.OverlayRate;
import io.discern.analysis.overlay.run.Control;
import io.discern.analysis.study.BaselineFinding;
import io.discern.analysis.study.GroupFinding;
import io.discern.analysis.study.OrderFinding;
import io.discern.analysis.study.OverlayFinding;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyRow;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The headline numbers of a study as text, one block for each data set and one line for each encoder. */
final class SummaryTable {
    private static final String NONE = "-";
    private static final int K = 5;

    private final StudyResult study;

    SummaryTable(StudyResult study) {
        this.study = study;
    }

    void print(PrintStream out) {
        for (StudyData data : study.datasets()) {
            out.println(data.name() + ": " + data.images() + " images, " + data.groups() + " groups, "
                    + data.classCounts().size() + " classes");
            List<List<String>> lines = new ArrayList<>();
            lines.add(List.of(
                    "encoder",
                    "Fisher ratio [95 %]",
                    "plain",
                    "chance",
                    "5-NN balanced [95 %]",
                    "chance",
                    "named: text",
                    "box",
                    "scrambled",
                    "mirrored",
                    "flips: text",
                    "harmless"));
            for (String encoder : encoders(data.name())) {
                lines.add(line(encoder, data.name()));
            }
            printAligned(lines, out);
            OverlayFinding.of(study).stream()
                    .filter(finding -> finding.dataset().equals(data.name()))
                    .forEach(finding -> out.println("  " + finding.sentence()));
            out.println();
        }
        BaselineFinding.of(study).forEach(finding -> out.println(finding.sentence()));
        OrderFinding.of(study).forEach(finding -> out.println(finding.sentence()));
        GroupFinding.of(study).forEach(finding -> out.println(finding.sentence()));
        long missing = study.rows().stream()
                .filter(row -> row.result().value().isEmpty())
                .count();
        out.println(
                "Fisher ratio: tr S_B / tr S_W of unit rows, classes weighted equally, without what the class means of a"
                        + " sample err (plain: with it); higher separates better. 5-NN: leave"
                        + " one out, other images of the same group left out too.");
        out.println(
                "named: share of images that are newly taken for the wrong class that a burned-in text names, by the nearest class"
                        + " name where the encoder reads texts, else by 5-NN; with the blank box, scrambled and mirrored ink instead. flips: share whose 5-NN class changes with the text, and"
                        + " with the harmless change that flips most (encoded again, JPEG, noise).");
        if (missing > 0 || !study.failures().isEmpty()) {
            out.println(study.failures().size() + " failures (failures.csv); " + missing
                    + " values absent, each with its reason in results.csv");
        }
    }

    private List<String> encoders(String dataset) {
        return study.rows().stream()
                .filter(row -> row.dataset().equals(dataset))
                .map(StudyRow::encoder)
                .distinct()
                .toList();
    }

    private List<String> line(String encoder, String dataset) {
        Results results = study.results(encoder, dataset);
        Optional<MetricResult> knn = find(results, KnnAccuracy.Key.trainTest(K, Score.BALANCED))
                .or(() -> find(results, KnnAccuracy.Key.leaveGroupOut(K, Score.BALANCED)))
                .or(() -> find(results, KnnAccuracy.Key.leaveOneOut(K, Score.BALANCED)));
        Optional<MetricResult> plain = find(results, new TraceRatio.Key(true, true, false));
        OverlayRate flips = OverlayRate.byNeighbors(OverlayRate.Kind.FLIP, K);
        OverlayRate byNames = OverlayRate.byNames(OverlayRate.Kind.FLIP_TO_NAMED);
        OverlayRate named = find(results, byNames).isPresent()
                ? byNames
                : OverlayRate.byNeighbors(OverlayRate.Kind.FLIP_TO_NAMED, K);
        return List.of(
                "  " + encoder + (study.baselines().contains(encoder) ? " (baseline)" : ""),
                interval(find(results, new TraceRatio.Key(true, true, true)), 3),
                value(plain, 3),
                chance(plain),
                interval(knn, 3),
                chance(knn),
                value(find(results, named), 3),
                value(find(results, named.with(Control.BOX)), 3),
                value(find(results, named.with(Control.SCRAMBLED)), 3),
                value(find(results, named.with(Control.MIRRORED)), 3),
                value(find(results, flips), 3),
                chance(find(results, flips)));
    }

    private static String chance(Optional<MetricResult> result) {
        return result.filter(found -> found.nullValue().isPresent())
                .map(found -> number(found.nullValue().getAsDouble(), 3))
                .orElse(NONE);
    }

    /** A result with a value; a failed stage has none. */
    private static Optional<MetricResult> find(Results results, ResultKey key) {
        return results.has(key)
                ? Optional.of(results.get(key)).filter(found -> found.value().isPresent())
                : Optional.empty();
    }

    private static String value(Optional<MetricResult> result, int digits) {
        return result.map(found -> number(found.value().getAsDouble(), digits)).orElse(NONE);
    }

    private static String interval(Optional<MetricResult> result, int digits) {
        return value(result, digits)
                + result.filter(found -> found.ciLow().isPresent())
                        .map(found -> " [" + number(found.ciLow().getAsDouble(), digits) + ", "
                                + number(found.ciHigh().getAsDouble(), digits) + "]")
                        .orElse("");
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private static void printAligned(List<List<String>> lines, PrintStream out) {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                text.append(String.format(Locale.ROOT, "%-" + (widths[column] + 2) + "s", line.get(column)));
            }
            out.println(text.toString().stripTrailing());
        }
    }
}
