package io.discern.backend.cuda;

import io.discern.Device;
import io.discern.Embeddings;

/**
 * What a Fisher ratio needs of the rows, in one pass: {@code n_c}, {@code s_c = sum_i x_i} and {@code q_c = sum_i |x_i|^2} of
 * every class, summed in double. The order of additions depends on the sizes only, so results repeat.
 *
 * @param counts rows of each class
 * @param sums {@code classes x dim}, row-major
 * @param squares of each class
 */
public record CudaClassSums(int[] counts, double[] sums, double[] squares) {

    /**
     * Measures on a device.
     *
     * @param rows finite; not modified
     * @param labels of the rows, in 0..classes-1
     * @throws io.discern.BackendUnavailableException if the device cannot be had
     * @throws IllegalArgumentException if labels and rows disagree, or a label is out of range
     */
    public static CudaClassSums measure(Device device, Embeddings rows, int[] labels, int classes) {
        int[] counts = counts(rows, labels, classes);
        try (Engine engine = CudaDevices.open(device, CudaDevices.DEFAULT_BYTES)) {
            return DeviceClassSums.measure(engine, rows, labels, counts);
        }
    }

    private static int[] counts(Embeddings rows, int[] labels, int classes) {
        if (labels.length != rows.rows() || classes < 1) {
            throw new IllegalArgumentException(labels.length + " labels of " + classes + " classes for " + rows.rows()
                    + " rows; expected one for each row and at least one class");
        }
        int[] counts = new int[classes];
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] < 0 || labels[row] >= classes) {
                throw new IllegalArgumentException(
                        "row " + row + " has label " + labels[row] + "; expected 0.." + (classes - 1));
            }
            counts[labels[row]]++;
        }
        return counts;
    }
}
