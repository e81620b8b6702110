package io.discern.benchmarks;

import java.util.Arrays;

/** The quartiles of what rounds gave, as lines of a table. */
final class Quartiles {
    private Quartiles() {}

    static void header(String title, int rounds) {
        System.out.printf("%-44s %9s %9s %9s of %d rounds%n", title, "quartile", "median", "quartile", rounds);
    }

    /** One line; sorts the values. */
    static void line(String name, double[] values) {
        Arrays.sort(values);
        int rounds = values.length;
        System.out.printf(
                "%-44s %9.3f %9.3f %9.3f%n", name, values[rounds / 4], values[rounds / 2], values[3 * rounds / 4]);
    }

    /** Quartile, median and quartile for a table in Markdown, the median bold. */
    static String cell(double[] values, String format) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int rounds = sorted.length;
        return String.format(
                format + " / **" + format + "** / " + format,
                sorted[rounds / 4],
                sorted[rounds / 2],
                sorted[3 * rounds / 4]);
    }

    /** The quotients round by round. */
    static double[] ratio(double[] numerators, double[] denominators) {
        double[] ratios = new double[numerators.length];
        Arrays.setAll(ratios, round -> numerators[round] / denominators[round]);
        return ratios;
    }
}
