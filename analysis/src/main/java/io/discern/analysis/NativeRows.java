package io.discern.analysis;

import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The rows of a row-major float or double array, reached in place through buffers of whole rows: one buffer holds 2^31 bytes
 * at most, and copying rows in bulk is several times as fast as reading single values. Safe for concurrent use.
 */
final class NativeRows {
    private static final int BUFFER_VALUES = 1 << 26;
    /** Floats wait here to be widened: a new array for each row would cost more than the row. */
    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[2048]);

    private final INDArray array;
    private final int dim;
    private final int rowsPerBuffer;
    private final Buffer[] buffers;

    NativeRows(INDArray array) {
        int rows = (int) array.size(0);
        this.array = array;
        this.dim = (int) array.size(1);
        this.rowsPerBuffer = Math.max(1, BUFFER_VALUES / dim);
        this.buffers = new Buffer[(rows + rowsPerBuffer - 1) / rowsPerBuffer];
        for (int i = 0; i < buffers.length; i++) {
            long first = (long) i * rowsPerBuffer * dim;
            long values = (long) Math.min(rowsPerBuffer, rows - i * rowsPerBuffer) * dim;
            Pointer all = array.data().pointer();
            buffers[i] = array.dataType() == DataType.FLOAT
                    ? new FloatPointer(all)
                            .position(first)
                            .limit(first + values)
                            .asBuffer()
                    : new DoublePointer(all)
                            .position(first)
                            .limit(first + values)
                            .asBuffer();
        }
    }

    /** Copies a row, widened to double. */
    void read(int row, double[] into) {
        // Buffers read raw memory, so a closed array must be noticed here.
        if (array.wasClosed()) {
            throw new IllegalStateException("the embeddings' array is closed; expected it open while it is measured");
        }
        Buffer buffer = buffers[row / rowsPerBuffer];
        int start = row % rowsPerBuffer * dim;
        if (buffer instanceof FloatBuffer floats) {
            float[] values = SCRATCH.get();
            for (int first = 0; first < dim; first += values.length) {
                int count = Math.min(values.length, dim - first);
                floats.get(start + first, values, 0, count);
                for (int j = 0; j < count; j++) {
                    into[first + j] = values[j];
                }
            }
        } else {
            ((DoubleBuffer) buffer).get(start, into, 0, dim);
        }
    }

    /** Copies values, narrowed if the array is of floats, into a row. */
    void write(int row, double[] from) {
        Buffer buffer = buffers[row / rowsPerBuffer];
        int start = row % rowsPerBuffer * dim;
        if (buffer instanceof FloatBuffer floats) {
            float[] values = new float[dim];
            for (int j = 0; j < dim; j++) {
                values[j] = (float) from[j];
            }
            floats.put(start, values);
        } else {
            ((DoubleBuffer) buffer).put(start, from);
        }
    }
}
