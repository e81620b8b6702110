package io.discern.backend.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import io.discern.Device;
import io.discern.EncoderException;
import io.discern.internal.file.FileNames;
import io.discern.spi.Resources;
import io.discern.text.TokenBatch;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One loaded graph: owns the native session and knows its inputs and outputs. Runs may overlap; the owner closes it when none
 * is under way.
 */
final class OnnxSession implements AutoCloseable {
    /** Sessions of this process that are open, so that tests see one that was forgotten. */
    private static final AtomicInteger OPEN = new AtomicInteger();

    private final String file;
    private final int timeLimit;
    private final SessionOptions options;
    private final OrtSession session;
    private final Map<String, TensorInfo> inputs;
    private final Map<String, TensorInfo> outputs;

    private OnnxSession(String file, SessionOptions options, OrtSession session, int timeLimit) throws OrtException {
        this.file = file;
        this.timeLimit = timeLimit;
        this.options = options;
        this.session = session;
        this.inputs = tensors(session.getInputInfo());
        this.outputs = tensors(session.getOutputInfo());
        OPEN.incrementAndGet();
    }

    /**
     * Loads a graph.
     *
     * @param path the file; its external data, if any, has been checked
     * @param file what messages call it
     * @param threads inside an operator; 0 leaves the choice to ONNX Runtime
     * @param timeLimit the seconds after which a run is ended
     * @throws io.discern.BackendUnavailableException if the device cannot be had
     * @throws EncoderException if the file is not a graph that ONNX Runtime can run
     */
    static OnnxSession open(Path path, String file, Device device, int threads, int timeLimit) {
        return open(
                device,
                file,
                path,
                threads,
                timeLimit,
                options -> OrtRuntime.environment().createSession(FileNames.text(path), options));
    }

    /**
     * Loads a graph that was made in memory; its weights lie in files.
     *
     * @param model in ONNX's format
     * @param root the folder that the names of these files are relative to
     * @param file what messages call it
     * @param threads inside an operator; 0 leaves the choice to ONNX Runtime
     * @param timeLimit as above
     * @throws io.discern.BackendUnavailableException if the device cannot be had
     * @throws EncoderException if ONNX Runtime cannot run it
     */
    static OnnxSession open(byte[] model, Path root, String file, Device device, int threads, int timeLimit) {
        return open(device, file, root, threads, timeLimit, options -> {
            options.addConfigEntry("session.model_external_initializers_file_folder_path", FileNames.text(root));
            return OrtRuntime.environment().createSession(model, options);
        });
    }

    /** Makes a session with these settings. */
    private interface Loading {
        OrtSession load(SessionOptions options) throws OrtException;
    }

    private static OnnxSession open(
            Device device, String file, Path path, int threads, int timeLimit, Loading loading) {
        Resources resources = new Resources();
        try {
            SessionOptions options = resources.add(ExecutionDevice.options(device, threads));
            return new OnnxSession(file, options, resources.add(loading.load(options)), timeLimit);
        } catch (OrtException e) {
            EncoderException failure = ExecutionDevice.failure(device, file, path, e);
            resources.closeAfter(failure);
            throw failure;
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    private static Map<String, TensorInfo> tensors(Map<String, NodeInfo> nodes) {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        nodes.forEach((name, node) -> {
            if (node.getInfo() instanceof TensorInfo info) {
                tensors.put(name, info);
            }
        });
        return Collections.unmodifiableMap(tensors);
    }

    /** How many sessions of this process are open. */
    static int open() {
        return OPEN.get();
    }

    /** What messages call it. */
    String file() {
        return file;
    }

    /** The tensors the graph needs, in its order. */
    Map<String, TensorInfo> inputs() {
        return inputs;
    }

    /** The tensors the graph makes, in its order. */
    Map<String, TensorInfo> outputs() {
        return outputs;
    }

    /**
     * Runs the graph and copies rows of one output.
     *
     * @param feeds every input of the graph; stays with the caller
     * @param output the output to read
     * @param rows how many rows the graph makes
     * @param keep how many of them are wanted, from the first
     * @param dim the length of a row
     * @param texts the tokens that were fed, for pooling; null for images
     * @param target where {@code keep x dim} values go, at its position, which advances
     * @throws EncoderException if the run fails or the output has another shape or type
     */
    void run(
            Map<String, OnnxTensor> feeds,
            OutputChoice output,
            int rows,
            int keep,
            int dim,
            TokenBatch texts,
            FloatBuffer target) {
        try (OrtSession.Result result = RunLimit.run(session, feeds, Set.of(output.name()), file, timeLimit)) {
            OnnxTensor tensor = tensor(result, output);
            long[] shape = tensor.getInfo().getShape();
            if (shape[0] != rows || output.width(shape) != dim) {
                throw new EncoderException(
                        file + ": output \"" + output.name() + "\" has shape " + ShapeWords.text(shape)
                                + " for a batch of " + rows + "; expected " + rows + " rows of " + dim + " components");
            }
            if (shape.length == 3) {
                int tokens = Math.toIntExact(shape[1]);
                int width = Math.toIntExact(shape[2]);
                output.pooling().orElseThrow().pool(tensor.getFloatBuffer(), keep, tokens, width, texts, target);
            } else {
                target.put(tensor.getFloatBuffer().limit(keep * dim));
            }
        } catch (OrtException e) {
            throw failed(e);
        } catch (IllegalArgumentException e) {
            throw new EncoderException(file + ": output \"" + output.name() + "\": " + e.getMessage(), e);
        }
    }

    /** Runs the graph for the length of an output's rows. */
    int probe(Map<String, OnnxTensor> feeds, OutputChoice output) {
        try (OrtSession.Result result = RunLimit.run(session, feeds, Set.of(output.name()), file, timeLimit)) {
            OnnxTensor tensor = tensor(result, output);
            return output.width(tensor.getInfo().getShape());
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    private OnnxTensor tensor(OrtSession.Result result, OutputChoice output) {
        OnnxValue value = result.get(0);
        if (value instanceof OnnxTensor tensor) {
            output.requireRows(
                    this, tensor.getInfo(), ShapeWords.text(tensor.getInfo().getShape()));
            return tensor;
        }
        throw new EncoderException(file + ": output \"" + output.name() + "\" is a " + value.getType()
                + "; expected a tensor [batch,dim] of float");
    }

    private EncoderException failed(OrtException e) {
        return new EncoderException(file + ": the run failed: " + OrtRuntime.reason(e), e);
    }

    @Override
    public void close() {
        OPEN.decrementAndGet();
        try {
            session.close();
        } catch (OrtException e) {
            throw new EncoderException(file + ": cannot be released: " + OrtRuntime.reason(e), e);
        } finally {
            options.close();
        }
    }
}
