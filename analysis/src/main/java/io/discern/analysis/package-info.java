/**
 * What embeddings separate, with intervals and controls.
 *
 * <p>{@link io.discern.analysis.LabeledEmbeddings} is a matrix of embeddings with a class, and possibly a group (patient,
 * lesion), for every row. A {@link io.discern.analysis.Metric} turns it into {@link io.discern.analysis.MetricResult}s: each
 * names its metric and variant, and carries the interval, the value expected by chance, and the seed. A value that cannot be
 * had is absent with its reason; it is never made up by adding a small constant.
 *
 * <p>ND4J's {@link org.nd4j.linalg.api.ndarray.INDArray} is the array type in, and the OpenBLAS that comes with it does the
 * matrix products; sums accumulate in double. Nothing of size n x n is held where n is above d, and every random choice follows
 * from the seed that is given.
 */
package io.discern.analysis;
