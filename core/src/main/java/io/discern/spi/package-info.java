/**
 * What somebody writes who brings an encoder.
 *
 * <p>An {@link io.discern.spi.EncoderProvider} is what {@link java.util.ServiceLoader} finds: cheap to create, named, and able
 * to open encoders. {@link io.discern.spi.TensorEncoder} is the base class of an encoder that runs a tensor model.
 * A {@link io.discern.spi.SimilarityProvider} brings cosine similarity on another device in the same way,
 * and a {@link io.discern.spi.PreprocessorProvider} preprocessing; what all three say about themselves is a
 * {@link io.discern.spi.Provider}.
 */
package io.discern.spi;
