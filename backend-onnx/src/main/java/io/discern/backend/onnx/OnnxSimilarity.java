package io.discern.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.discern.Device;
import io.discern.EncoderException;
import io.discern.internal.similarity.TiledSimilarity;
import io.discern.spi.Resources;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** Cosine similarity whose products ONNX Runtime computes, into the buffer where they are read. */
final class OnnxSimilarity extends TiledSimilarity {
    private static final String NAME = "onnx similarity";

    private final Resources resources;
    private final OrtSession session;

    private OnnxSimilarity(Resources resources, OrtSession session) {
        super(NAME);
        this.resources = resources;
        this.session = session;
    }

    /** Rows in a tensor that aliases the buffer. */
    private record Rows(OnnxTensor tensor) implements Tile {
        @Override
        public void close() {
            tensor.close();
        }
    }

    /**
     * Opens it.
     *
     * @throws io.discern.BackendUnavailableException if the device cannot be had
     */
    static OnnxSimilarity open(Device device) {
        Resources resources = new Resources();
        try {
            SessionOptions options = resources.add(ExecutionDevice.options(device, 0));
            return new OnnxSimilarity(
                    resources, resources.add(OrtRuntime.environment().createSession(ProductGraph.bytes(), options)));
        } catch (OrtException e) {
            EncoderException failure = ExecutionDevice.failure(device, NAME, Path.of("ProductGraph"), e);
            resources.closeAfter(failure);
            throw failure;
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    @Override
    protected Tile load(FloatBuffer unitRows, int rows, int dim) {
        return new Rows(tensor(unitRows, rows, dim));
    }

    @Override
    protected void multiply(Tile queries, int queryRows, Tile bank, int bankRows, FloatBuffer products) {
        Map<String, OnnxTensor> inputs =
                Map.of(ProductGraph.QUERIES, ((Rows) queries).tensor(), ProductGraph.BANK, ((Rows) bank).tensor());
        try (OnnxTensor output = tensor(products, queryRows, bankRows);
                OrtSession.Result result = session.run(inputs, Map.of(ProductGraph.PRODUCTS, output))) {
            if (result.isResultOwner(0)) {
                throw new EncoderException(
                        NAME + ": ONNX Runtime gave the products in a tensor of its own; expected them in "
                                + "the one it was given");
            }
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    @Override
    protected void release() {
        resources.close();
    }

    private static OnnxTensor tensor(FloatBuffer values, int rows, int columns) {
        try {
            return OnnxTensor.createTensor(OrtRuntime.environment(), values, new long[] {rows, columns});
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    private static EncoderException failed(OrtException e) {
        return new EncoderException(NAME + ": the run failed: " + OrtRuntime.reason(e), e);
    }
}
