package io.discern.analysis.map;

/** How all points of a map repel each other in t-SNE: {@code sum_j q_ij^2 (y_i - y_j)} with {@code q_ij = 1 / (1 + |y_i - y_j|^2)}. */
interface Repulsion {

    /**
     * Computes the forces, the same bits whatever the threads.
     *
     * @param x of n points
     * @param y of n points
     * @param forceX filled in
     * @param forceY filled in
     * @return {@code sum q_ij} over all ordered pairs of different points
     */
    double repel(double[] x, double[] y, double[] forceX, double[] forceY);
}
