package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.discern.EncoderException;
import io.discern.Threading;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import io.discern.preprocess.PixelBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OnnxLifetimeTest {

    @Test
    void closeTwiceIsFineAndUseAfterwardsIsNot() {
        VisionLanguageEncoder encoder = Models.open("dual");
        encoder.close();
        encoder.close();

        assertThat(encoder.info().name()).isEqualTo("tiny-dual");
        assertThatThrownBy(() -> encoder.encodeImages(Models.images())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> encoder.encodeTexts(Models.texts())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingStaysOpen() {
        int before = OnnxSession.open();
        try (VisionLanguageEncoder encoder = Models.open("dual")) {
            assertThat(encoder.info().dimension()).isEqualTo(Models.DIM);
            assertThat(OnnxSession.open()).isEqualTo(before + 2);
        }
        for (String broken : List.of("two-outputs", "two-dimensions", "gray", "truncated", "hidden-only")) {
            assertThatThrownBy(() -> Models.open(broken)).isInstanceOf(EncoderException.class);
        }
        assertThat(OnnxSession.open()).isEqualTo(before);
    }

    @Test
    void eightThreadsGetWhatOneGets() throws InterruptedException, ExecutionException {
        List<RgbImage> images = Models.images();
        for (String model : List.of("dual", "fixed-batch-4", "joint")) {
            boolean texts = !model.startsWith("fixed");
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try (VisionLanguageEncoder encoder = Models.open(model)) {
                assertThat(encoder.info().threading()).isEqualTo(Threading.CONCURRENT);
                float[] serial = encoder.encodeImages(images).values();
                float[] serialTexts =
                        texts ? encoder.encodeTexts(Models.texts()).values() : null;
                List<Future<float[]>> runs = new ArrayList<>();
                List<Future<float[]>> textRuns = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    runs.add(threads.submit(() -> encoder.encodeImages(images).values()));
                    if (texts) {
                        textRuns.add(threads.submit(
                                () -> encoder.encodeTexts(Models.texts()).values()));
                    }
                }
                for (Future<float[]> run : runs) {
                    assertThat(run.get()).isEqualTo(serial);
                }
                for (Future<float[]> run : textRuns) {
                    assertThat(run.get()).isEqualTo(serialTexts);
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    void runtimeReadsTheBatchWithoutACopy() throws OrtException {
        PixelBatch batch = new PixelBatch(4, 3, 8, 8);
        batch.setCount(4);
        try (OnnxTensor whole = OnnxTensor.createTensor(OrtRuntime.environment(), batch.values(), batch.shape());
                OnnxTensor part = OnnxTensor.createTensor(
                        OrtRuntime.environment(), batch.values().slice(192, 384), new long[] {2, 3, 8, 8})) {
            assertThat(whole.ownsBuffer()).isFalse();
            assertThat(part.ownsBuffer()).isFalse();
            batch.image(1).put(0, 42);
            assertThat(part.getFloatBuffer().get(0)).isEqualTo(42);
        }
    }
}
