package io.discern.internal.preprocess;

/** Working memory of a {@link ResampleRun}, kept from image to image. One thread at a time. */
public final class ResampleScratch {
    private static final int[] NONE = {};

    private int[][] columns = {};
    private int[][] rows = {};
    private int[][] sums = {};
    private int[] column = NONE;
    private int[] fill = NONE;

    /** At least {@code count} source columns of exactly {@code lanes}. */
    int[][] columns(int count, int lanes) {
        columns = atLeast(columns, count, lanes);
        return columns;
    }

    /** At least {@code count} horizontally resized rows of exactly {@code length}. */
    int[][] rows(int count, int length) {
        rows = atLeast(rows, count, length);
        return rows;
    }

    /** At least {@code count} unfinished output rows of exactly {@code length}. */
    int[][] sums(int count, int length) {
        sums = atLeast(sums, count, length);
        return sums;
    }

    /** One output column of exactly {@code lanes}. */
    int[] column(int lanes) {
        column = exactly(column, lanes);
        return column;
    }

    /** One row of padding of exactly {@code length}. */
    int[] fill(int length) {
        fill = exactly(fill, length);
        return fill;
    }

    private static int[] exactly(int[] array, int length) {
        return array.length == length ? array : new int[length];
    }

    private static int[][] atLeast(int[][] arrays, int count, int length) {
        return arrays.length >= count && arrays[0].length == length ? arrays : new int[count][length];
    }
}
