package io.discern.analysis.retrieval;

import io.discern.analysis.internal.neighbors.ExactCosines;
import java.util.Arrays;

/** Bank rows in the order of their similarity to one query, equal ones by row. Not thread-safe. */
final class QueryOrder {
    private final int query;
    private final double[] products;
    private final double deviation;
    private final ExactCosines cosines;
    /** Cosines that were needed; NaN for the others. */
    private final double[] exact;

    /**
     * Creates it.
     *
     * @param products the query's product with each bank row
     * @param deviation how far the difference of two products may be from that of their cosines
     */
    QueryOrder(int query, double[] products, double deviation, ExactCosines cosines) {
        this.query = query;
        this.products = products;
        this.deviation = deviation;
        this.cosines = cosines;
        this.exact = new double[products.length];
        Arrays.fill(exact, Double.NaN);
    }

    /** Negative if the first row comes before the second. */
    private int compare(int a, int b) {
        double difference = products[b] - products[a];
        if (Math.abs(difference) > deviation) {
            return difference < 0 ? -1 : 1;
        }
        int byCosine = Double.compare(exact(b), exact(a));
        return byCosine != 0 ? byCosine : Integer.compare(a, b);
    }

    private double exact(int row) {
        if (Double.isNaN(exact[row])) {
            exact[row] = cosines.of(query, row);
        }
        return exact[row];
    }

    /**
     * Ranks the positives.
     *
     * @param positives bank rows, at least one
     * @param negatives the other candidates
     */
    Ranking rank(int[] positives, int[] negatives) {
        int[] sorted = Arrays.stream(positives)
                .boxed()
                .sorted(this::compare)
                .mapToInt(Integer::intValue)
                .toArray();
        int[] places = new int[sorted.length + 1];
        for (int negative : negatives) {
            places[positivesBefore(sorted, negative)]++;
        }
        Arrays.parallelPrefix(places, Integer::sum);
        for (int i = 0; i < sorted.length; i++) {
            places[i] += i + 1;
        }
        return new Ranking(Arrays.copyOf(places, sorted.length), positives.length + negatives.length);
    }

    private int positivesBefore(int[] positives, int row) {
        int low = 0;
        int high = positives.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(positives[middle], row) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
