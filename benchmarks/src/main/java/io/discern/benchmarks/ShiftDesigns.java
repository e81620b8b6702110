package io.discern.benchmarks;

import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.Jackknife;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How alike the first two versions differ, and how the spread divides between version and class, by the jackknife. The truth is
 * that of many images with the classes in the sample's proportions.
 *
 * @param many the sums over these images
 */
record ShiftDesigns(ShownImages images, VersionSums many) {
    private static final int GROUPS_FOR_TRUTH = 12_000;

    static void print(OverlayCoverage table) {
        for (ShownImages images :
                List.of(new ShownImages(32, 1, 1), new ShownImages(32, 1, 0.2), new ShownImages(128, 0.3, 0.3))) {
            new ShiftDesigns(images, total(VersionSums.draw(images, GROUPS_FOR_TRUTH, new SplittableRandom(1))))
                    .rows(table);
        }
    }

    private void rows(OverlayCoverage table) {
        row("consistency", table, sums -> Math.sqrt(sums.squaredConsistency()), groups -> {
            Interval squared = jackknife(groups, VersionSums::squaredConsistency, group -> 0)
                    .correctedInterval()
                    .cut(0, 1);
            return Optional.of(new Interval(Math.sqrt(squared.low()), Math.sqrt(squared.high())));
        });
        row(
                "version's share",
                table,
                VersionSums::versionShare,
                groups -> Optional.of(withinClasses(groups, VersionSums::versionShare)
                        .correctedInterval()
                        .cut(0, 1)));
        row(
                "class's share",
                table,
                VersionSums::classShare,
                groups -> Optional.of(withinClasses(groups, VersionSums::classShare)
                        .correctedInterval()
                        .cut(0, 1)));
        row(
                "ratio of the two",
                table,
                sums -> sums.versionShare() / sums.classShare(),
                groups -> Jackknife.ratio(
                        withinClasses(groups, VersionSums::versionShare),
                        withinClasses(groups, VersionSums::classShare),
                        withinClasses(groups, sums -> sums.versionShare() + sums.classShare())));
    }

    private void row(
            String what,
            OverlayCoverage table,
            ToDoubleFunction<VersionSums> statistic,
            Function<VersionSums[], Optional<Interval>> interval) {
        String design = String.format("%s of %.3f, %s", what, truth(statistic, 200), images);
        table.row(
                design,
                groups -> truth(statistic, groups),
                (groups, random, seed) -> interval.apply(VersionSums.draw(images, groups, random)));
    }

    private double truth(ToDoubleFunction<VersionSums> statistic, int groups) {
        double[] sizes = new double[ShownImages.CLASSES];
        Arrays.stream(OverlayCoverage.images(groups)).forEach(group -> sizes[ShownImages.label(group)]++);
        return statistic.applyAsDouble(many.scaled(sizes));
    }

    private static VersionSums total(VersionSums[] groups) {
        VersionSums total = VersionSums.empty(groups[0].cells()[0][0].length);
        Arrays.stream(groups).forEach(group -> total.add(group, 1, 1, 1));
        return total;
    }

    private static Jackknife withinClasses(VersionSums[] groups, ToDoubleFunction<VersionSums> statistic) {
        double[] sizes = total(groups).sizes();
        return jackknife(groups, sums -> statistic.applyAsDouble(sums.scaled(sizes)), ShownImages::label);
    }

    private static Jackknife jackknife(
            VersionSums[] groups, ToDoubleFunction<VersionSums> statistic, Function<Integer, Integer> stratum) {
        VersionSums total = total(groups);
        double value = statistic.applyAsDouble(total);
        double[] leftOut = Arrays.stream(groups)
                .mapToDouble(group -> {
                    total.add(group, -1, -1, -1);
                    double without = statistic.applyAsDouble(total);
                    total.add(group, 1, 1, 1);
                    return without;
                })
                .toArray();
        return Jackknife.ofStrata(
                value,
                IntStream.range(0, ShownImages.CLASSES)
                        .mapToObj(label -> IntStream.range(0, groups.length)
                                .filter(group -> stratum.apply(group) == label)
                                .mapToDouble(group -> leftOut[group])
                                .toArray())
                        .toArray(double[][]::new));
    }
}
