/**
 * The same questions where the images lie on many machines. Executors do what is about pixels and about pairs of rows; the driver does what
 * is about labels, groups and numbers, with the code that does it on one machine, so the answers are the same to the last bit.
 *
 * <p>{@link io.discern.spark.ImageRows} lists images, {@link io.discern.spark.SparkEmbedding} embeds them, {@link
 * io.discern.spark.SparkRows} lets every metric of {@code analysis} measure what a cluster holds. {@link io.discern.spark.EmbedJob} and
 * {@link io.discern.spark.AnalyzeJob} are what {@code spark-submit} starts.
 */
package io.discern.spark;
