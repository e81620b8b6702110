package io.discern.analysis.map;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Tagged;
import io.discern.analysis.internal.map.Mapping;
import java.util.List;
import java.util.Locale;

/**
 * How far to believe the pictures: trustworthiness and continuity of each map, see {@link MapQuality}.
 *
 * <p>Variants {@code METHOD,trustworthiness,k=15} and {@code METHOD,continuity,k=15} for pca, tsne and umap, in [0, 1]; the null
 * value is that of points dealt at random. Above 5,000 rows as many are drawn by the seed and mapped (the
 * note says so). Zero rows have no direction: left out and counted. Labels are not looked at.
 *
 * <p>Reference: Venna and Kaski, ICANN 2001, LNCS 2130, 485-491.
 */
public final class MapMetric implements Metric {
    /** The name of this metric in results. */
    public static final String NAME = "map";

    /** What is judged. */
    public enum Quality implements Tagged {
        /** Whether neighbours in the map are neighbours in truth. */
        TRUSTWORTHINESS,
        /** Whether neighbours in truth are neighbours in the map. */
        CONTINUITY;

        @Override
        public String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A quality of a map.
     *
     * @param method the {@linkplain MapMethod#name() name} of the method
     * @param quality which
     * @param k the size of a neighbourhood
     */
    public record Key(String method, Quality quality, int k) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM = KeyForm.of(Key.class, NAME, "{method},{quality},k={k}");

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

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
        return new MapMetric(Mapping.MOST_ROWS, List.of(methods));
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        return methods.stream()
                .flatMap(method -> Mapping.of(data, method, mostRows, seed).results(data, seed).stream())
                .toList();
    }
}
