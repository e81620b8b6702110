/**
 * Dense algebra on the rows of embeddings, a tile at a time.
 *
 * <p>{@link io.discern.analysis.linalg.Rows} reads rows as doubles, perhaps centred or scaled on the way; nothing of the size
 * of the data is copied. {@link io.discern.analysis.linalg.Products} turns them into sums of outer products, cross products and
 * dot products with a few vectors, a tile of rows after the other. What comes out is small (d x d, or n x n where n is below
 * d): {@link io.discern.analysis.linalg.SymmetricMatrix} factors it by LAPACK. All of it in double precision, in native memory
 * that whoever made it closes; results do not depend on the number of threads but for the last bits that OpenBLAS leaves open.
 */
package io.discern.analysis.linalg;
