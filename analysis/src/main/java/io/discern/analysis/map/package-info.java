/**
 * Pictures of the cloud: rows placed in the plane, each picture with two numbers that say how far to believe it.
 *
 * <p>No plane holds hundreds of dimensions. {@link io.discern.analysis.map.PcaMap} keeps the large distances,
 * {@link io.discern.analysis.map.Tsne} and {@link io.discern.analysis.map.Umap} the near neighbours, at the price of distances
 * that mean little. {@link io.discern.analysis.map.MapQuality} asks whether neighbours in the picture are neighbours in truth
 * (trustworthiness) and the other way round (continuity); {@link io.discern.analysis.map.MapMetric} reports both. A picture is
 * an illustration, never evidence: the evidence is in the other metrics.
 *
 * <p>Neighbours in truth are those by cosine, as everywhere in this library. Everything follows from a seed and does not depend
 * on the number of threads.
 */
package io.discern.analysis.map;
