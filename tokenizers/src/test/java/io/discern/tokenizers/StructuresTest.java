package io.discern.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.internal.model.TextContext;
import io.discern.text.Cleaning;
import io.discern.text.TokenBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructuresTest {
    static final TextContext ENDLESS = new TextContext(
            OptionalInt.empty(), false, OptionalInt.of(1), Optional.empty(), Cleaning.NONE, Optional.empty());
    private static final ObjectMapper JSON = new ObjectMapper();

    static Path structure(String name) {
        try {
            return Path.of(
                    StructuresTest.class.getResource("/structures/" + name).toURI());
        } catch (java.net.URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Ids of the Python binding; see the script in src/test/fixtures. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "clip",
                "roberta",
                "modernbert",
                "gpt2",
                "llama3",
                "o200k",
                "deepseek",
                "gemma",
                "bert",
                "minilm",
                "words",
                "t5",
                "xlm",
                "siglip"
            })
    void idsAreThoseOfThePythonBinding(String name) throws IOException {
        JsonNode goldens = JSON.readTree(structure("expected.json").toFile()).get(name);
        assertThat(goldens).hasSize(10);
        try (TokenizerJson tokenizer = TokenizerJson.open(structure(name + ".json"), ENDLESS, false, true)) {
            for (JsonNode golden : goldens) {
                long[] ids = JSON.convertValue(golden.get("ids"), long[].class);
                TokenBatch found = tokenizer.tokenize(List.of(golden.get("text").textValue()));
                int count = (int) Arrays.stream(found.mask()).sum();
                assertThat(Arrays.copyOf(found.ids(), count))
                        .as(golden.toString())
                        .isEqualTo(ids);
            }
        }
    }
}
