/**
 * The shape of a cloud of embeddings: how classes sit in it, how many directions it fills, and whether a few rows are
 * everybody's neighbours.
 *
 * <p>Most numbers about pairs of rows follow in closed form from sums of unit rows, because {@code sum_{i,j} u_i.u_j = |sum_i
 * u_i|^2}: {@link io.discern.analysis.geometry.Silhouette} by cosine and {@link io.discern.analysis.geometry.PairCosines} cost
 * O(n d C) and no pair is ever formed. What is not linear in the products ({@link io.discern.analysis.geometry.PairAuroc},
 * {@link io.discern.analysis.geometry.Uniformity}, Euclidean distances) goes through all pairs in tiles.
 */
package io.discern.analysis.geometry;
