package io.discern.backend.onnx;

import io.discern.EncoderConfig;
import io.discern.VisionLanguageEncoder;
import io.discern.testkit.EncoderContractTest;
import java.util.Optional;
import java.util.OptionalLong;

/** A dual encoder with towers in two files. */
class OnnxContractTest extends EncoderContractTest {

    @Override
    protected VisionLanguageEncoder open(EncoderConfig config) {
        return Models.open(config.withLocation(Models.path("dual").toString()));
    }

    @Override
    protected Optional<VisionLanguageEncoder> openNonFinite(EncoderConfig config) {
        return Optional.of(Models.open(config.withLocation(Models.path("nan").toString())));
    }

    @Override
    protected OptionalLong liveNatives() {
        return OptionalLong.of(OnnxSession.open());
    }
}
