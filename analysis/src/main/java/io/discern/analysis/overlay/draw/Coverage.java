package io.discern.analysis.overlay.draw;

import java.awt.Shape;
import java.awt.geom.PathIterator;

/**
 * The share of each pixel that a shape covers, exactly for straight edges.
 *
 * <p>Every edge adds, in each row it crosses, its signed height to all pixels to its right; within the pixel it passes, by the
 * area to its right. So plain Java decides the pixels: no graphics library, fonts or display.
 */
final class Coverage {
    /** How far the chords of a curve may lie from it, in pixels. */
    private static final double FLATNESS = 0.02;

    private final int width;
    private final int height;
    /** For each pixel the change of coverage against its left neighbour; one more column for what leaves on the right. */
    private final double[] change;

    private Coverage(int width, int height) {
        this.width = width;
        this.height = height;
        this.change = new double[(width + 1) * height];
    }

    /** Row-major, in [0, 1]; what lies outside {@code width x height} is cut off. */
    static double[] of(Shape shape, int width, int height) {
        Coverage coverage = new Coverage(width, height);
        double[] point = new double[6];
        double startX = 0;
        double startY = 0;
        double x = 0;
        double y = 0;
        for (PathIterator path = shape.getPathIterator(null, FLATNESS); !path.isDone(); path.next()) {
            int segment = path.currentSegment(point);
            double nextX = segment == PathIterator.SEG_CLOSE ? startX : point[0];
            double nextY = segment == PathIterator.SEG_CLOSE ? startY : point[1];
            if (segment == PathIterator.SEG_MOVETO) {
                coverage.edge(x, y, startX, startY);
                startX = nextX;
                startY = nextY;
            } else {
                coverage.edge(x, y, nextX, nextY);
            }
            x = nextX;
            y = nextY;
        }
        coverage.edge(x, y, startX, startY);
        return coverage.accumulated();
    }

    private void edge(double x0, double y0, double x1, double y1) {
        if (y0 == y1) {
            return;
        }
        if (y0 > y1) {
            span(x1, y1, x0, y0, -1);
        } else {
            span(x0, y0, x1, y1, 1);
        }
    }

    /** An edge that goes down, cut at the rows. */
    private void span(double x0, double y0, double x1, double y1, int direction) {
        double slope = (x1 - x0) / (y1 - y0);
        int last = (int) Math.min(height, Math.ceil(y1));
        for (int row = (int) Math.max(0, Math.floor(y0)); row < last; row++) {
            double top = Math.max(row, y0);
            double bottom = Math.min(row + 1.0, y1);
            double from = inside(x0 + (top - y0) * slope);
            double to = inside(x0 + (bottom - y0) * slope);
            cells(row, Math.min(from, to), Math.max(from, to), direction * (bottom - top));
        }
    }

    private double inside(double x) {
        return Math.max(0, Math.min(width, x));
    }

    /** A piece within one row, cut at the columns. */
    private void cells(int row, double from, double to, double height) {
        int base = row * (width + 1);
        int column = (int) from;
        if (to <= column + 1) {
            cell(base, column, (from + to) / 2 - column, height);
            return;
        }
        double left = from;
        while (left < to) {
            double right = Math.min(column + 1.0, to);
            cell(base, column, (left + right) / 2 - column, height * (right - left) / (to - from));
            left = right;
            column++;
        }
    }

    private void cell(int base, int column, double middle, double height) {
        change[base + column] += height * (1 - middle);
        if (column < width) {
            change[base + column + 1] += height * middle;
        }
    }

    private double[] accumulated() {
        double[] covered = new double[width * height];
        for (int row = 0; row < height; row++) {
            double sum = 0;
            for (int column = 0; column < width; column++) {
                sum += change[row * (width + 1) + column];
                covered[row * width + column] = Math.min(1, Math.abs(sum));
            }
        }
        return covered;
    }
}
