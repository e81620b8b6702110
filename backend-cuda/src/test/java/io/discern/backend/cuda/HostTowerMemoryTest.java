package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Device;
import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import io.discern.internal.checkpoint.Checkpoint;
import io.discern.internal.tower.Towers;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.Preprocessor;
import io.discern.testkit.TestImages;
import io.discern.text.TokenBatch;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What towers do where memory is short, and what an embedding does not depend on. */
class HostTowerMemoryTest {
    private static final TowerCase TOWER = TowerCase.committed("hf-clip-old-end");
    private static final long ENOUGH = 64L << 20;

    private HostSource source = source(ENOUGH);

    private static HostSource source(long freeBytes) {
        return new HostSource(HostEngine.ThreadOrder.BACKWARD, freeBytes, 90);
    }

    @AfterEach
    void kill() {
        source.kill();
    }

    private static float[] images(CudaTowers device, PixelBatch pixels) {
        FloatBuffer rows = FloatBuffer.allocate(
                pixels.count() * device.image().orElseThrow().dimension());
        device.encode(pixels, rows);
        return rows.array();
    }

    private static PixelBatch one(PixelBatch all, int index) {
        PixelBatch one = new PixelBatch(1, all.channels(), all.height(), all.width());
        one.setCount(1);
        one.values().put(all.image(index));
        return one;
    }

    private static PixelBatch repeated(PixelBatch some, int times) {
        PixelBatch many = new PixelBatch(some.count() * times, some.channels(), some.height(), some.width());
        many.setCount(some.count() * times);
        for (int i = 0; i < many.count(); i++) {
            many.image(i).put(some.image(i % some.count()));
        }
        return many;
    }

    @Test
    void aPictureAloneAndInABatchHasTheSameEmbeddingToTheLastBit() {
        for (Precision precision : Precision.values()) {
            try (CudaTowers device = TOWER.open(source, precision, 16)) {
                PixelBatch pixels = TOWER.pixels();
                int dim = device.image().orElseThrow().dimension();
                float[] together = images(device, repeated(pixels, 4));
                for (int i = 0; i < pixels.count(); i++) {
                    float[] alone = images(device, one(pixels, i));
                    assertThat(alone)
                            .as("picture %d in %s", i, precision)
                            .isEqualTo(Arrays.copyOfRange(together, i * dim, (i + 1) * dim));
                    int last = together.length - (pixels.count() - i) * dim;
                    assertThat(alone).isEqualTo(Arrays.copyOfRange(together, last, last + dim));
                }
            }
        }
    }

    @Test
    void aTextIsTheSameBesideLongerOnes() {
        TowerCase bert = TowerCase.committed("hf-bert-vit");
        try (CudaTowers device = bert.open(source, Precision.FLOAT32, 4)) {
            TokenBatch all = bert.tokens(bert.towers());
            int dim = device.text().orElseThrow().dimension();
            FloatBuffer together = FloatBuffer.allocate(all.count() * dim);
            device.encode(all, together);
            for (int i = 0; i < all.count(); i++) {
                long[] mask = Arrays.copyOfRange(all.mask(), i * all.length(), (i + 1) * all.length());
                int length = (int) Arrays.stream(mask).sum();
                long[] ids = Arrays.copyOfRange(all.ids(), i * all.length(), i * all.length() + length);
                FloatBuffer alone = FloatBuffer.allocate(dim);
                device.encode(new TokenBatch(1, length, ids, Arrays.copyOf(mask, length)), alone);
                for (int c = 0; c < dim; c++) {
                    assertThat(alone.get(c))
                            .isCloseTo(together.get(i * dim + c), org.assertj.core.data.Offset.offset(1e-5f));
                }
            }
        }
    }

