package io.discern.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.BackendUnavailableException;
import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines of DJL beside PyTorch. */
class DjlEngineTest {
    @TempDir
    private Path folder;

    private static VisionLanguageEncoder open(EncoderConfig config) {
        return new DjlEncoderProvider().open(config);
    }

    @Test
    void anotherEngineGivesThePicturesAndPromptsOfPyTorchInPython() throws IOException {
        MiniatureFixtures.extract(folder);
        EncoderConfig config = EncoderConfig.of(folder.toString()).withOption("engine", "OnnxRuntime");
        try (VisionLanguageEncoder encoder = open(config)) {
            assertThat(encoder.info().provenance().get("engine")).startsWith("OnnxRuntime ");
            assertThat(MiniatureFixtures.worstCosine(
                            encoder.encodeImages(MiniatureFixtures.pictures()),
                            MiniatureFixtures.reference("image_embeds")))
                    .isGreaterThanOrEqualTo(0.99999);
            assertThat(MiniatureFixtures.worstCosine(
                            encoder.encodeTexts(MiniatureFixtures.prompts()),
                            MiniatureFixtures.reference("text_embeds")))
                    .isGreaterThanOrEqualTo(0.99999);
        }
    }

    @Test
    void anEngineThatIsNotThereListsThoseThatAre() {
        assertThatThrownBy(() -> open(EncoderConfig.of("anywhere").withOption("engine", "MXNet")))
                .isInstanceOf(BackendUnavailableException.class)
                .message()
                .contains("engine MXNet", "engines there: [OnnxRuntime, PyTorch", "add the engine's artifact");
    }

    @Test
    void threadsAreRefusedWhereTheEngineHasNoSuchSetting() throws IOException {
        MiniatureFixtures.extract(folder);
        assertThatThrownBy(() -> open(EncoderConfig.of(folder.toString())
                        .withOption("engine", "OnnxRuntime")
                        .withOption("threads", "2")))
                .isInstanceOf(EncoderException.class)
                .message()
                .contains("threads=2", "OnnxRuntime", "Leave it out");
    }
}
