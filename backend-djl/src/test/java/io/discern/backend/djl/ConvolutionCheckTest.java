package io.discern.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;

class ConvolutionCheckTest {

    @Test
    void theEngineOfTheseTestsConvolvesCorrectly() {
        try (NDManager manager = TorchRuntime.engine().newBaseManager(Device.cpu())) {
            assertThat(ConvolutionCheck.failure(manager)).isEmpty();
        }
    }

    @Test
    void correctResultsPass() {
        assertThat(ConvolutionCheck.failure((image, filters, channels) -> convolved(image, filters, channels, 0f)))
                .isEmpty();
    }

    /** What the fault does: a channel beyond the last that fills a vector is not zero. */
    @Test
    void garbageInThePaddingIsNoticedWithTheRemedy() {
        assertThat(ConvolutionCheck.failure((image, filters, channels) -> convolved(image, filters, channels, 0.5f)))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("17 channels", "expected at most 0.01", "DNNL_MAX_CPU_ISA=SSE41", "onnx"));
    }

    @Test
    void notANumberIsNoticed() {
        assertThat(ConvolutionCheck.failure(
                        (image, filters, channels) -> convolved(image, filters, channels, Float.NaN)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("off by NaN"));
    }

    private static float[] convolved(float[] image, float[] filters, int channels, float garbage) {
        float[] results = new float[8 * 38 * 38];
        for (int i = 0; i < results.length; i++) {
            int filter = i / (38 * 38);
            int y = i / 38 % 38;
            int x = i % 38;
            double sum = garbage;
            for (int channel = 0; channel < channels; channel++) {
                for (int dy = 0; dy < 3; dy++) {
                    for (int dx = 0; dx < 3; dx++) {
                        sum += (double) image[channel * 1600 + (y + dy) * 40 + x + dx]
                                * filters[((filter * channels + channel) * 3 + dy) * 3 + dx];
                    }
                }
            }
            results[i] = (float) sum;
        }
        return results;
    }
}
