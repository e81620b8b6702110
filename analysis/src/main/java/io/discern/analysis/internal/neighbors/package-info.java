/**
 * The search behind {@link io.discern.analysis.neighbors.NearestNeighbors}: rows of unit length in float32 tiles, candidates within
 * the proven bound of rounding, exact cosines of those. Not for use from outside.
 */
package io.discern.analysis.internal.neighbors;
