package io.discern.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How time and memory of each metric grow with the number of rows: {@link MemoryAtScale} in a process of its own for each size, and the
 * exponents between sizes. Time is that of the CPU, which other work on the machine hardly touches; memory is the process's own, the rows
 * lie in a mapped file. What is linear goes on to a million rows.
 */
public final class Growth {
    private static final int[] SIZES = {5_000, 20_000, 100_000};
    private static final int[] LINEAR_SIZES = {5_000, 20_000, 100_000, 1_000_000};
    /** A larger heap would only be collected later, and its garbage be counted. */
    private static final String HEAP_OF_LINEAR = "400m";

    private static final String HEAP = "1g";

    private static final Pattern LINE = Pattern.compile(", ([0-9.]+) s of CPU, ([0-9]+) MiB, ([0-9]+) MiB without");

    private Growth() {}

    /**
     * Runs it.
     *
     * @param args sizes, ascending; 5,000, 20,000, 100,000, of linear metrics 1,000,000 too if none; names of metrics behind
     *     them, all if none
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int[] given = Arrays.stream(args)
                .filter(arg -> arg.matches("[0-9]+"))
                .mapToInt(Integer::parseInt)
                .toArray();
        List<String> named =
                Arrays.stream(args).filter(arg -> !arg.matches("[0-9]+")).toList();
        System.out.println("| metric | n | s of CPU | exponents | MiB without the rows | exponents |");
        System.out.println("|---|---|---|---|---|---|");
        for (String metric : named.isEmpty() ? MemoryAtScale.names() : named) {
            int[] sizes = given.length == 0 ? sizes(metric) : given;
            double[][] cost = new double[2][sizes.length];
            for (int i = 0; i < sizes.length; i++) {
                double[] measured = measure(metric, sizes[i]);
                cost[0][i] = measured[0];
                cost[1][i] = measured[1];
            }
            System.out.printf(
                    "| `%s` | %s | %s | %s | %s | %s |%n",
                    metric,
                    cells(Arrays.stream(sizes).asDoubleStream().toArray(), "%,.0f"),
                    cells(cost[0], "%.2f"),
                    exponents(cost[0], sizes),
                    cells(cost[1], "%.0f"),
                    exponents(cost[1], sizes));
        }
    }

    private static int[] sizes(String metric) {
        return MemoryAtScale.LINEAR.contains(metric) ? LINEAR_SIZES : SIZES;
    }

    private static double[] measure(String metric, int rows) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + (MemoryAtScale.LINEAR.contains(metric) ? HEAP_OF_LINEAR : HEAP),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryAtScale.class.getName(),
                        metric,
                        Integer.toString(rows))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher found = LINE.matcher(said);
        if (process.waitFor() != 0 || !found.find()) {
            throw new IOException(
                    metric + ", n = " + rows + " ended with " + process.exitValue() + " and said: " + said);
        }
        return new double[] {Double.parseDouble(found.group(1)), Double.parseDouble(found.group(3))};
    }

    private static String cells(double[] values, String format) {
        return String.join(
                " / ",
                Arrays.stream(values)
                        .mapToObj(value -> String.format(format, value))
                        .toList());
    }

    private static String exponents(double[] values, int[] sizes) {
        StringBuilder exponents = new StringBuilder();
        for (int i = 1; i < values.length; i++) {
            double exponent = Math.log(values[i] / values[i - 1]) / Math.log((double) sizes[i] / sizes[i - 1]);
            exponents.append(i == 1 ? "" : " / ").append(String.format("%.2f", exponent));
        }
        return exponents.toString();
    }
}
