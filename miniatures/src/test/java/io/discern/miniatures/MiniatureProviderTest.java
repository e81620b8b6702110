package io.discern.miniatures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MiniatureProviderTest {

    private static final EncoderConfig ON_FOLDER = EncoderConfig.of("").withOption("backend", "folder");

    @ParameterizedTest
    @ValueSource(strings = {"general", "general-rich", "medical"})
    void unpacksAModelFolderForTheBackendAndRemovesItOnceItIsOpened(String miniature) {
        VisionLanguageEncoder encoder = Encoders.open("mini:" + miniature, ON_FOLDER);
        assertFalse(Files.exists(FolderProvider.lastFolder));
        assertEquals("mini:" + miniature, encoder.info().name());
        for (String file : List.of("onnx/vision_model.onnx", "torchscript/text_model.pt", "tokenizer.json")) {
            assertTrue(FolderProvider.lastFiles.contains(Path.of(file)), file);
        }
        encoder.close();
        assertTrue(FolderProvider.closed);
        encoder.close();
    }

    @Test
    void removesTheFolderWhenTheBackendFails() {
        assertThrows(EncoderException.class, () -> Encoders.open("mini:general", ON_FOLDER.withOption("fail", "yes")));
        assertFalse(Files.exists(FolderProvider.lastFolder));
    }

    @Test
    void optionsOfTheBackendAreCheckedByTheBackend() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> Encoders.open("mini:general", ON_FOLDER.withOption("colour", "red")));
        assertTrue(refused.getMessage().contains("folder: unknown option 'colour'"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mini", "mini:", "mini:clip"})
    void anUnknownMiniatureListsThoseThatExist(String spec) {
        IllegalArgumentException unknown =
                assertThrows(IllegalArgumentException.class, () -> Encoders.open(spec, ON_FOLDER));
        assertTrue(unknown.getMessage().contains("[general, general-rich, medical]"), unknown.getMessage());
    }

    @Test
    void anUnknownBackendListsTheProviders() {
        EncoderConfig config = EncoderConfig.of("").withOption("backend", "tensorcow");
        IllegalArgumentException unknown =
                assertThrows(IllegalArgumentException.class, () -> Encoders.open("mini:general", config));
        assertTrue(unknown.getMessage().contains("folder, mini"), unknown.getMessage());
    }

    @Test
    void doesNotRunOnItself() {
        EncoderConfig config = EncoderConfig.of("").withOption("backend", "mini");
        assertThrows(IllegalArgumentException.class, () -> Encoders.open("mini:general", config));
    }
}
