package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.NonFiniteEmbeddingException;
import io.discern.UnsupportedCapabilityException;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxImageTest {
    /** float32 sums in another order than NumPy's float64. */
    private static final double FLOAT32 = 2e-6;

    @ParameterizedTest
    @CsvSource({
        "dual, 2e-6",
        "fixed-batch-1, 2e-6",
        "fixed-batch-4, 2e-6",
        "open-dimension, 2e-6",
        "joint, 2e-6",
        "external-data, 2e-6",
        "float16-output, 2e-3",
        "bfloat16-output, 2e-2"
    })
    void equalsNumPy(String model, double tolerance) {
        try (VisionLanguageEncoder encoder = Models.open(model)) {
            Embeddings embeddings = encoder.encodeImages(Models.images());

            assertThat(embeddings.rows()).isEqualTo(27);
            assertThat(embeddings.dim()).isEqualTo(Models.DIM);
            assertThat(Models.difference(embeddings, Models.reference("image_embeds")))
                    .isLessThan(tolerance);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 27})
    void rowsKeepOrderAndCount(int count) {
        List<RgbImage> images = Models.images().subList(0, count);
        for (String model : List.of("dual", "fixed-batch-4", "joint")) {
            try (VisionLanguageEncoder encoder = Models.open(model)) {
                Embeddings embeddings = encoder.encodeImages(images);

                assertThat(embeddings.rows()).as(model).isEqualTo(count);
                assertThat(embeddings.dim()).isEqualTo(Models.DIM);
                assertThat(Models.difference(embeddings, Models.reference("image_embeds")))
                        .as(model)
                        .isLessThan(FLOAT32);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dual", "fixed-batch-4", "joint"})
    void batchSizeDoesNotChangeRows(String model) {
        try (VisionLanguageEncoder one = Models.open(Models.config(model).withBatchSize(1));
                VisionLanguageEncoder all = Models.open(Models.config(model).withBatchSize(64))) {
            float[] reference = all.encodeImages(Models.images()).values();

            assertThat(Models.difference(one.encodeImages(Models.images()), reference))
                    .isLessThan(1e-6);
        }
    }

    @Test
    void aFixedBatchIsHonouredAndStated() {
        try (VisionLanguageEncoder encoder = Models.open("fixed-batch-4")) {
            assertThat(encoder.info().provenance()).containsEntry("image batch", "fixed batch 4");
        }
        try (VisionLanguageEncoder encoder = Models.open("dual")) {
            assertThat(encoder.info().provenance()).doesNotContainKey("image batch");
        }
    }

    @Test
    void anImageOfAnotherSizeIsResized() {
        RgbImage large = RgbImage.of(31, 17, new byte[31 * 17 * 3]);
        RgbImage small = RgbImage.of(8, 8, new byte[8 * 8 * 3]);
        try (VisionLanguageEncoder encoder = Models.open("dual")) {
            Embeddings embeddings = encoder.encodeImages(List.of(large, small));

            assertThat(embeddings.row(0)).isEqualTo(embeddings.row(1));
        }
    }

    @Test
    void aValueThatIsNotFiniteNeverLeaves() {
        try (VisionLanguageEncoder encoder = Models.open("nan")) {
            assertThatThrownBy(() -> encoder.encodeImages(Models.images()))
                    .isInstanceOf(NonFiniteEmbeddingException.class)
                    .hasMessageContaining("NaN");
        }
    }

    @Test
    void anImageModelRefusesTexts() {
        try (VisionLanguageEncoder encoder = Models.open("fixed-batch-1")) {
            assertThat(encoder.info().capabilities()).containsExactly(Capability.IMAGE);
            assertThatThrownBy(() -> encoder.encodeTexts(List.of("a lesion")))
                    .isInstanceOf(UnsupportedCapabilityException.class)
                    .hasMessageContaining("[IMAGE]");
        }
    }

    @Test
    void infoStatesTheManifestAndTheProvenance() {
        try (VisionLanguageEncoder encoder = Models.open(Models.config("dual").withOption("threads", "2"))) {
            assertThat(encoder.info().name()).isEqualTo("tiny-dual");
            assertThat(encoder.info().logits().scale().getAsDouble()).isCloseTo(10.5, within(0.0));
            assertThat(encoder.info().logits().bias().getAsDouble()).isCloseTo(-3.25, within(0.0));
            assertThat(encoder.info().normalized()).isFalse();
            assertThat(encoder.info().provenance())
                    .containsEntry("provider", "onnx")
                    .containsEntry("device", "cpu")
                    .containsEntry("image model", "onnx/vision_model.onnx")
                    .containsEntry("image output", "image_embeds")
                    .containsEntry("text model", "onnx/text_model.onnx")
                    .containsEntry("text output", "text_embeds")
                    .containsEntry("licence", "Apache-2.0")
                    .containsEntry("training seeds", "[1,2]")
                    .containsEntry("threads", "2")
                    .containsKeys("onnxruntime", "preprocess", "text context", "description");
            Stream.of("image model sha256", "text model sha256", "tokenizer sha256")
                    .forEach(key -> assertThat(encoder.info().provenance().get(key))
                            .as(key)
                            .matches("[0-9a-f]{64}"));
        }
    }

    @Test
    void externalDataIsPartOfTheProvenance() {
        try (VisionLanguageEncoder encoder = Models.open("external-data")) {
            assertThat(encoder.info().provenance()).containsKey("image model data vision_model.onnx_data sha256");
        }
    }
}
