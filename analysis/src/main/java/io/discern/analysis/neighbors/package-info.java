/**
 * Nearest neighbours by cosine, exactly, and what they say about classes.
 *
 * <p>Similarities are computed in tiles by float32 matrix products; every row whose float32 similarity lies within the proven
 * rounding bound of the k-th is then compared again in double ({@link io.discern.internal.similarity.TopKSelector}). So the result equals
 * that of a full double computation while a few tiles are held. Rows searched among themselves have a symmetric matrix: half the
 * tiles are enough, each product serves both of its rows, and a scan that the JIT compiler vectorises finds the few products
 * that can matter to either.
 */
package io.discern.analysis.neighbors;
