package io.discern.analysis.internal.map;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.map.MapMethod;
import io.discern.analysis.map.MapMetric;
import io.discern.analysis.map.MapQuality;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows placed in the plane by one method, and how far the picture can be trusted.
 *
 * @param method the method's name
 * @param rows which rows of the data were placed, ascending
 * @param points a place for each of them
 * @param quality absent with fewer rows than it needs
 * @param note what was left out, or why there is no point or no quality; empty if there is nothing to say
 */
public record Mapping(String method, int[] rows, double[][] points, Optional<MapQuality> quality, String note) {
    /** The size of the neighbourhoods that are compared. */
    public static final int K = 15;
    /** How many rows are placed at most. */
    public static final int MOST_ROWS = 5000;

    /** Places the rows that have a direction, {@value #MOST_ROWS} of them at most. */
    public static Mapping of(LabeledEmbeddings data, MapMethod method, long seed) {
        return of(data, method, MOST_ROWS, seed);
    }

    /** Places the rows that have a direction, so many of them at most. */
    public static Mapping of(LabeledEmbeddings data, MapMethod method, int mostRows, long seed) {
        List<String> remarks = new ArrayList<>();
        int[] rows = IntStream.range(0, data.rows())
                .filter(row -> data.norm(row) > 0)
                .toArray();
        int zeros = data.rows() - rows.length;
        if (zeros > 0) {
            remarks.add("excluded " + zeros + " zero rows, which have no direction");
        }
        if (rows.length > mostRows) {
            remarks.add(mostRows + " of " + rows.length + " rows, drawn by the seed");
            rows = sample(rows, mostRows, seed);
        }
        if (rows.length < method.leastRows()) {
            remarks.add(rows.length + " rows; expected at least " + method.leastRows());
            return new Mapping(
                    method.name(), new int[0], new double[0][], Optional.empty(), String.join("; ", remarks));
        }
        try (LabeledEmbeddings placed = data.select(rows)) {
            double[][] points = method.place(placed, seed);
            Optional<MapQuality> quality = Optional.empty();
            if (rows.length > 2 * K) {
                quality = Optional.of(MapQuality.of(placed, points, K));
            } else {
                remarks.add(rows.length + " rows; expected at least " + (2 * K + 1) + " to judge a map");
            }
            return new Mapping(method.name(), rows, points, quality, String.join("; ", remarks));
        }
    }

    /** What {@link MapMetric} says of it. */
    public List<MetricResult> results(LabeledEmbeddings data, long seed) {
        return Stream.of(MapMetric.Quality.values())
                .map(judged -> result(new MapMetric.Key(method, judged, K), judged, data, seed))
                .toList();
    }

    private MetricResult result(MapMetric.Key key, MapMetric.Quality judged, LabeledEmbeddings data, long seed) {
        if (quality.isEmpty()) {
            return MetricResult.absent(key, note, data, seed);
        }
        double value = judged == MapMetric.Quality.TRUSTWORTHINESS
                ? quality.get().trustworthiness()
                : quality.get().continuity();
        return MetricResult.of(key, value, data, seed)
                .withN(rows.length)
                .withNull(quality.get().chance())
                .withoutInterval("a picture is of these rows")
                .withNote(note);
    }

    private static int[] sample(int[] rows, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] drawn = rows.clone();
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(drawn.length - i);
            int swapped = drawn[i];
            drawn[i] = drawn[j];
            drawn[j] = swapped;
        }
        return IntStream.of(drawn).limit(count).sorted().toArray();
    }
}
