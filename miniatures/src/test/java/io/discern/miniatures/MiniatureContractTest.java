package io.discern.miniatures;

import io.discern.EncoderConfig;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.testkit.EncoderContractTest;

/** A miniature, found by name and run by the ONNX backend. */
class MiniatureContractTest extends EncoderContractTest {

    @Override
    protected VisionLanguageEncoder open(EncoderConfig config) {
        return Encoders.open("mini:general", config);
    }
}
