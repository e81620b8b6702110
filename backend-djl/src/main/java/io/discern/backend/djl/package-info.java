/**
 * Encoders that DJL's PyTorch engine runs, exported as TorchScript.
 *
 * <p>A TorchScript file is a program with weights: it states neither the shapes nor the names of what it takes, so an encoder is
 * opened by running it once on zeros. It is code, too: as with a script, whoever opens one has to trust it, and to say so (option {@code trust=true}). Everything else
 * about a model folder is read by {@code io.discern.internal.model}, so that it means the same here as to other backends.
 *
 * <p>{@link io.discern.backend.djl.DjlEncoderProvider} is the way in, as {@code djl:DIR}. The rest in the order of use:
 * {@code TorchRuntime} loads the engine, {@code DjlOpening} opens an encoder step by step, {@code DjlModule} owns a loaded
 * model, {@code DjlOutput} says which of its results is the embedding, {@code TextInputs} what its text tower takes,
 * {@code DjlEncoder} ties them together.
 *
 * <p>Pixels reach PyTorch without a copy: its tensor aliases the batch's direct buffer. Modules are shared by threads; every call
 * has an {@code NDManager} of its own, which is closed before it returns.
 */
package io.discern.backend.djl;
