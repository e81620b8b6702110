package io.discern.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OnnxRuntimeSilenceTest {

    @Test
    void telemetryCameWithVersion29() {
        for (String silent : List.of("1.28.0", "1.26.0", "1.9.1", "1.28.1-rc1")) {
            assertThat(OnnxRuntimeSilence.isSilent(silent)).as(silent).isTrue();
        }
        for (String other : List.of("1.29.0", "1.30.1", "2.0.0", "1.100.0", "", "nightly")) {
            assertThat(OnnxRuntimeSilence.isSilent(other)).as(other).isFalse();
        }
        assertThat(OnnxRuntimeSilence.require(Optional.of("1.28.0"), null)).isEqualTo("no telemetry in it");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs setenv")
    void theVariableIsSetForTheNativesOfThisProcess() {
        Function unsetenv = NativeLibrary.getProcess().getFunction("unsetenv");
        Function getenv = NativeLibrary.getProcess().getFunction("getenv");
        Object[] variable = {"ORT_DISABLE_TELEMETRY"};
        for (Optional<String> version : List.of(Optional.of("1.29.0"), Optional.<String>empty())) {
            unsetenv.invokeInt(variable);
            assertThat(OnnxRuntimeSilence.require(version, "0")).contains("switched off (ORT_DISABLE_TELEMETRY=1)");
            assertThat(getenv.invokeString(variable, false)).isEqualTo("1");
        }
        unsetenv.invokeInt(variable);
    }
}
