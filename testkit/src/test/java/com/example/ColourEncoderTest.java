package com.example;

import io.discern.EncoderConfig;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.testkit.EncoderContractTest;

class ColourEncoderTest extends EncoderContractTest {
    @Override
    protected VisionLanguageEncoder open(EncoderConfig config) {
        return Encoders.open("colour", config);
    }
}
