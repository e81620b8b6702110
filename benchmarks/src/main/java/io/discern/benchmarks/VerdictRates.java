package io.discern.benchmarks;

import io.discern.analysis.MetricResult;
import io.discern.analysis.Results;
import io.discern.analysis.internal.overlay.measure.ClassesTold;
import io.discern.analysis.internal.overlay.measure.ControlledFlips;
import io.discern.analysis.internal.overlay.measure.ControlledShifts;
import io.discern.analysis.internal.overlay.measure.OverlayRows;
import io.discern.analysis.internal.overlay.measure.SuiteEvidence;
import io.discern.analysis.internal.overlay.measure.SuiteMeasure;
import io.discern.analysis.internal.overlay.measure.ZeroShotAttack;
import io.discern.analysis.internal.overlay.run.AlignedImages;
import io.discern.analysis.overlay.measure.ReadingKeys;
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
 * How often each sentence of the overlay verdict is printed of {@link HeavyVersions} in one style: where nothing happens, where the
 * overlay moves images but no more by text than by other ink, and where text takes them towards the named class. The arguments
 * are the number of data sets of each row and the numbers of groups.
 */
public final class VerdictRates {
    private static final List<SuiteMeasure> MEASURES =
            List.of(new ClassesTold(), new ControlledShifts(), new ControlledFlips(), new ZeroShotAttack());

    private VerdictRates() {}

    /** Runs it. */
    public static void main(String[] args) {
        if (args.length < 2) {
            throw new IllegalArgumentException(String.join(" ", args) + "; expected for example: 200 30 100");
        }
        int runs = Integer.parseInt(args[0]);
        for (int groups :
                Arrays.stream(args, 1, args.length).mapToInt(Integer::parseInt).toArray()) {
            print("nothing", new HeavyVersions(groups, 3, 0, 0), runs);
            print("overlay moves, text reads nothing", new HeavyVersions(groups, 3, 4, 0), runs);
            for (double reading : new double[] {0.3, 0.6, 1, 1.5}) {
                print("text moves by " + reading + " of a class", new HeavyVersions(groups, 3, 4, reading), runs);
            }
        }
    }

    private static void print(String what, HeavyVersions design, int runs) {
        SplittableRandom[] random = Bootstrap.streams(20261126, runs);
        List<OverlayVerdict> verdicts = IntStream.range(0, runs)
                .parallel()
                .mapToObj(run -> verdict(design.draw(random[run], run)))
                .toList();
        Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
        verdicts.forEach(verdict -> verdict.kinds().forEach(kind -> counts.merge(kind, 1L, Long::sum)));
        StringBuilder line = new StringBuilder(String.format("%-36s %4d groups", what, design.groups()));
        counts.forEach((kind, count) -> line.append(String.format("  %s %.3f", kind, count / (double) runs)));
        System.out.println(line);
    }

    private static OverlayVerdict verdict(SuiteEvidence evidence) {
        try (AlignedImages images = evidence.images()) {
            OverlayRows rows = new OverlayRows(images.clean(), "", evidence.seed());
            MEASURES.forEach(measure -> measure.measure(evidence, rows));
            List<MetricResult> results = new ArrayList<>(rows.results());
            for (ReadingKeys.Seen part : ReadingKeys.Seen.values()) {
                double seen = part == ReadingKeys.Seen.EM ? 28 : 1;
                results.add(MetricResult.of(
                        new ReadingKeys.Visible(part, Optional.empty()), seen, images.clean(), evidence.seed()));
            }
            return OverlayVerdict.of(Results.of(results), HeavyVersions.PLAN, 5);
        }
    }
}
