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
import io.discern.analysis.overlay.verdict.VerdictBounds;
import io.discern.analysis.stats.Bootstrap;
import io.discern.benchmarks.HeavyVersions.Effect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How often each sentence of the overlay verdict is printed of {@link HeavyVersions}. The first argument is the number of data sets of
 * each row, those behind the second are numbers of groups. The second:
 *
 * <ul>
 *   <li>{@code quick}, {@code styles}: one style, or those of the standard plan: nothing happens, the overlay moves images but no more by
 *       text than by other ink, text takes them towards the named class, in all styles or in one of them
 *   <li>{@code movement}: steps of some lengths that go in no class's direction, and that go in one
 *   <li>{@code bound}: what overlays do lies at a bound of the verdict, in one of the styles and in all. At the bound neither is it true that it is
 *       beyond, nor that it is below
 *   <li>{@code bounds}: without an effect and with some, by other bounds than the usual ones
 *   <li>{@code again}: an encoder with noise of its own
 * </ul>
 *
 * <p>Beside it what the text does: flips and shift in image units, beyond JPEG.
 */
public final class VerdictRates {
    private static final List<SuiteMeasure> MEASURES =
            List.of(new ClassesTold(), new ControlledShifts(), new ControlledFlips(), new ZeroShotAttack());
    /** Neither the base nor the last. */
    private static final int SOME_STYLE = 2;

    private static final int ALL = -1;
    private static final Map<String, VerdictBounds> USUAL = Map.of("", VerdictBounds.standard());

    private VerdictRates() {}

    private interface Rows {
        void print(int groups, int runs);
    }

    private static final Map<String, Rows> ROWS = Map.of(
            "quick", VerdictRates::quick,
            "styles", VerdictRates::styles,
            "movement", VerdictRates::movement,
            "bound", VerdictRates::bound,
            "bounds", VerdictRates::bounds,
            "again", VerdictRates::again);

    /** Runs it. */
    public static void main(String[] args) {
        if (args.length < 3 || !ROWS.containsKey(args[1])) {
            throw new IllegalArgumentException(String.join(" ", args)
                    + "; expected for example: 200 quick 30 100, or instead of quick " + ROWS.keySet());
        }
        for (int groups :
                Arrays.stream(args, 2, args.length).mapToInt(Integer::parseInt).toArray()) {
            ROWS.get(args[1]).print(groups, Integer.parseInt(args[0]));
        }
    }

    private static void quick(int groups, int runs) {
        OverlayPlan plan = HeavyVersions.ONE_STYLE;
        print("nothing", new HeavyVersions(groups, 3, Effect.NONE, plan), runs);
        print("overlay moves, text reads nothing", new HeavyVersions(groups, 3, Effect.step(4, ALL), plan), runs);
        for (double reading : new double[] {0.3, 0.6, 1, 1.5}) {
            Effect effect = Effect.reading(4, reading, ALL);
            print("text moves by " + reading + " of a class", new HeavyVersions(groups, 3, effect, plan), runs);
        }
    }

    private static void styles(int groups, int runs) {
        OverlayPlan plan = HeavyVersions.ALL_STYLES;
        print("nothing", new HeavyVersions(groups, 3, Effect.NONE, plan), runs);
        for (double reading : new double[] {0.2, 0.3, 0.4, 0.5, 0.7}) {
            Effect effect = Effect.reading(0, reading, SOME_STYLE);
            print("text, one style, by " + reading, new HeavyVersions(groups, 3, effect, plan), runs);
        }
    }

    private static void movement(int groups, int runs) {
        OverlayPlan plan = HeavyVersions.ONE_STYLE;
        for (double distance : new double[] {2, 4}) {
            for (double step : new double[] {1, 1.5, 2, 3}) {
                String what = String.format("classes %.0f, step %.1f beside them", distance, step);
                print(what, new HeavyVersions(groups, distance, Effect.step(step, ALL), plan), runs);
            }
            for (double reading : new double[] {0.3, 0.6}) {
                String what = String.format("classes %.0f, %.1f towards one", distance, reading);
                print(what, new HeavyVersions(groups, distance, Effect.reading(0, reading, ALL), plan), runs);
            }
        }
    }

    /** The parameters were chosen so that the values beside the rates are the bounds. */
    private static void bound(int groups, int runs) {
        for (boolean all : new boolean[] {false, true}) {
            int style = all ? ALL : SOME_STYLE;
            String where = all ? ", all styles" : ", one style";
            Map<String, Effect> effects = new LinkedHashMap<>();
            effects.put("flips", Effect.taken(AT_FLIPS, style));
            effects.put("wins of the named class", Effect.named(AT_FLIPS, style));
            effects.put("movement", Effect.step(AT_MOVED, style));
            effects.put("movement by text", Effect.writing(AT_TEXT, style));
            effects.forEach((what, effect) ->
                    print(what + where, new HeavyVersions(groups, 4, effect, HeavyVersions.ALL_STYLES), runs));
        }
    }

