package io.discern.analysis.study;

import io.discern.analysis.Extent;
import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Results;
import io.discern.analysis.internal.stats.GroupContrast;
import io.discern.analysis.stats.Influences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Encoders that carry one value of a tag against those that carry another, in every ranking headline: {@link GroupContrast} on each
 * data set and over all of them. The rows carry {@code KEY: A vs B} in the place of the encoder.
 */
final class TaggedGroups {
    private final List<Headline> headlines;
    private final BiFunction<String, String, Results> results;
    private final Map<String, Map<String, String>> tags;
    private final List<String> datasets;
    private final long seed;

    /**
     * Creates it.
     *
     * @param results of an encoder on a data set
     * @param tags of every encoder of the study, in its order
     */
    TaggedGroups(
            List<Headline> headlines,
            BiFunction<String, String, Results> results,
            Map<String, Map<String, String>> tags,
            List<String> datasets,
            long seed) {
        this.headlines = headlines;
        this.results = results;
        this.tags = tags;
        this.datasets = datasets;
        this.seed = seed;
    }

    /** All pairs of values of all tags; the family of the p-values is what is said over all data sets. */
    List<StudyRow> rows() {
        Compared overall = new Compared();
        List<StudyRow> rows = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>();
        tags.values().forEach(each -> keys.addAll(each.keySet()));
        keys.remove(StudyEncoder.ROLE);
        for (String key : keys) {
            TreeSet<String> values = new TreeSet<>();
            tags.values().forEach(each -> Optional.ofNullable(each.get(key)).ifPresent(values::add));
            List<String> sorted = List.copyOf(values);
            for (int i = 0; i < sorted.size(); i++) {
                for (int j = sorted.size() - 1; j > i; j--) {
                    Sides sides = Sides.of(key, sorted.get(j), sorted.get(i), tags);
                    for (Headline headline : headlines) {
                        if (datasets.size() > 1) {
                            datasets.forEach(dataset -> contrast(headline, sides, List.of(dataset), dataset)
                                    .forEach(rows::add));
                        }
                        contrast(headline, sides, datasets, RankedEncoders.EVERYWHERE)
                                .forEach(overall::add);
                    }
                }
            }
        }
        rows.addAll(overall.adjusted("of groups over all data sets of this study"));
        return rows;
    }

    /** Who stands against whom. */
    private record Sides(String name, List<String> encoders, boolean[] first) {

        static Sides of(String key, String first, String second, Map<String, Map<String, String>> tags) {
            List<String> encoders = tags.keySet().stream()
                    .filter(encoder ->
                            List.of(first, second).contains(tags.get(encoder).getOrDefault(key, "")))
                    .toList();
            boolean[] ofFirst = new boolean[encoders.size()];
            for (int i = 0; i < ofFirst.length; i++) {
                ofFirst[i] = tags.get(encoders.get(i)).get(key).equals(first);
            }
            return new Sides(key + ": " + first + " vs " + second, encoders, ofFirst);
        }

        /** What encoder i weighs in the difference of the groups' means. */
        double weight(int i) {
            int alike = 0;
            for (boolean each : first) {
                alike += each == first[i] ? 1 : 0;
            }
            return (first[i] ? 1.0 : -1.0) / alike;
        }
    }

    private List<StudyRow> contrast(Headline headline, Sides sides, List<String> on, String where) {
        List<MetricResult[]> complete = new ArrayList<>();
        for (String dataset : on) {
            MetricResult[] found = sides.encoders().stream()
                    .flatMap(encoder -> headline.in(results.apply(encoder, dataset)).stream())
                    .filter(result -> result.value().isPresent())
                    .toArray(MetricResult[]::new);
            if (found.length == sides.encoders().size()) {
                complete.add(found);
            }
        }
        ResultKey criterion = complete.isEmpty() ? headline.keys().get(0) : complete.get(0)[0].key();
        ComparedKey key = ComparedKey.of(ComparedKey.Comparison.CONTRAST, criterion);
        Extent extent = new Extent(sides.encoders().size(), 0, 0);
        if (complete.isEmpty()) {
            return List.of(new StudyRow(
                    sides.name(),
                    where,
                    MetricResult.absent(key, "no data set has a value of every encoder", extent, seed)));
        }
        double[][] values = new double[sides.encoders().size()][complete.size()];
        for (int i = 0; i < values.length; i++) {
            int encoder = i;
            Arrays.setAll(values[i], d -> complete.get(d)[encoder].value().orElseThrow());
        }
        GroupContrast contrast = GroupContrast.of(values, sides.first(), shared(complete, sides), seed);
        List<StudyRow> rows = new ArrayList<>();
        MetricResult difference = MetricResult.of(key, contrast.difference(), extent, seed)
                .withNull(0)
                .withNote(counts(sides) + " on " + complete.size() + " of " + on.size() + " data sets");
        rows.add(new StudyRow(
                sides.name(),
                where,
                difference.withInterval(contrast.interval(), "expected two encoders that differ in each group")));
        rows.add(new StudyRow(
                sides.name(),
                where,
                MetricResult.of(key.with(ComparedKey.Statistic.P), contrast.p(), extent, seed)
                        .withNote(
                                "two-sided, encoders dealt anew to the groups, " + contrast.permutations() + " ways")));
        contrast.shares().filter(some -> complete.size() > 1).ifPresent(shares -> {
            rows.add(share(sides, where, key, ComparedKey.Statistic.SHARE_DATASETS, shares.datasets(), extent));
            rows.add(share(sides, where, key, ComparedKey.Statistic.SHARE_GROUPS, shares.groups(), extent));
            rows.add(share(sides, where, key, ComparedKey.Statistic.SHARE_ENCODERS, shares.encoders(), extent));
            rows.add(share(sides, where, key, ComparedKey.Statistic.SHARE_REST, shares.rest(), extent));
        });
        return rows;
    }

    private StudyRow share(
            Sides sides, String where, ComparedKey key, ComparedKey.Statistic which, double value, Extent extent) {
        return new StudyRow(
                sides.name(),
                where,
                MetricResult.of(key.with(which), value, extent, seed)
                        .withoutInterval("it describes these encoders and data sets"));
    }

    private static String counts(Sides sides) {
        int first = 0;
        for (boolean each : sides.first()) {
            first += each ? 1 : 0;
        }
        return first + (first == 1 ? " encoder" : " encoders") + " against " + (sides.first().length - first);
    }

    /** The variance of the difference that encoders share because they saw the same patients; 0 where nothing says so. */
    private static double shared(List<MetricResult[]> complete, Sides sides) {
        double shared = 0;
        for (MetricResult[] found : complete) {
            Influences sum = null;
            double alone = 0;
            for (int i = 0; i < found.length; i++) {
                Optional<Influences> own = found[i].influences();
                if (own.isEmpty()) {
                    return 0;
                }
                Influences weighted = own.get().times(sides.weight(i));
                alone += weighted.spread().map(Influences.Spread::variance).orElse(0.0);
                Optional<Influences> next = sum == null ? Optional.of(weighted) : sum.plus(1, 1, weighted);
                if (next.isEmpty()) {
                    return 0;
                }
                sum = next.get();
            }
            shared += sum.spread().map(Influences.Spread::variance).orElse(0.0) - alone;
        }
        return Math.max(0, shared) / complete.size() / complete.size();
    }
}
