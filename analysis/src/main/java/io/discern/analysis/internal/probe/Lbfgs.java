package io.discern.analysis.internal.probe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth convex function by the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno, with steps halved
 * until they satisfy Armijo's condition.
 *
 * <p>Made for functions whose variables are scaled so that the curvature is about 1: then {@code |g|^2 / 2} is about how
 * far the value is above the minimum, and the search ends where that falls below {@code tolerance} of the value.
 *
 * <p>Reference: Nocedal and Wright, <i>Numerical Optimization</i> (2006), algorithms 3.1, 7.4 and 7.5.
 */
final class Lbfgs {
    private static final int MEMORY = 10;
    private static final double ARMIJO = 1e-4;
    private static final int MOST_HALVINGS = 40;
    /** Values that differ by less than this share differ by rounding. */
    private static final double ROUNDING = 1e-14;

    /** What is minimised. */
    @FunctionalInterface
    interface Function {
        /** The value at a point; the gradient goes into {@code gradient}. */
        double at(double[] point, double[] gradient);
    }

    /**
     * Where the search ended.
     *
     * @param converged whether it ended at the minimum, as far as the tolerance can tell
     */
    record Minimum(double[] point, double value, int iterations, boolean converged) {}

    private record Pair(double[] step, double[] change, double inner) {}

    private Lbfgs() {}

    static Minimum minimize(Function function, double[] start, double tolerance, int mostIterations) {
        double[] point = start.clone();
        double[] gradient = new double[point.length];
        double value = function.at(point, gradient);
        Deque<Pair> pairs = new ArrayDeque<>();
        for (int iteration = 0; iteration < mostIterations; iteration++) {
            if (dot(gradient, gradient) / 2 <= tolerance * value) {
                return new Minimum(point, value, iteration, true);
            }
            double[] direction = direction(gradient, pairs);
            double slope = dot(gradient, direction);
            double[] next = new double[point.length];
            double[] nextGradient = new double[point.length];
            double nextValue = Double.POSITIVE_INFINITY;
            double length = 2;
            for (int halving = 0; halving < MOST_HALVINGS && !sufficient(nextValue, value, length, slope); halving++) {
                length /= 2;
                for (int i = 0; i < next.length; i++) {
                    next[i] = point[i] + length * direction[i];
                }
                nextValue = function.at(next, nextGradient);
            }
            if (!sufficient(nextValue, value, length, slope)) {
                return new Minimum(point, value, iteration, false);
            }
            remember(difference(next, point), difference(nextGradient, gradient), pairs);
            point = next;
            gradient = nextGradient;
            value = nextValue;
        }
        return new Minimum(point, value, mostIterations, dot(gradient, gradient) / 2 <= tolerance * value);
    }

    private static boolean sufficient(double nextValue, double value, double length, double slope) {
        return nextValue <= value + ARMIJO * length * slope + ROUNDING * Math.abs(value);
    }

    private static void remember(double[] step, double[] change, Deque<Pair> pairs) {
        double inner = dot(step, change);
        if (inner > 0) {
            pairs.addFirst(new Pair(step, change, inner));
        }
        if (pairs.size() > MEMORY) {
            pairs.removeLast();
        }
    }

    /** The two-loop recursion. */
    private static double[] direction(double[] gradient, Deque<Pair> pairs) {
        double[] direction = gradient.clone();
        double[] projections = new double[pairs.size()];
        int k = 0;
        for (Pair pair : pairs) {
            projections[k] = dot(pair.step, direction) / pair.inner;
            add(direction, -projections[k++], pair.change);
        }
        double curvature =
                pairs.isEmpty() ? 1 : pairs.getFirst().inner / dot(pairs.getFirst().change, pairs.getFirst().change);
        for (int i = 0; i < direction.length; i++) {
            direction[i] *= -curvature;
        }
        for (Iterator<Pair> oldestFirst = pairs.descendingIterator(); oldestFirst.hasNext(); ) {
            Pair pair = oldestFirst.next();
            add(direction, -projections[--k] - dot(pair.change, direction) / pair.inner, pair.step);
        }
        return direction;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = a.clone();
        add(difference, -1, b);
        return difference;
    }
}