    @Test
    void whereMemoryIsShortABatchPassesInPieces() {
        PixelBatch pixels = repeated(TOWER.pixels(), 12);
        try (CudaTowers wide = TOWER.open(source, Precision.FLOAT32, pixels.count())) {
            HostSource tight = source(wide.bytes() - (1 << 18));
            try (CudaTowers narrow = TOWER.open(tight, Precision.FLOAT32, pixels.count())) {
                assertThat(narrow.bytes()).isLessThan(wide.bytes());
                assertThat(images(narrow, pixels)).isEqualTo(images(wide, pixels));
            } finally {
                tight.kill();
            }
        }
    }

    @Test
    void imagesOfEightBitsBecomePixelsOnTheDevice() {
        List<RgbImage> images = TestImages.discs(5, 1);
        EncoderConfig config =
                EncoderConfig.of(HostEncoderTest.MODEL).withBatchSize(3).withOption("precision", "fp32");
        try (VisionLanguageEncoder encoder = CudaModelEngine.open(config, device -> source)) {
            Preprocessor reference = Preprocessor.of(encoder.preprocessing().orElseThrow());
            PixelBatch pixels = reference.newBatch(images.size());
            reference.preprocess(images, pixels);
            Towers towers = Checkpoint.find(Path.of(HostEncoderTest.MODEL))
                    .orElseThrow()
                    .read();
            CudaTowers.Size size = new CudaTowers.Size(pixels.height(), pixels.width());
            try (CudaTowers device = CudaTowers.open(source, towers, size, Precision.FLOAT32, 5)) {
                Embeddings found = encoder.encodeImages(images);
                assertThat(found.values()).isEqualTo(images(device, pixels));
            }
        }
    }

    @Test
    void tooLittleMemoryIsRefusedWithTheSizes() {
        source = source(1L << 20);
        assertThatThrownBy(() -> TOWER.open(source, Precision.FLOAT32, 8))
                .isInstanceOf(EncoderException.class)
                .hasMessageMatching(
                        "(?s)host: has 1 MiB free; expected at least \\d+ for .*model\\.safetensors in FLOAT32: "
                                + "\\d+ for its weights and \\d+ for one input\\. End what else uses the device.*");
        assertThat(source.live()).as("engines left open").isZero();
    }

    @Test
    void anUnknownPrecisionIsRefused() {
        assertThatThrownBy(() -> CudaModelEngine.open(
                        EncoderConfig.of(HostEncoderTest.MODEL).withOption("precision", "fp8"), device -> source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cuda: option precision=fp8; expected one of [bf16, fp16, fp32]");
    }

    @Test
    void anotherOutputIsRefused() {
        assertThatThrownBy(() -> CudaModelEngine.open(
                        EncoderConfig.of(HostEncoderTest.MODEL).withOption("output", "last_hidden_state"),
                        (Device device) -> source))
                .isInstanceOf(EncoderException.class)
                .hasMessage("cuda: output=last_hidden_state; this tower gives image_embeds and nothing else. "
                        + "Open it with onnx: for its other outputs.");
    }

    @Test
    void aFolderWithoutWeightsIsRefused() {
        assertThatThrownBy(() -> CudaModelEngine.open(EncoderConfig.of("src/test/java"), device -> source))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("has no published weights; expected config.json with one of [model.safetensors");
    }

    @Test
    void tokensOfAnotherVocabularyAreRefused() {
        try (CudaTowers device = TOWER.open(source, Precision.FLOAT16, 4)) {
            TokenBatch tokens = new TokenBatch(1, 2, new long[] {1, 1_000_000}, new long[] {1, 1});
            assertThatThrownBy(() -> device.encode(tokens, FloatBuffer.allocate(64)))
                    .isInstanceOf(EncoderException.class)
                    .hasMessageContaining("token id 1000000; expected 0..");
        }
    }

    @Test
    void useAfterCloseIsRefused() {
        CudaTowers device = TOWER.open(source, Precision.FLOAT16, 4);
        device.close();
        device.close();
        assertThatThrownBy(() -> images(device, TOWER.pixels()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the cuda encoder is closed");
    }
}
