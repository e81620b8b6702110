package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class HostileModelTest {

    @Test
    void aGraphThatLoopsForEverIsEndedByTheTimeLimit() {
        assertThatThrownBy(() -> encode(Models.open(Models.config("endless").withOption("time-limit", "1"))))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining(
                        "vision_model.onnx: a run took longer than 1 s and was ended; expected a graph that comes")
                .hasMessageContaining("time-limit=SECONDS");
        assertThat(OnnxSession.open()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"giant-constant", "giant-run"})
    void aConstantOfFourTebibytesIsAnErrorNotTheEndOfTheProcess(String model) {
        assertThatThrownBy(() -> encode(Models.open(Models.config(model))))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("vision_model.onnx");
    }

    @Test
    void aTimeLimitIsSeconds() {
        assertThatThrownBy(() -> Models.open(Models.config("nan").withOption("time-limit", "0")))
                .hasMessage("onnx: option time-limit=0; expected seconds, 1..9999999");
    }

    private static void encode(VisionLanguageEncoder opened) {
        try (opened) {
            opened.encodeImages(Models.images());
        }
    }
}
