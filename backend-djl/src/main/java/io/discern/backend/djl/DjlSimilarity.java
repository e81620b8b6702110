package io.discern.backend.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.discern.internal.similarity.TiledSimilarity;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Cosine similarity whose products PyTorch computes; one copy in for each tile, one out for each product. */
final class DjlSimilarity extends TiledSimilarity {
    private final NDManager manager;

    /**
     * Takes over a manager.
     *
     * @param manager of the device; closed with this similarity
     */
    DjlSimilarity(NDManager manager) {
        super("djl similarity");
        this.manager = manager;
    }

    /** Rows in a tensor of their own manager. */
    private record Rows(NDManager manager, NDArray tensor) implements Tile {
        @Override
        public void close() {
            NativeWork.release(manager::close);
        }
    }

    @Override
    protected Tile load(FloatBuffer unitRows, int rows, int dim) {
        return NativeWork.call(() -> loadNow(unitRows, rows, dim));
    }

    private Tile loadNow(FloatBuffer unitRows, int rows, int dim) {
        NDManager owner = manager.newSubManager();
        try {
            FloatBuffer values = unitRows.slice(0, rows * dim);
            return new Rows(owner, owner.create(values, new Shape(rows, dim), DataType.FLOAT32));
        } catch (RuntimeException | Error e) {
            owner.close();
            throw e;
        }
    }

    @Override
    protected void multiply(Tile queries, int queryRows, Tile bank, int bankRows, FloatBuffer products) {
        NativeWork.call(() -> product((Rows) queries, (Rows) bank, products));
    }

    private FloatBuffer product(Rows queries, Rows bank, FloatBuffer products) {
        try (NDManager scratch = manager.newSubManager()) {
            NDArray left = queries.tensor();
            NDArray right = bank.tensor().transpose();
            right.attach(scratch);
            NDArray result = left.matMul(right);
            result.attach(scratch);
            NDArray onHost = result.toDevice(Device.cpu(), false);
            onHost.attach(scratch);
            return products.duplicate()
                    .put(onHost.toByteBuffer(true)
                            .order(ByteOrder.nativeOrder())
                            .asFloatBuffer());
        }
    }

    @Override
    protected void release() {
        NativeWork.release(manager::close);
    }
}
