package io.discern.backend.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import io.discern.EncoderException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * One loaded model file: owns the native module. Runs may overlap, each with tensors of its own; the owner closes it when
 * none is under way.
 */
final class DjlModule implements AutoCloseable {
    /** Modules of this process that are open, so that tests see one that was forgotten. */
    private static final AtomicInteger OPEN = new AtomicInteger();

    private final String file;
    private final Model model;

    private DjlModule(String file, Model model) {
        this.file = file;
        this.model = model;
        OPEN.incrementAndGet();
    }

    /**
     * Loads a file. Loading may run code of the file: trusted files only.
     *
     * @param path the file
     * @param file what messages call it
     * @throws EncoderException if it is not a model that the engine can run
     */
    static DjlModule open(DjlEngine engine, Path path, String file, Device device) {
        return NativeWork.call(() -> load(engine, path, file, device));
    }

    private static DjlModule load(DjlEngine engine, Path path, String file, Device device) {
        Model model = engine.engine().newModel(file, device);
        try {
            model.load(path.getParent(), path.getFileName().toString(), Map.of("mapLocation", "true"));
            return new DjlModule(file, model);
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw new EncoderException(
                    file + ": " + engine + " cannot load " + path + " ("
                            + path.toFile().length() + " bytes): " + TorchRuntime.reason(e) + " "
                            + engine.loadingAdvice(),
                    e);
        } catch (Error e) {
            model.close();
            throw e;
        }
    }

    /** How many modules of this process are open. */
    static int open() {
        return OPEN.get();
    }

    /** What messages call it. */
    String file() {
        return file;
    }

    /**
     * Runs the module.
     *
     * @param inputs makes the arguments, in tensors of the given manager
     * @param use takes the results, which are closed afterwards
     * @throws EncoderException if the run fails
     */
    <T> T run(Function<NDManager, NDList> inputs, Function<NDList, T> use) {
        return NativeWork.call(() -> runNow(inputs, use));
    }

    private <T> T runNow(Function<NDManager, NDList> inputs, Function<NDList, T> use) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDList results;
            try {
                results = model.getBlock().forward(new ParameterStore(manager, false), inputs.apply(manager), false);
            } catch (EngineException | UnsupportedOperationException | IllegalArgumentException e) {
                throw new EncoderException(file + ": the run failed: " + TorchRuntime.reason(e), e);
            }
            return use.apply(results);
        }
    }

    /**
     * Runs the module and copies the rows of one result.
     *
     * @param inputs makes the arguments, in tensors of the given manager
     * @param output the result to read
     * @param rows how many rows it must have
     * @param dim the length that a row must have
     * @param target where {@code rows x dim} values go, at its position, which advances
     * @throws EncoderException if the run fails or the result has another shape or type
     */
    void run(Function<NDManager, NDList> inputs, DjlOutput output, int rows, int dim, FloatBuffer target) {
        run(inputs, results -> {
            NDArray result = output.rows(file, results);
            if (result.getShape().get(0) != rows || result.getShape().get(1) != dim) {
                throw new EncoderException(
                        file + ": " + output + " has shape " + DjlOutput.shape(result) + " for a batch of "
                                + rows + "; expected [" + rows + "," + dim
                                + "]. If the model was traced for one batch size, set batch "
                                + "to it or export it with an open batch dimension.");
            }
            // Engines without array operations of their own refuse conversions, also those that change nothing.
            NDArray floats = result.getDataType() == DataType.FLOAT32 ? result : result.toType(DataType.FLOAT32, false);
            NDArray onHost = floats.getDevice().isGpu() ? floats.toDevice(Device.cpu(), false) : floats;
            return target.put(
                    onHost.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer());
        });
    }

    @Override
    public void close() {
        OPEN.decrementAndGet();
        NativeWork.release(model::close);
    }
}
