package io.discern.benchmarks;

import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Results;
import io.discern.analysis.internal.overlay.measure.ClassesTold;
import io.discern.analysis.internal.overlay.measure.ControlledFlips;
import io.discern.analysis.internal.overlay.measure.ControlledShifts;
import io.discern.analysis.internal.overlay.measure.OverlayRows;
import io.discern.analysis.internal.overlay.measure.SuiteEvidence;
import io.discern.analysis.internal.overlay.measure.SuiteMeasure;
import io.discern.analysis.internal.overlay.measure.ZeroShotAttack;
import io.discern.analysis.internal.overlay.run.AlignedImages;
import io.discern.analysis.overlay.measure.OverlayRate;
import io.discern.analysis.overlay.measure.ReadingKeys;
import io.discern.analysis.overlay.measure.ShiftKeys;
import io.discern.analysis.overlay.run.Control;
import io.discern.analysis.overlay.run.OverlayCondition;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.analysis.overlay.verdict.Finding;
import io.discern.analysis.overlay.verdict.OverlayVerdict;
import io.discern.analysis.stats.Bootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How often each sentence of the overlay verdict is printed of {@link HeavyVersions}: where nothing happens, where the
 * overlay moves images but no more by text than by other ink, and where text takes them towards the named class, in all styles or
 * in one of them. Beside it what the text does there, beyond JPEG: flips and shift in image units. The arguments are the number
 * of data sets of each row, {@code quick} (one style), {@code styles} (those of the standard plan) or {@code movement} (what steps of some
 * lengths flip that go in no class's direction, and that go in one), and the numbers of groups.
 */
public final class VerdictRates {
    private static final List<SuiteMeasure> MEASURES =
            List.of(new ClassesTold(), new ControlledShifts(), new ControlledFlips(), new ZeroShotAttack());
    /** Neither the base nor the last. */
    private static final int SOME_STYLE = 2;

    private VerdictRates() {}

    /** Runs it. */
    public static void main(String[] args) {
        if (args.length < 3 || !List.of("quick", "styles", "movement").contains(args[1])) {
            throw new IllegalArgumentException(String.join(" ", args) + "; expected for example: 200 quick 30 100");
        }
        int runs = Integer.parseInt(args[0]);
        for (int groups :
                Arrays.stream(args, 2, args.length).mapToInt(Integer::parseInt).toArray()) {
            switch (args[1]) {
                case "quick" -> quick(groups, runs);
                case "styles" -> styles(groups, runs);
                default -> movement(groups, runs);
            }
        }
    }

    private static void quick(int groups, int runs) {
        OverlayPlan plan = HeavyVersions.ONE_STYLE;
        print("nothing", new HeavyVersions(groups, 3, 0, 0, plan, -1), runs);
        print("overlay moves, text reads nothing", new HeavyVersions(groups, 3, 4, 0, plan, -1), runs);
        for (double reading : new double[] {0.3, 0.6, 1, 1.5}) {
            print("text moves by " + reading + " of a class", new HeavyVersions(groups, 3, 4, reading, plan, -1), runs);
        }
    }

    private static void styles(int groups, int runs) {
        OverlayPlan plan = HeavyVersions.ALL_STYLES;
        print("nothing", new HeavyVersions(groups, 3, 0, 0, plan, -1), runs);
        for (double reading : new double[] {0.2, 0.3, 0.4, 0.5, 0.7}) {
            print("text, one style, by " + reading, new HeavyVersions(groups, 3, 0, reading, plan, SOME_STYLE), runs);
        }
    }

    private static void movement(int groups, int runs) {
        OverlayPlan plan = HeavyVersions.ONE_STYLE;
        for (double distance : new double[] {2, 4}) {
            for (double step : new double[] {1, 1.5, 2, 3}) {
                String what = String.format("classes %.0f, step %.1f beside them", distance, step);
                print(what, new HeavyVersions(groups, distance, step, 0, plan, -1), runs);
            }
            for (double reading : new double[] {0.3, 0.6}) {
                String what = String.format("classes %.0f, %.1f towards one", distance, reading);
                print(what, new HeavyVersions(groups, distance, 0, reading, plan, -1), runs);
            }
        }
    }

    /** What is printed of one data set, and what the text does. */
    private record Outcome(OverlayVerdict verdict, double flips, double shift) {}

    private static void print(String what, HeavyVersions design, int runs) {
        SplittableRandom[] random = Bootstrap.streams(20261126, runs);
        List<Outcome> outcomes = IntStream.range(0, runs)
                .parallel()
                .mapToObj(run -> outcome(design.draw(random[run], run), design))
                .toList();
        Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
        outcomes.forEach(outcome -> outcome.verdict().kinds().forEach(kind -> counts.merge(kind, 1L, Long::sum)));
        StringBuilder line = new StringBuilder(String.format(
                "%-36s %4d groups  flips %.3f shift %.3f",
                what,
                design.groups(),
                outcomes.stream().mapToDouble(Outcome::flips).average().orElseThrow(),
                outcomes.stream().mapToDouble(Outcome::shift).average().orElseThrow()));
        counts.forEach((kind, count) -> line.append(String.format("  %s %.3f", kind, count / (double) runs)));
        System.out.println(line);
    }

    private static Outcome outcome(SuiteEvidence evidence, HeavyVersions design) {
        try (AlignedImages images = evidence.images()) {
            OverlayRows rows = new OverlayRows(images.clean(), "", evidence.seed());
            MEASURES.forEach(measure -> measure.measure(evidence, rows));
            List<MetricResult> all = new ArrayList<>(rows.results());
            for (OverlayCondition style : design.plan().styles()) {
                for (ReadingKeys.Seen part : ReadingKeys.Seen.values()) {
                    double seen = part == ReadingKeys.Seen.EM ? 28 : 1;
                    ReadingKeys.Visible key =
                            new ReadingKeys.Visible(part, design.plan().at(style));
                    all.add(MetricResult.of(key, seen, images.clean(), evidence.seed()));
                }
            }
            Results results = Results.of(all);
            Optional<String> at = design.plan().at(design.plan().styles().get(Math.max(0, design.style())));
            OverlayRate flips =
                    OverlayRate.byNeighbors(OverlayRate.Kind.FLIP, 5).at(at);
            return new Outcome(
                    OverlayVerdict.of(results, design.plan(), 5),
                    value(results, flips.minus(Control.JPEG)),
                    value(results, new ShiftKeys.Beyond(Control.JPEG, at)));
        }
    }

    private static double value(Results results, ResultKey key) {
        return results.get(key).value().orElseThrow();
    }
}
