package io.discern.analysis.map;

import java.util.Arrays;

/**
 * Points in nested squares, each with its centre of mass, so that far points act together: Barnes and Hut, Nature 324 (1986)
 * 446-449. A square acts as one where its side is below half of its distance.
 */
final class QuadTree {
    private static final double THETA = 0.5;
    private static final int DEEPEST = 48;
    private static final int CHILDREN = 4;

    private int nodes;
    private int[] children = new int[0];
    /** A point of the square: the place of all of them while it has no children. */
    private double[] atX = new double[0];

    private double[] atY = new double[0];
    private double[] sumX = new double[0];
    private double[] sumY = new double[0];
    private int[] count = new int[0];
    private double[] side = new double[0];

    QuadTree(double[][] points) {
        double x = points[0][0];
        double y = points[0][1];
        double reach = 0;
        for (double[] point : points) {
            reach = Math.max(reach, Math.max(Math.abs(point[0] - x), Math.abs(point[1] - y)));
        }
        int root = node(2 * reach);
        for (double[] point : points) {
            insert(root, point[0], point[1], x, y);
        }
    }

    private int node(double length) {
        if (nodes == count.length) {
            int larger = Math.max(64, 2 * nodes);
            children = Arrays.copyOf(children, CHILDREN * larger);
            atX = Arrays.copyOf(atX, larger);
            atY = Arrays.copyOf(atY, larger);
            sumX = Arrays.copyOf(sumX, larger);
            sumY = Arrays.copyOf(sumY, larger);
            count = Arrays.copyOf(count, larger);
            side = Arrays.copyOf(side, larger);
        }
        side[nodes] = length;
        return nodes++;
    }

    /** Adds a point to the square around (x, y), down to a square that holds no other. */
    private void insert(int root, double px, double py, double x, double y) {
        int node = root;
        double centerX = x;
        double centerY = y;
        for (int level = 0; ; level++) {
            boolean leaf = !hasChildren(node);
            boolean shared = count[node] > 0 && level < DEEPEST && (atX[node] != px || atY[node] != py);
            if (leaf && shared) {
                int down = child(node, atX[node], atY[node], centerX, centerY);
                add(down, count[node], atX[node], atY[node], sumX[node], sumY[node]);
            }
            add(node, 1, px, py, px, py);
            if (leaf && !shared) {
                return;
            }
            int next = child(node, px, py, centerX, centerY);
            centerX += (px > centerX ? 1 : -1) * side[node] / 4;
            centerY += (py > centerY ? 1 : -1) * side[node] / 4;
            node = next;
        }
    }

    private void add(int node, int points, double px, double py, double pointsX, double pointsY) {
        atX[node] = px;
        atY[node] = py;
        sumX[node] += pointsX;
        sumY[node] += pointsY;
        count[node] += points;
    }

    private boolean hasChildren(int node) {
        for (int c = 0; c < CHILDREN; c++) {
            if (children[CHILDREN * node + c] != 0) {
                return true;
            }
        }
        return false;
    }

    private int child(int node, double px, double py, double centerX, double centerY) {
        int place = CHILDREN * node + (px > centerX ? 1 : 0) + (py > centerY ? 2 : 0);
        if (children[place] == 0) {
            int made = node(side[node] / 2);
            children[place] = made;
        }
        return children[place];
    }

    /**
     * How all points repel one at (x, y), which is among them: adds {@code sum_j q_j^2 (y - y_j)} to the force and gives
     * {@code sum_j q_j} without the point itself, {@code q_j = 1 / (1 + |y - y_j|^2)}.
     */
    double repel(double x, double y, double[] force) {
        int[] stack = new int[CHILDREN * (DEEPEST + 2)];
        int depth = 1;
        double sum = 0;
        while (depth > 0) {
            int node = stack[--depth];
            double dx = x - sumX[node] / count[node];
            double dy = y - sumY[node] / count[node];
            double squared = dx * dx + dy * dy;
            if (!hasChildren(node) || side[node] * side[node] < THETA * THETA * squared) {
                double q = 1 / (1 + squared);
                sum += count[node] * q;
                force[0] += count[node] * q * q * dx;
                force[1] += count[node] * q * q * dy;
                continue;
            }
            for (int c = 0; c < CHILDREN; c++) {
                if (children[CHILDREN * node + c] != 0) {
                    stack[depth++] = children[CHILDREN * node + c];
                }
            }
        }
        // The point met itself at distance 0; no square around it is ever far enough to act as one.
        return sum - 1;
    }
}
