/**
 * Encoders that ONNX Runtime runs.
 *
 * <p>An exported model is a graph with named inputs and outputs and no manners: it does not say which output is the embedding,
 * how its pixels were made, or how its texts were padded. This package reads that from the files that usually lie beside it,
 * asks for what is missing, and checks everything against the graph before the first image is encoded. Nothing is guessed,
 * and a device that cannot be had is an error.
 *
 * <p>{@link io.discern.backend.onnx.OnnxEncoderProvider} is the way in, as {@code onnx:DIR}. The rest in the order of use:
 * {@code OnnxOpening} opens an encoder from a model folder ({@link io.discern.model}), {@code OnnxSession} owns a native
 * session, {@code OnnxImageTower} and {@code OnnxTextTower} feed it, {@code OnnxEncoder} ties them together.
 *
 * <p>Published weights need no exported graph: {@code CheckpointModel} has one made by {@code TowerGraph} from the description of
 * a network ({@link io.discern.tower}), stage by stage ({@code BlockGraph}, {@code AttentionGraph}, {@code LayerGraph},
 * {@code HeadGraph}), with the weights in their files ({@code WeightGraph}).
 *
 * <p>Pixels reach ONNX Runtime without a copy: its tensor aliases the batch's direct buffer. Sessions are shared by threads;
 * every call has tensors of its own, which are closed before it returns.
 */
package io.discern.backend.onnx;
