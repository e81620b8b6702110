package io.discern.analysis.internal.neighbors;

import java.util.Arrays;

/** Products that may matter, kept until they are offered together; grows. Not thread-safe. */
final class PairBuffer {
    private int[] rows = new int[1024];
    private int[] columns = new int[rows.length];
    private float[] products = new float[rows.length];
    private int size;

    void add(int row, int column, float product) {
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, 2 * size);
            columns = Arrays.copyOf(columns, 2 * size);
            products = Arrays.copyOf(products, 2 * size);
        }
        rows[size] = row;
        columns[size] = column;
        products[size++] = product;
    }

    int size() {
        return size;
    }

    int row(int i) {
        return rows[i];
    }

    int column(int i) {
        return columns[i];
    }

    float product(int i) {
        return products[i];
    }

    void clear() {
        size = 0;
    }
}
