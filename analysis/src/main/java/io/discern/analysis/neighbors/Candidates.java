package io.discern.analysis.neighbors;

import java.util.Arrays;

/** The rows that may still be among one query's k nearest, as far as float32 similarities can tell. */
final class Candidates {
    private final int k;
    private final float slack;
    /** The k best so far; a heap with the least at the root. */
    private final float[] best;

    private int held;
    private int[] rows;
    private float[] similarities;
    private int size;
    private float threshold = Float.NEGATIVE_INFINITY;

    /**
     * Creates it empty.
     *
     * @param margin how far a float32 similarity may be from the true one
     */
    Candidates(int k, double margin) {
        this.k = k;
        this.slack = Math.nextUp((float) (2 * margin));
        this.best = new float[k];
        this.rows = new int[4 * k + 16];
        this.similarities = new float[rows.length];
    }

    /** What a similarity must reach to be worth offering. */
    float threshold() {
        return threshold;
    }

    void offer(int row, float similarity) {
        if (similarity < threshold) {
            return;
        }
        if (size == rows.length) {
            makeRoom();
        }
        rows[size] = row;
        similarities[size++] = similarity;
        if (held < k) {
            best[held++] = similarity;
            siftUp(held - 1);
        } else if (similarity > best[0]) {
            best[0] = similarity;
            siftDown();
        }
        if (held == k) {
            threshold = Math.nextDown(best[0] - slack);
        }
    }

    /** The rows left, in the order in which they were offered. */
    int[] remaining() {
        prune();
        return Arrays.copyOf(rows, size);
    }

    private void makeRoom() {
        prune();
        if (size > rows.length / 2) {
            rows = Arrays.copyOf(rows, 2 * rows.length);
            similarities = Arrays.copyOf(similarities, rows.length);
        }
    }

    private void prune() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (similarities[i] >= threshold) {
                rows[kept] = rows[i];
                similarities[kept++] = similarities[i];
            }
        }
        size = kept;
    }

    private void siftUp(int place) {
        int child = place;
        while (child > 0 && best[child] < best[(child - 1) / 2]) {
            swap(child, (child - 1) / 2);
            child = (child - 1) / 2;
        }
    }

    private void siftDown() {
        int parent = 0;
        while (2 * parent + 1 < k) {
            int child = 2 * parent + 1;
            if (child + 1 < k && best[child + 1] < best[child]) {
                child++;
            }
            if (best[parent] <= best[child]) {
                return;
            }
            swap(parent, child);
            parent = child;
        }
    }

    private void swap(int a, int b) {
        float kept = best[a];
        best[a] = best[b];
        best[b] = kept;
    }
}
