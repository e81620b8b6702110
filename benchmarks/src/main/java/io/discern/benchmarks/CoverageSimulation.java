package io.discern.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How often 95 % intervals hold the truth of a simulated population, and whether p-values are uniform under the null. Prints
 * tables; the arguments are the number of runs of each row (2,000 without one) and the names of the tables (all without one).
 */
public final class CoverageSimulation {
    private CoverageSimulation() {}

    /** Runs it. */
    public static void main(String[] args) {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
        Map<String, Consumer<CoverageTable>> tables = new LinkedHashMap<>();
        tables.put("mean", MeanCoverage::print);
        tables.put("knn", NeighborCoverage::print);
        tables.put("trace-ratio", TraceRatioCoverage::print);
        tables.put("fisher", MetricCoverage::classes);
        tables.put("shape", MetricCoverage::shape);
        tables.put("null", table -> new NullSimulation(runs).run());
        List<String> wanted =
                args.length > 1 ? Arrays.asList(args).subList(1, args.length) : List.copyOf(tables.keySet());
        if (!tables.keySet().containsAll(wanted)) {
            throw new IllegalArgumentException("tables " + wanted + "; expected some of " + tables.keySet());
        }
        CoverageTable table = new CoverageTable(runs);
        wanted.forEach(name -> tables.get(name).accept(table));
    }
}