    private static final double AT_FLIPS = 0.05;
    private static final double AT_MOVED = 2.89;
    private static final double AT_TEXT = 1.94;

    private static void bounds(int groups, int runs) {
        Map<String, VerdictBounds> bounds = new LinkedHashMap<>();
        VerdictBounds usual = VerdictBounds.standard();
        for (double flips : new double[] {0, 0.01, 0.02, 0.05, 0.1}) {
            bounds.put("flips " + flips, usual.withFlips(flips));
        }
        for (double moved : new double[] {0, 0.02, 0.05, 0.1, 0.2}) {
            bounds.put("moved " + moved, usual.withMoved(moved));
        }
        for (double text : new double[] {0, 0.01, 0.02, 0.05, 0.1}) {
            bounds.put("text " + text, usual.withText(text));
        }
        OverlayPlan plan = HeavyVersions.ALL_STYLES;
        Map<String, Effect> effects = new LinkedHashMap<>();
        effects.put("nothing", Effect.NONE);
        effects.put("10 % flip, one style", Effect.taken(0.1, SOME_STYLE));
        effects.put("named class wins 10 %, one style", Effect.named(0.1, SOME_STYLE));
        effects.put("moves, one style", Effect.step(4, SOME_STYLE));
        effects.put("text moves, one style", Effect.writing(3, SOME_STYLE));
        effects.forEach((what, effect) -> print(what, new HeavyVersions(groups, 4, effect, plan), runs, bounds));
    }

    private static void again(int groups, int runs) {
        for (double noise : new double[] {0, 0.01, 0.03, 0.05, 0.1, 0.2}) {
            HeavyVersions design = new HeavyVersions(groups, 3, Effect.NONE, noise, HeavyVersions.ONE_STYLE);
            print("noise of " + noise, design, runs);
        }
    }

    /** What is printed of one data set by each of the bounds, and what the text does. */
    private record Outcome(Map<String, OverlayVerdict> verdicts, double[] does) {}

    private static void print(String what, HeavyVersions design, int runs) {
        print(what, design, runs, USUAL);
    }

    private static void print(String what, HeavyVersions design, int runs, Map<String, VerdictBounds> bounds) {
        SplittableRandom[] random = Bootstrap.streams(20261126, runs);
        List<Outcome> outcomes = IntStream.range(0, runs)
                .parallel()
                .mapToObj(run -> outcome(design.draw(random[run], run), design, bounds))
                .toList();
        StringBuilder does = new StringBuilder(String.format("%-36s %4d groups", what, design.groups()));
        for (int i = 0; i < DOES.size(); i++) {
            int at = i;
            does.append(String.format(
                    "  %s %.4f",
                    DOES.get(i),
                    outcomes.stream()
                            .mapToDouble(outcome -> outcome.does()[at])
                            .average()
                            .orElseThrow()));
        }
        System.out.print(does);
        for (String name : bounds.keySet()) {
            Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
            outcomes.forEach(
                    outcome -> outcome.verdicts().get(name).kinds().forEach(kind -> counts.merge(kind, 1L, Long::sum)));
            StringBuilder line = new StringBuilder(name.isEmpty() ? "" : "\n    " + name);
            counts.forEach((kind, count) -> line.append(String.format("  %s %.3f", kind, count / (double) runs)));
            System.out.print(line);
        }
        System.out.println();
    }

    private static final List<String> DOES = List.of("flips", "named", "shift", "text", "again-shift", "again-flips");

    private static Outcome outcome(SuiteEvidence evidence, HeavyVersions design, Map<String, VerdictBounds> bounds) {
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
            Map<String, OverlayVerdict> verdicts = new LinkedHashMap<>();
            bounds.forEach((name, bound) -> verdicts.put(name, OverlayVerdict.of(results, design.plan(), 5, bound)));
            Optional<String> at = design.plan()
                    .at(design.plan().styles().get(Math.max(0, design.effect().style())));
            OverlayRate flips =
                    OverlayRate.byNeighbors(OverlayRate.Kind.FLIP, 5).at(at);
            OverlayRate named =
                    OverlayRate.byNeighbors(OverlayRate.Kind.FLIP_TO_NAMED, 5).at(at);
            return new Outcome(verdicts, new double[] {
                value(results, flips.minus(Control.JPEG)),
                Math.min(value(results, named.minus(Control.BOX)), value(results, named.minus(Control.SCRAMBLED))),
                value(results, new ShiftKeys.Beyond(Control.JPEG, at)),
                Math.min(
                        value(results, new ShiftKeys.Beyond(Control.SCRAMBLED, at)),
                        value(results, new ShiftKeys.Beyond(Control.MIRRORED, at))),
                value(results, ShiftKeys.Shift.of(Control.AGAIN).in(ShiftKeys.Unit.IMAGE)),
                value(results, OverlayRate.byNeighbors(OverlayRate.Kind.FLIP, 5).with(Control.AGAIN))
            });
        }
    }

    private static double value(Results results, ResultKey key) {
        return results.get(key).value().orElseThrow();
    }
}
