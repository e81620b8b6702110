package io.discern.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.preprocess.Preset;
import io.discern.preprocess.Presets;
import io.discern.text.Cleaning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where context length, padding and cleaning come from, and which source wins. */
class TextContextSourcesTest {
    private static final Optional<Preset> SIGLIP = Optional.of(Presets.describe("siglip-base-patch16-224"));
    private static final Optional<Preset> UNIMED = Optional.of(Presets.describe("unimed-clip-b-16"));

    @TempDir
    private Path folder;

    private TextContext context(Optional<Preset> preset, OptionalInt fixed, boolean hasMask) throws IOException {
        return TextContext.of(model(), preset, fixed, hasMask, "text_model.onnx");
    }

    private ModelFolder model() throws IOException {
        Files.writeString(folder.resolve("model.onnx"), "");
        ModelFormat format = new ModelFormat("onnx", ".onnx", "onnx", List.of("model.onnx"), List.of());
        EncoderConfig config = EncoderConfig.of(folder.toString());
        return ModelFolder.locate(format, config, ModelOptions.of(format, config));
    }

    private void file(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name), json);
    }

    @Test
    void aPresetSaysItAll() throws IOException {
        assertThat(context(SIGLIP, OptionalInt.empty(), false))
                .isEqualTo(new TextContext(
                        OptionalInt.of(64),
                        true,
                        OptionalInt.of(1),
                        Optional.empty(),
                        Cleaning.SIGLIP,
                        Optional.empty()));
    }

    @Test
    void aPresetKnowsBetterThanTheModelsConfiguration() throws IOException {
        file("config.json", "{\"text_config\": {\"max_position_embeddings\": 77}}");
        assertThat(context(UNIMED, OptionalInt.empty(), true).limit()).hasValue(256);
        file("discern.json", "{\"contextLength\": 100, \"padId\": 5, \"textCleaning\": \"lower\"}");
        assertThat(context(UNIMED, OptionalInt.empty(), true))
                .isEqualTo(new TextContext(
                        OptionalInt.of(100),
                        true,
                        OptionalInt.of(5),
                        Optional.empty(),
                        Cleaning.LOWER,
                        Optional.empty()));
    }

    @Test
    void aGraphThatTakesAnotherLengthThanThePresetIsRefused() {
        assertThatThrownBy(() -> context(SIGLIP, OptionalInt.of(77), false))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("takes 77 tokens, but the context of preset siglip-base-patch16-224 is 64");
    }

    @Test
    void theFirstSiglipPadsWithItsEndTokenAndTheSecondDoesNot() throws IOException {
        file("tokenizer_config.json", "{\"pad_token\": \"<pad>\"}");
        file(
                "config.json",
                "{\"model_type\": \"siglip\", \"text_config\": {\"max_position_embeddings\": 64, "
                        + "\"vocab_size\": 32000}}");
        assertThat(context(Optional.empty(), OptionalInt.empty(), false))
                .isEqualTo(new TextContext(
                        OptionalInt.of(64),
                        true,
                        OptionalInt.of(1),
                        Optional.of("<pad>"),
                        Cleaning.SIGLIP,
                        Optional.empty()));
        file(
                "config.json",
                "{\"model_type\": \"siglip\", \"text_config\": {\"max_position_embeddings\": 64, "
                        + "\"vocab_size\": 256000}}");
        assertThat(context(Optional.empty(), OptionalInt.empty(), false).padId())
                .isEmpty();
        assertThat(context(Optional.empty(), OptionalInt.empty(), false).cleaning())
                .isEqualTo(Cleaning.LOWER);
        file("config.json", "{\"model_type\": \"siglip\", \"text_config\": {\"max_position_embeddings\": 64}}");
        assertThat(context(Optional.empty(), OptionalInt.empty(), false).padId())
                .hasValue(1);
    }

    @Test
    void openClipsCleaningIsThatOfItsTokenizer() throws IOException {
        String config = "{\"model_cfg\": {\"text_cfg\": {\"context_length\": 77%s}}}";
        for (String[] tokenizer : new String[][] {
            {"", "open-clip-lower"},
            {", \"hf_tokenizer_name\": \"x\"", "open-clip-whitespace"},
            {
                ", \"hf_tokenizer_name\": \"x\", \"tokenizer_kwargs\": {\"clean\": \"canonicalize\"}",
                "open-clip-canonicalize"
            }
        }) {
            file("open_clip_config.json", String.format(config, tokenizer[0]));
            assertThat(context(Optional.empty(), OptionalInt.empty(), true).cleaning())
                    .hasToString(tokenizer[1]);
        }
        file("open_clip_config.json", String.format(config, ", \"tokenizer_kwargs\": {\"clean\": \"upper\"}"));
        assertThatThrownBy(() -> context(Optional.empty(), OptionalInt.empty(), true))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("\"clean\" is \"upper\"; expected one of [lower, whitespace, canonicalize]");
    }

    @Test
    void clipasSeparatorIsTakenOut() throws IOException {
        file(
                "open_clip_config.json",
                "{\"model_cfg\": {\"text_cfg\": {\"context_length\": 32, \"hf_tokenizer_name\": \"bert-base-uncased\", "
                        + "\"tokenizer_kwargs\": {\"strip_sep_token\": true}}}}");
        assertThat(context(Optional.empty(), OptionalInt.empty(), true).separator())
                .contains("[SEP]");
    }

    @Test
    void robertasTwoPositionsForNoTokenAreNotCounted() throws IOException {
        file("config.json", "{\"model_type\": \"roberta\", \"max_position_embeddings\": 514}");
        file("tokenizer_config.json", "{\"model_max_length\": 512}");
        assertThat(context(Optional.empty(), OptionalInt.empty(), true).limit()).hasValue(512);
    }

    @Test
    void theSmallerOfConfigurationAndTowerHolds() throws IOException {
        file("config.json", "{\"model_type\": \"roberta\", \"max_position_embeddings\": 514}");
        assertThat(described(512)).hasValue(512);
        assertThat(described(600)).hasValue(514);
    }

    private OptionalInt described(int tokens) throws IOException {
        return TextContext.of(
                        model(), Optional.empty(), OptionalInt.empty(), true, OptionalInt.of(tokens), "text_model.onnx")
                .limit();
    }

    @Test
    void openClipsConfigurationCountsToo() throws IOException {
        file("open_clip_config.json", "{\"model_cfg\": {\"embed_dim\": 512, \"text_cfg\": {\"context_length\": 256}}}");
        assertThat(context(Optional.empty(), OptionalInt.empty(), true).limit()).hasValue(256);
        assertThat(ModelConfig.read(folder).projection()).hasValue(512);
    }
}
