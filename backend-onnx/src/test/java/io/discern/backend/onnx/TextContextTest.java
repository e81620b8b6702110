package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.EncoderConfig;
import io.discern.VisionLanguageEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextContextTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void dualEncoderWithoutManifest() throws IOException {
        for (String file : new String[] {"preprocessor_config.json", "tokenizer.json"}) {
            Files.copy(Models.path("dual/" + file), folder.resolve(file));
        }
        for (String file : new String[] {"vision_model.onnx", "text_model.onnx"}) {
            Files.copy(Models.path("dual/onnx/" + file), folder.resolve(file));
        }
    }

    /** Opens it with one more file, and checks that its texts are still right: this model ignores masked padding. */
    private String context(String file, String json) throws IOException {
        Files.writeString(folder.resolve(file), json);
        try (VisionLanguageEncoder encoder = Models.open(EncoderConfig.of(folder.toString()))) {
            assertThat(Models.difference(encoder.encodeTexts(Models.texts()), Models.reference("text_embeds")))
                    .isLessThan(1e-6);
            return encoder.info().provenance().get("text context");
        }
    }

    @Test
    void withoutALengthTextsArePaddedToTheLongest() throws IOException {
        assertThat(context("config.json", "{}")).isEqualTo("not limited, padded to the longest of a batch");
    }

    @Test
    void theManifestFixesTheLength() throws IOException {
        assertThat(context("discern.json", "{\"contextLength\": 12}")).isEqualTo("12 tokens, padded to it");
    }

    @Test
    void configurationsLimitTheLength() throws IOException {
        assertThat(context("tokenizer_config.json", "{\"model_max_length\": 1000000000000000019884624838656}"))
                .startsWith("not limited");
        assertThat(context("tokenizer_config.json", "{\"model_max_length\": 40}"))
                .isEqualTo("40 tokens, padded to the longest of a batch");
        assertThat(context("config.json", "{\"text_config\": {\"max_position_embeddings\": 16}}"))
                .isEqualTo("16 tokens, padded to the longest of a batch");
    }

    @Test
    void aSiglipIsAlwaysPaddedToItsLength() throws IOException {
        assertThat(context(
                        "config.json",
                        "{\"model_type\": \"siglip\", \"text_config\": {\"max_position_embeddings\": 16}}"))
                .isEqualTo("16 tokens, padded to it, cleaned as siglip");
    }
}
