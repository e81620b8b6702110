/**
 * Nearest neighbours by cosine, exactly, and what they say about classes.
 *
 * <p>Similarities are computed in tiles by float32 matrix products; every row whose float32 similarity lies within the proven
 * rounding bound of the k-th is then compared again in double. So the result equals that of a full double computation while
 * only one tile is ever held.
 */
package io.discern.analysis.neighbors;
