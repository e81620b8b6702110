package io.discern.analysis.between;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.stats.Bootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Centred kernel alignment of nearest neighbours: like {@link LinearCka}, but only pairs that are neighbours for both count.
 *
 * <p>With the cosines K of encoder a, L of encoder b, kept where row j is among the k nearest of row i for both and 0 elsewhere
 * (mask M): {@code cknna,k=K = h(M_ab K, M_ab L) / sqrt(h(M_a K, M_a K) h(M_b L, M_b L))} with h the unbiased HSIC (Song et al.
 * 2012, eq. 5); at most about 1. Nothing is added to the denominator.
 *
 * <p><b>Interval.</b> None: leaving out a row changes neighbourhoods, which no derivative sees. <b>Null value.</b> The
 * mean over {@value #PERMUTATIONS} permutations of the rows of one encoder against the other: about k / n, far from 0 where rows are
 * few. Rows that are zero in either are left out and counted.
 *
 * <p>Reference: Huh et al., <i>The platonic representation hypothesis</i>, ICML (2024), app. A.
 */
public final class Cknna implements BetweenMetric {
    private static final int FEWEST = 4;
    /** How many permutations the null value averages. */
    private static final int PERMUTATIONS = 100;

    /**
     * Its one result.
     *
     * @param k the number of neighbours
     */
    public record Key(int k) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM = KeyForm.of(Key.class, NAME, "cknna,k={k}");

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    private final int k;

    private Cknna(int k) {
        this.k = k;
    }

    /** With k = 10. */
    public static Cknna standard() {
        return of(10);
    }

    /** With the given number of neighbours, at least 1. */
    public static Cknna of(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k " + k + "; expected at least 1");
        }
        return new Cknna(k);
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings a, LabeledEmbeddings b, long seed) {
        Key key = new Key(k);
        return PairedRows.directions(a, b, seed, (x, y) -> measure(key, x, y, seed), key);
    }

    private MetricResult measure(Key key, LabeledEmbeddings a, LabeledEmbeddings b, long seed) {
        if (k >= a.rows() - 1 || a.rows() < FEWEST) {
            return MetricResult.absent(
                    key,
                    "k = " + k + ", but a row has only " + (a.rows() - 1)
                            + " candidates; expected k below that and at least " + FEWEST + " rows",
                    a,
                    seed);
        }
        List<Map<Integer, Double>> ofA = cosines(a);
        List<Map<Integer, Double>> ofB = cosines(b);
        double inA = hsic(ofA, ofA);
        double inB = hsic(ofB, ofB);
        if (!(inA > 0 && inB > 0)) {
            String reason = "the neighbours of an encoder do not align with themselves (HSIC not above 0)";
            return MetricResult.absent(key, reason, a, seed);
        }
        double norm = Math.sqrt(inA * inB);
        double chance = Arrays.stream(Bootstrap.streams(seed, PERMUTATIONS))
                .parallel()
                .mapToDouble(random -> both(ofA, permuted(ofB, random)))
                .average()
                .orElseThrow();
        return MetricResult.of(key, both(ofA, ofB) / norm, a, seed)
                .withNull(chance / norm)
                .withoutInterval("leaving out a row changes neighbourhoods, which no derivative sees");
    }

    private static double both(List<Map<Integer, Double>> a, List<Map<Integer, Double>> b) {
        return hsic(common(a, b), common(b, a));
    }

    /** The same neighbourhoods of rows that have changed places. */
    private static List<Map<Integer, Double>> permuted(List<Map<Integer, Double>> rows, SplittableRandom random) {
        int[] places = IntStream.range(0, rows.size()).toArray();
        for (int i = places.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int held = places[i];
            places[i] = places[j];
            places[j] = held;
        }
        List<Map<Integer, Double>> permuted = new ArrayList<>(Collections.nCopies(rows.size(), Map.of()));
        for (int row = 0; row < places.length; row++) {
            Map<Integer, Double> moved = new HashMap<>();
            rows.get(row).forEach((other, cosine) -> moved.put(places[other], cosine));
            permuted.set(places[row], moved);
        }
        return permuted;
    }

    /** For each row its neighbours and their cosines. */
    private List<Map<Integer, Double>> cosines(LabeledEmbeddings data) {
        NearestNeighbors found = NearestNeighbors.leaveOneOut(data, k);
        List<Map<Integer, Double>> rows = new ArrayList<>();
        for (int row = 0; row < data.rows(); row++) {
            Map<Integer, Double> neighbors = new HashMap<>();
            for (int rank = 0; rank < k; rank++) {
                neighbors.put(found.row(row, rank), found.similarity(row, rank));
            }
            rows.add(neighbors);
        }
        return rows;
    }

    private static List<Map<Integer, Double>> common(
            List<Map<Integer, Double>> rows, List<Map<Integer, Double>> others) {
        List<Map<Integer, Double>> common = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            Map<Integer, Double> kept = new HashMap<>(rows.get(row));
            kept.keySet().retainAll(others.get(row).keySet());
            common.add(kept);
        }
        return common;
    }

    /** n (n - 3) times the unbiased HSIC of two sparse matrices without diagonals, which need not be symmetric. */
    private static double hsic(List<Map<Integer, Double>> k, List<Map<Integer, Double>> l) {
        double n = k.size();
        double[] columnsOfK = new double[k.size()];
        double[] rowsOfL = new double[k.size()];
        double trace = 0;
        double sumOfK = 0;
        for (int row = 0; row < k.size(); row++) {
            for (Map.Entry<Integer, Double> entry : k.get(row).entrySet()) {
                columnsOfK[entry.getKey()] += entry.getValue();
                sumOfK += entry.getValue();
                trace += entry.getValue() * l.get(entry.getKey()).getOrDefault(row, 0.0);
            }
            for (double value : l.get(row).values()) {
                rowsOfL[row] += value;
            }
        }
        double through = 0;
        for (int row = 0; row < k.size(); row++) {
            through += columnsOfK[row] * rowsOfL[row];
        }
        return trace + sumOfK * PairedRows.sum(rowsOfL) / ((n - 1) * (n - 2)) - 2 / (n - 2) * through;
    }
}
