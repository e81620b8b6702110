package io.discern.analysis.map;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How far to believe the pictures: trustworthiness and continuity of each map, see {@link MapQuality}.
 *
 * <p>Variants {@code METHOD,trustworthiness,k=15} and {@code METHOD,continuity,k=15} for pca, tsne and umap, in [0, 1]; the
 * null value is that of points dealt at random. Above {@value #MOST_ROWS} rows as many are drawn by the seed and mapped (the
 * note says so). Zero rows have no direction: left out and counted. Labels are not looked at.
 *
 * <p>Reference: Venna and Kaski, ICANN 2001, LNCS 2130, 485-491.
 */
public final class MapMetric implements Metric {
    /** The name of this metric in results. */
    public static final String NAME = "map";
    /** The size of the neighbourhoods. */
    public static final int K = 15;
    /** How many rows are mapped at most. */
    public static final int MOST_ROWS = 5000;

    private final int mostRows;
    private final List<MapMethod> methods;

    MapMetric(int mostRows, List<MapMethod> methods) {
        this.mostRows = mostRows;
        this.methods = methods;
    }

    /** Of PCA, t-SNE and UMAP with their standard parameters. */
    public static MapMetric standard() {
        return of(new PcaMap(), Tsne.standard(), Umap.standard());
    }

    /** Of the given maps. */
    public static MapMetric of(MapMethod... methods) {
        return new MapMetric(MOST_ROWS, List.of(methods));
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        int[] directions = IntStream.range(0, data.rows()).filter(row -> data.norm(row) > 0).toArray();
        int zeros = data.rows() - directions.length;
        String note = zeros == 0 ? "" : "excluded " + zeros + " zero rows, which have no direction";
        if (directions.length == 0) {
            return absent(data, note + "; none is left", seed);
        }
        if (directions.length > mostRows) {
            String sample = mostRows + " of " + directions.length + " rows, drawn by the seed";
            note = note.isEmpty() ? sample : note + "; " + sample;
            directions = sample(directions, seed);
        }
        if (directions.length == data.rows()) {
            return measure(data, note, seed);
        }
        try (LabeledEmbeddings some = data.select(directions)) {
            return measure(some, note, seed);
        }
    }

    private List<MetricResult> measure(LabeledEmbeddings data, String note, long seed) {
        List<MetricResult> results = new ArrayList<>();
        for (MapMethod method : methods) {
            int least = Math.max(method.leastRows(), 2 * K + 1);
            if (data.rows() < least) {
                results.addAll(absent(method, data, data.rows() + " rows; expected at least " + least, seed, note));
                continue;
            }
            MapQuality quality = MapQuality.of(data, method.place(data, seed), K);
            results.add(MetricResult.of(NAME, variant(method, "trustworthiness"), quality.trustworthiness(), data, seed)
                    .withNull(quality.chance())
                    .withNote(note));
            results.add(MetricResult.of(NAME, variant(method, "continuity"), quality.continuity(), data, seed)
                    .withNull(quality.chance())
                    .withNote(note));
        }
        return results;
    }

    private int[] sample(int[] rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] drawn = rows.clone();
        for (int i = 0; i < mostRows; i++) {
            int j = i + random.nextInt(drawn.length - i);
            int swapped = drawn[i];
            drawn[i] = drawn[j];
            drawn[j] = swapped;
        }
        return IntStream.of(drawn).limit(mostRows).sorted().toArray();
    }

    private List<MetricResult> absent(LabeledEmbeddings data, String reason, long seed) {
        return methods.stream().flatMap(method -> absent(method, data, reason, seed, "").stream()).toList();
    }

    private static List<MetricResult> absent(
            MapMethod method, LabeledEmbeddings data, String reason, long seed, String note) {
        return List.of(
                MetricResult.absent(NAME, variant(method, "trustworthiness"), reason, data, seed).withNote(note),
                MetricResult.absent(NAME, variant(method, "continuity"), reason, data, seed).withNote(note));
    }

    private static String variant(MapMethod method, String what) {
        return method.name() + "," + what + ",k=" + K;
    }
}
