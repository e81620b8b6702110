package io.discern.analysis.map;

import java.util.stream.IntStream;

/** The points of a map in blocks, worked on by all processors. */
final class Blocks {
    private static final int POINTS = 1024;

    private Blocks() {}

    /** Work on the points from the first to before the end. */
    interface Part {
        void of(int first, int end);
    }

    /** Does some work on all of n points, block by block in any order. */
    static void each(int n, Part part) {
        IntStream.range(0, (n + POINTS - 1) / POINTS)
                .parallel()
                .forEach(block -> part.of(block * POINTS, Math.min(n, (block + 1) * POINTS)));
    }
}
