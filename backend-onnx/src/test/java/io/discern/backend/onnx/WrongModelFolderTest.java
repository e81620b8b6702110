package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.UnsupportedCapabilityException;
import io.discern.VisionLanguageEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten ways in which a model folder can be wrong, and what its user is told. */
class WrongModelFolderTest {
    @TempDir
    private Path folder;

    private void copy(String model) throws IOException {
        try (Stream<Path> files = Files.walk(Models.path(model))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = folder.resolve(Models.path(model).relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private VisionLanguageEncoder open() {
        return Models.open(EncoderConfig.of(folder.toString()));
    }

    private void refused(String... messages) {
        assertThatThrownBy(this::open)
                .isInstanceOf(EncoderException.class)
                .message()
                .contains(messages);
    }

    @Test
    void aMissingTokenizer() throws IOException {
        copy("padded-text");
        Files.delete(folder.resolve("tokenizer.json"));
        try (VisionLanguageEncoder encoder = open()) {
            assertThatThrownBy(() -> encoder.encodeTexts(List.of("a lesion")))
                    .isInstanceOf(UnsupportedCapabilityException.class)
                    .hasMessageContaining("Its text model: not used: none of [tokenizer.json, merges.txt, ");
        }
    }

    @Test
    void anOutputOfTheWrongRank() throws IOException {
        copy("hidden-only");
        refused(
                "vision_model.onnx: output \"last_hidden_state\" has shape [batch,9,4]; expected [batch,dim]",
                "pooling=cls");
    }

    @Test
    void aModelThatWantsFloat16Pixels() throws IOException {
        copy("float16-input");
        refused(
                "vision_model.onnx: input \"pixel_values\" takes float16; expected float",
                "Export the model with float32 inputs");
    }

    @Test
    void swappedTowers() throws IOException {
        copy("dual");
        Path vision = folder.resolve("onnx/vision_model.onnx");
        Path text = folder.resolve("onnx/text_model.onnx");
        Files.move(vision, folder.resolve("swap"));
        Files.move(text, vision);
        Files.move(folder.resolve("swap"), text);
        refused("onnx/vision_model.onnx: 0 inputs take images", "Inputs: [input_ids int64[batch,tokens]");
    }

    @Test
    void weightsOutsideTheFolder() throws IOException {
        copy("external-data");
        Path model = folder.resolve("vision_model.onnx");
        String text = Files.readString(model, StandardCharsets.ISO_8859_1);
        Files.writeString(
                model, text.replace("vision_model.onnx_data", "../../../../etc/passwd"), StandardCharsets.ISO_8859_1);
        refused("vision_model.onnx: its external data \"../../../../etc/passwd\" leaves the folder");
    }

    @Test
    void halfAModel() throws IOException {
        copy("truncated");
        refused("vision_model.onnx: is not a complete ONNX model (842 bytes)", "copied or downloaded completely");
    }

    @Test
    void preprocessingOfAnUnknownKind() throws IOException {
        copy("fixed-batch-1");
        Path config = folder.resolve("preprocessor_config.json");
        Files.writeString(config, Files.readString(config).replaceFirst("\\{", "{\"crop_pct\": 0.9,"));
        refused("preprocessor_config.json: \"crop_pct\" is 0.9; expected only keys that are known here");
    }

    @Test
    void aTextThatIsTooLong() throws IOException {
        copy("padded-text");
        try (VisionLanguageEncoder encoder = open()) {
            assertThatThrownBy(() -> encoder.encodeTexts(List.of("a photo of the lesion malignant melanoma")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has 9 tokens; expected at most 8");
        }
    }

    @Test
    void contextLengthsThatContradict() throws IOException {
        copy("padded-text");
        Files.writeString(folder.resolve("discern.json"), "{\"contextLength\": 77, \"padId\": 0}");
        refused("text_model.onnx: takes 8 tokens, but \"contextLength\" in discern.json is 77; expected the same");
    }

    @Test
    void linksThatLeadInACircle() throws IOException {
        copy("fixed-batch-1");
        for (String file : List.of("vision_model.onnx", "preprocessor_config.json", "config.json")) {
            Path link = folder.resolve(file);
            Path moved = folder.resolve("moved");
            boolean existed = Files.deleteIfExists(link);
            Files.createSymbolicLink(link, moved);
            Files.createSymbolicLink(moved, link);
            refused(file + ": is a link that leads nowhere, or in a circle");
            Files.delete(link);
            Files.delete(moved);
            if (existed) {
                Files.copy(Models.path("fixed-batch-1").resolve(file), link);
            }
        }
    }
}
