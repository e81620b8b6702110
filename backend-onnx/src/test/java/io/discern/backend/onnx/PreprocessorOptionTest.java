package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.BackendUnavailableException;
import io.discern.Device;
import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.VisionLanguageEncoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Option {@code preprocessor}: who turns images into pixels for an encoder. */
class PreprocessorOptionTest {

    private static EncoderConfig config(String preprocessor) {
        return Models.config("dual").withOption("preprocessor", preprocessor);
    }

    @BeforeEach
    void reset() {
        CountingPreprocessors.reset();
    }

    @Test
    void theNamedProviderMakesEveryPixelAndIsClosedWithTheEncoder() {
        Embeddings expected;
        try (VisionLanguageEncoder encoder = Models.open("dual")) {
            expected = encoder.encodeImages(Models.images());
            assertThat(encoder.info().provenance()).doesNotContainKey("preprocessor");
        }
        assertThat(CountingPreprocessors.OPENED).isEmpty();
        try (VisionLanguageEncoder encoder = Models.open(config("counting"))) {
            int whileOpening = CountingPreprocessors.images;
            assertThat(encoder.encodeImages(Models.images()).values()).isEqualTo(expected.values());
            assertThat(CountingPreprocessors.images - whileOpening)
                    .isEqualTo(Models.images().size());
            assertThat(CountingPreprocessors.closed).isZero();
            assertThat(encoder.info().provenance()).containsEntry("preprocessor", "counting");
        }
        assertThat(CountingPreprocessors.OPENED).containsExactly(Device.CPU);
        assertThat(CountingPreprocessors.closed).isOne();
    }

    @Test
    void itIsAskedForTheEncodersDeviceAndClosedWhereTheEncoderCannotHaveIt() {
        assertThatThrownBy(() -> Models.open(config("counting").withDevice(Device.parse("cuda:9")))
                        .close())
                .isInstanceOf(BackendUnavailableException.class);
        assertThat(CountingPreprocessors.OPENED).containsExactly(Device.parse("cuda:9"));
        assertThat(CountingPreprocessors.closed).isOne();
    }

    @Test
    void aProviderThatCannotComputeOnTheDeviceIsNotReplaced() {
        assertThatThrownBy(() -> Models.open(config("java").withDevice(Device.parse("cuda:0"))))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("java preprocessing on device cuda:0");
    }

    @Test
    void anUnknownProviderListsTheKnownOnes() {
        assertThatThrownBy(() -> Models.open(config("cdua")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'cdua'")
                .hasMessageContaining("java");
    }
}
