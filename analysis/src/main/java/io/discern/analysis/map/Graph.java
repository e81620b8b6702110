package io.discern.analysis.map;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.neighbors.NearestNeighbors;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * A weighted graph over rows: for each row its neighbours, ascending, and the weights of the edges to them.
 *
 * @param neighbors for each row the rows that it has an edge to
 * @param weights for each of those edges its weight
 */
record Graph(int[][] neighbors, double[][] weights) {

    /** The k nearest other rows by cosine, weighted by {@code 1 - cos}; as sorted by {@link NearestNeighbors}. */
    static Graph ofCosineDistances(LabeledEmbeddings data, int k) {
        NearestNeighbors near = NearestNeighbors.leaveOneOut(data, k);
        int[][] neighbors = new int[data.rows()][];
        double[][] distances = new double[data.rows()][];
        for (int row = 0; row < neighbors.length; row++) {
            neighbors[row] = new int[near.found(row)];
            distances[row] = new double[near.found(row)];
            for (int rank = 0; rank < near.found(row); rank++) {
                neighbors[row][rank] = near.row(row, rank);
                distances[row][rank] = Math.max(0, 1 - near.similarity(row, rank));
            }
        }
        return new Graph(neighbors, distances);
    }

    /** The undirected graph in which an edge weighs what both directions give together; a missing direction weighs 0. */
    Graph symmetric(DoubleBinaryOperator together) {
        int n = neighbors.length;
        int[] degree = new int[n];
        for (int[] row : neighbors) {
            for (int other : row) {
                degree[other]++;
            }
        }
        int[][] incoming = new int[n][];
        double[][] incomingWeights = new double[n][];
        Arrays.setAll(incoming, row -> new int[degree[row]]);
        Arrays.setAll(incomingWeights, row -> new double[degree[row]]);
        int[] filled = new int[n];
        for (int row = 0; row < n; row++) {
            for (int e = 0; e < neighbors[row].length; e++) {
                int other = neighbors[row][e];
                incoming[other][filled[other]] = row;
                incomingWeights[other][filled[other]++] = weights[row][e];
            }
        }
        int[][] joined = new int[n][];
        double[][] joinedWeights = new double[n][];
        double[] out = new double[n];
        double[] in = new double[n];
        for (int row = 0; row < n; row++) {
            scatter(neighbors[row], weights[row], out);
            scatter(incoming[row], incomingWeights[row], in);
            joined[row] = Arrays.stream(concat(neighbors[row], incoming[row]))
                    .sorted()
                    .distinct()
                    .toArray();
            joinedWeights[row] = Arrays.stream(joined[row])
                    .mapToDouble(j -> together.applyAsDouble(out[j], in[j]))
                    .toArray();
            clear(neighbors[row], out);
            clear(incoming[row], in);
        }
        return new Graph(joined, joinedWeights);
    }

    private static void scatter(int[] at, double[] values, double[] into) {
        for (int e = 0; e < at.length; e++) {
            into[at[e]] = values[e];
        }
    }

    private static void clear(int[] at, double[] values) {
        for (int index : at) {
            values[index] = 0;
        }
    }

    private static int[] concat(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
