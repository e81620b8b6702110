/** The shape of a cloud of embeddings; for now the plane in which it spreads most, to draw it. */
package io.discern.analysis.geometry;
