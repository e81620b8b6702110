package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EncoderArgumentTest {
    @Test
    void tagsAreThoseOfThePresetThatItNames() {
        assertThat(EncoderArgument.parse("A=onnx:hub/x/y?threads=2&preset=biomedclip&check=true")
                        .presetTags())
                .isEqualTo(Map.of("domain", "medical", "text", "plain"));
        assertThat(EncoderArgument.parse("onnx:dir?preset=llm2clip-openai-b-16").presetTags())
                .isEqualTo(Map.of("domain", "general", "text", "llm"));
        assertThat(EncoderArgument.parse("onnx:preset=uni").presetTags()).isEmpty();
        assertThatThrownBy(
                        () -> EncoderArgument.parse("onnx:dir?preset=unknown").presetTags())
                .hasMessageContaining("no preset named 'unknown'");
    }
}
