package io.discern.analysis.internal.stats;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * p-values adjusted for how many there are: compare an adjusted one with the level that the whole family shall keep.
 *
 * <p>With p(1) &lt;= ... &lt;= p(m): Holm's {@code max_{j <= i} min(1, (m - j + 1) p(j))} bounds the probability of any false
 * rejection, whatever the dependence; Benjamini and Hochberg's {@code min_{j >= i} min(1, m p(j) / j)} bounds the expected
 * share of false ones among the rejections, for independent or positively dependent tests.
 *
 * <p>References: Holm, Scandinavian Journal of Statistics 6 (1979) 65-70; Benjamini and Hochberg, JRSS B 57 (1995) 289-300.
 */
public final class Multiplicity {
    private Multiplicity() {}

    /**
     * Holm's adjusted p-values.
     *
     * @param p in [0, 1]; not modified
     * @return in the order given
     */
    public static double[] holm(double... p) {
        int[] order = ascending(p);
        double[] adjusted = new double[p.length];
        double most = 0;
        for (int i = 0; i < order.length; i++) {
            most = Math.max(most, Math.min(1, (p.length - i) * p[order[i]]));
            adjusted[order[i]] = most;
        }
        return adjusted;
    }

    /**
     * Benjamini and Hochberg's adjusted p-values.
     *
     * @param p in [0, 1]; not modified
     * @return in the order given
     */
    public static double[] benjaminiHochberg(double... p) {
        int[] order = ascending(p);
        double[] adjusted = new double[p.length];
        double least = 1;
        for (int i = order.length - 1; i >= 0; i--) {
            least = Math.min(least, p.length * p[order[i]] / (i + 1));
            adjusted[order[i]] = least;
        }
        return adjusted;
    }

    private static int[] ascending(double[] p) {
        for (double value : p) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("p-value " + value + "; expected one in [0, 1]");
            }
        }
        return IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
