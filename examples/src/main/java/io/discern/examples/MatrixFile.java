package io.discern.examples;

import io.discern.store.Npy;
import io.discern.store.NpyArray;
import java.io.IOException;
import java.nio.file.Path;

/** Embeddings in a file. */
final class MatrixFile {
    private MatrixFile() {}

    /** Reads an array of two dimensions, rows x components, of any floating-point type. */
    static NpyArray read(Path file) throws IOException {
        NpyArray array = Npy.read(file);
        if (array.shape().length != 2) {
            throw new IOException(file + ": " + array + "; expected a matrix, one row per embedding");
        }
        if (!array.type().floating()) {
            throw new IOException(file + ": " + array
                    + "; expected float16, bfloat16, float32 or float64. Save array.astype(np.float32).");
        }
        return array;
    }
}
