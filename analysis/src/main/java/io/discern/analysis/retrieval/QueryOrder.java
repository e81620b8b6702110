package io.discern.analysis.retrieval;

import io.discern.analysis.internal.neighbors.ExactCosines;
import java.util.Arrays;

/** Bank rows in the order of their similarity to one query, equal ones by row. Not thread-safe. */
final class QueryOrder {
    private final int query;
    private final double[] products;
    private final double deviation;
    private final ExactCosines cosines;
    /** Cosines that were needed, NaN for the others; empty before the first. */
    private double[] exact = new double[0];

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
        if (exact.length == 0) {
            exact = new double[products.length];
            Arrays.fill(exact, Double.NaN);
        }
        if (Double.isNaN(exact[row])) {
            exact[row] = cosines.of(query, row);
        }
        return exact[row];
    }

    /**
     * Ranks the positives. Their products alone, sorted, say how many of them come before a negative, unless one is too near; which positive
     * has which place does not matter.
     *
     * @param positives bank rows, at least one
     * @param negatives the other candidates
     */
    Ranking rank(int[] positives, int[] negatives) {
        double[] falling = new double[positives.length];
        Arrays.setAll(falling, i -> -products[positives[i]]);
        Arrays.sort(falling);
        int[] first = firstOfBuckets(falling);
        double scale = bucketsOf(falling);
        int[] sorted = new int[0];
        int[] places = new int[positives.length + 1];
        for (int negative : negatives) {
            double product = -products[negative];
            int bucket = bucket(product, falling[0], scale, falling.length);
            int before = firstNotBelow(product, falling, first[bucket], first[bucket + 1]);
            boolean near = before > 0 && product - falling[before - 1] <= deviation
                    || before < falling.length && falling[before] - product <= deviation;
            if (near) {
                sorted = sorted.length == 0 ? sorted(positives) : sorted;
                before = positivesBefore(sorted, negative);
            }
            places[before]++;
        }
        int negativesBefore = 0;
        for (int i = 0; i < positives.length; i++) {
            negativesBefore += places[i];
            places[i] = negativesBefore + i + 1;
        }
        return new Ranking(Arrays.copyOf(places, positives.length), positives.length + negatives.length);
    }

    /** How many buckets lie in a unit between the first and the last value, as many as there are values in all; 0 if these are equal. */
    private static double bucketsOf(double[] ascending) {
        double range = ascending[ascending.length - 1] - ascending[0];
        return range > 0 ? ascending.length / range : 0;
    }

    /** The bucket of a value, which never falls as the value grows. */
    private static int bucket(double value, double least, double scale, int most) {
        return (int) Math.max(0, Math.min(most, (value - least) * scale));
    }

    /** For each bucket the first value in it or behind it. */
    private static int[] firstOfBuckets(double[] ascending) {
        int[] first = new int[ascending.length + 2];
        double scale = bucketsOf(ascending);
        int filled = 0;
        for (int i = 0; i < ascending.length; i++) {
            int bucket = bucket(ascending[i], ascending[0], scale, ascending.length);
            while (filled <= bucket) {
                first[filled++] = i;
            }
        }
        Arrays.fill(first, filled, first.length, ascending.length);
        return first;
    }

    private static int firstNotBelow(double value, double[] ascending, int from, int to) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int[] sorted(int[] rows) {
        return Arrays.stream(rows)
                .boxed()
                .sorted(this::compare)
                .mapToInt(Integer::intValue)
                .toArray();
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
