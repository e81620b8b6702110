package io.discern.analysis.baseline;

import io.discern.EncoderInfo;
import io.discern.Threading;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.Preprocessor;
import io.discern.preprocess.ResampleFilter;
import io.discern.spi.TensorEncoder;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/**
 * A convolutional network that was never trained: 64 x 64 pixels, three convolutions of stride 2 with ReLU, the mean over places.
 * Weights are drawn as He et al. initialise, from a fixed seed, and summed in a fixed order: the same values everywhere.
 *
 * <p>Reference: He et al., <i>Delving deep into rectifiers</i>, ICCV (2015), eq. 10; that random features separate classes:
 * Jarrett et al., <i>What is the best multi-stage architecture for object recognition?</i>, ICCV (2009).
 */
final class RandomNetwork extends TensorEncoder {
    static final int DIMENSION = 64;

    private static final int SIZE = 64;
    private static final int BATCH = 32;
    private static final long SEED = 20261126;

    private final Convolution[] layers;

    RandomNetwork() {
        super(
                EncoderInfo.of("random network", DIMENSION).withThreading(Threading.CONCURRENT),
                Preprocessor.of(PixelGrid.squashed(SIZE, ResampleFilter.BILINEAR)),
                null,
                BATCH);
        SplittableRandom random = new SplittableRandom(SEED);
        layers = new Convolution[] {
            new Convolution(3, 16, 5, random),
            new Convolution(16, 32, 3, random),
            new Convolution(32, DIMENSION, 3, random)
        };
    }

    @Override
    protected void run(PixelBatch pixels, FloatBuffer embeddings) {
        for (int image = 0; image < pixels.count(); image++) {
            float[] values = new float[pixels.imageLength()];
            pixels.image(image).get(0, values);
            for (int i = 0; i < values.length; i++) {
                values[i] = 2 * values[i] - 1;
            }
            int size = SIZE;
            for (Convolution layer : layers) {
                values = layer.apply(values, size);
                size = layer.outputSize(size);
            }
            int places = size * size;
            for (int channel = 0; channel < DIMENSION; channel++) {
                float sum = 0;
                for (int place = 0; place < places; place++) {
                    sum += values[channel * places + place];
                }
                embeddings.put(sum / places);
            }
        }
    }

    @Override
    protected void release() {}

    /** A convolution of stride 2 without padding, and ReLU. */
    private static final class Convolution {
        private final int in;
        private final int out;
        private final int kernel;
        /** out x in x kernel x kernel. */
        private final float[] weights;

        Convolution(int in, int out, int kernel, SplittableRandom random) {
            this.in = in;
            this.out = out;
            this.kernel = kernel;
            this.weights = new float[out * in * kernel * kernel];
            double deviation = Math.sqrt(2.0 / (in * kernel * kernel));
            for (int i = 0; i < weights.length; i++) {
                // Box and Muller with StrictMath, so that every machine draws the same.
                weights[i] = (float) (deviation
                        * StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()))
                        * StrictMath.cos(2 * Math.PI * random.nextDouble()));
            }
        }

        int outputSize(int size) {
            return (size - kernel) / 2 + 1;
        }

        /** From in x size x size to out x {@link #outputSize} squared. */
        float[] apply(float[] values, int size) {
            int width = outputSize(size);
            float[] result = new float[out * width * width];
            for (int channel = 0; channel < out; channel++) {
                int weight = channel * in * kernel * kernel;
                for (int source = 0; source < in; source++) {
                    for (int ky = 0; ky < kernel; ky++) {
                        for (int kx = 0; kx < kernel; kx++, weight++) {
                            float factor = weights[weight];
                            for (int y = 0; y < width; y++) {
                                int from = (source * size + 2 * y + ky) * size + kx;
                                int to = (channel * width + y) * width;
                                for (int x = 0; x < width; x++) {
                                    result[to + x] += factor * values[from + 2 * x];
                                }
                            }
                        }
                    }
                }
            }
            for (int i = 0; i < result.length; i++) {
                result[i] = Math.max(0, result[i]);
            }
            return result;
        }
    }
}
