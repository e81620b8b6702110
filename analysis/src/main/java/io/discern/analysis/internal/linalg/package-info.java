/**
 * Dense algebra on the rows of embeddings, a tile at a time. Not for use from outside.
 *
 * <p>{@link io.discern.analysis.internal.linalg.Rows} reads rows as doubles, perhaps centred or scaled on the way. {@link
 * io.discern.analysis.internal.linalg.Products} turns them into sums of outer products, cross products and dot products with vectors, a
 * tile of rows after the other; only products of all pairs copy the data as a whole. Sums are small (d x d, or n x n where n is
 * below d): {@link io.discern.analysis.internal.linalg.SymmetricMatrix} and {@link io.discern.analysis.internal.linalg.Svd} decompose them by
 * LAPACK. All of it in double precision but for {@link io.discern.analysis.internal.linalg.CrossScatter}, in native memory that whoever
 * made it closes; results do not depend on the number of threads but for the last bits that OpenBLAS leaves open.
 */
package io.discern.analysis.internal.linalg;
