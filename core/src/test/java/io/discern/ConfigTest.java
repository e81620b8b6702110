package io.discern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {

    @Test
    void devicesAreReadAndPrinted() {
        assertThat(Device.parse("cpu")).isEqualTo(Device.CPU).hasToString("cpu");
        assertThat(Device.parse("cuda")).hasToString("cuda:0");
        assertThat(Device.parse("cuda:3")).isEqualTo(new Device(Device.Kind.CUDA, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "CPU", "cuda:", "cuda:-1", "cuda:1x", "auto"})
    void otherDevicesAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Device.parse(text))
                .withMessage("device '" + text + "'; expected cpu or cuda:N (for example cuda:0)");
    }

    @Test
    void unknownOptionsAreRefusedWithTheLegalOnes() {
        EncoderConfig config = EncoderConfig.of("x").withOption("treads", "2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.requireOptions("onnx", Set.of("threads", "output")))
                .withMessage("onnx: unknown option 'treads'; legal options: [output, threads]");
    }

    @Test
    void batchSizeIsPositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncoderConfig.of("x").withBatchSize(0))
                .withMessageContaining("batchSize 0");
    }
}
