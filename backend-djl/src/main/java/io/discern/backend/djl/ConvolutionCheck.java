package io.discern.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Whether PyTorch convolves correctly on this processor. On some virtual machines the oneDNN inside PyTorch 2.7 leaves the
 * channels that pad a block uninitialised: every convolution whose channels do not fill its vectors is silently wrong. An
 * encoder's numbers would be too, so the engine is tried on such convolutions before anything is computed with it.
 */
final class ConvolutionCheck {
    /** Numbers of channels that do not fill vectors of 4, 8 or 16. */
    private static final int[] CHANNELS = {17, 20, 24};

    private static final int FILTERS = 8;
    private static final int SIDE = 40;
    private static final int KERNEL = 3;
    /** Far above float32 rounding of these sums (about 1e-5), far below what padding with garbage does (above 1). */
    private static final double LARGEST_ERROR = 1e-2;

    /** A convolution without padding: {@code channels x 40 x 40} with {@code 8 x channels x 3 x 3} to {@code 8 x 38 x 38}. */
    @FunctionalInterface
    interface Convolution {
        float[] of(float[] image, float[] filters, int channels);
    }

    private ConvolutionCheck() {}

    /** Tries the engine of a manager: what is wrong, with the remedy, or empty. */
    static Optional<String> failure(NDManager manager) {
        return failure((image, filters, channels) -> {
            try (NDManager scratch = manager.newSubManager()) {
                NDArray input = scratch.create(image, new Shape(1, channels, SIDE, SIDE));
                NDArray weights = scratch.create(filters, new Shape(FILTERS, channels, KERNEL, KERNEL));
                return Conv2d.conv2d(input, weights).singletonOrThrow().toFloatArray();
            }
        });
    }

    static Optional<String> failure(Convolution convolution) {
        for (int channels : CHANNELS) {
            SplittableRandom random = new SplittableRandom(channels);
            float[] image = uniform(random, channels * SIDE * SIDE);
            float[] filters = uniform(random, FILTERS * channels * KERNEL * KERNEL);
            double error = largestError(convolution.of(image, filters, channels), image, filters, channels);
            if (!(error <= LARGEST_ERROR)) {
                return Optional.of(
                        "PyTorch computes wrong convolutions on this processor (" + channels + " channels: off by "
                                + error + "; expected at most " + LARGEST_ERROR
                                + "), which is a fault of the oneDNN in it; set the "
                                + "environment variable DNNL_MAX_CPU_ISA=SSE41 before Java starts, or use the backend onnx");
            }
        }
        return Optional.empty();
    }

    private static float[] uniform(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /** NaN if a result is. */
    private static double largestError(float[] results, float[] image, float[] filters, int channels) {
        int side = SIDE - KERNEL + 1;
        double largest = 0;
        double[] row = new double[side];
        for (int filter = 0; filter < FILTERS; filter++) {
            for (int y = 0; y < side; y++) {
                Arrays.fill(row, 0);
                for (int tap = 0; tap < channels * KERNEL * KERNEL; tap++) {
                    int channel = tap / (KERNEL * KERNEL);
                    int start = (channel * SIDE + y + tap / KERNEL % KERNEL) * SIDE + tap % KERNEL;
                    double weight = filters[filter * channels * KERNEL * KERNEL + tap];
                    for (int x = 0; x < side; x++) {
                        row[x] += weight * image[start + x];
                    }
                }
                for (int x = 0; x < side; x++) {
                    largest = Math.max(largest, Math.abs(row[x] - results[(filter * side + y) * side + x]));
                }
            }
        }
        return largest;
    }
}
