package io.discern.backend.djl;

import io.discern.EncoderConfig;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.testkit.EncoderContractTest;
import java.util.OptionalLong;

/** A miniature with both towers, run by PyTorch. */
class DjlContractTest extends EncoderContractTest {

    @Override
    protected VisionLanguageEncoder open(EncoderConfig config) {
        return Encoders.open("mini:general", config.withOption("backend", "djl"));
    }

    @Override
    protected OptionalLong liveNatives() {
        return OptionalLong.of(DjlModule.open());
    }
}
