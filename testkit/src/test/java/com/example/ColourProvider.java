package com.example;

import io.discern.EncoderConfig;
import io.discern.VisionLanguageEncoder;
import io.discern.spi.EncoderProvider;

public final class ColourProvider implements EncoderProvider {
    @Override
    public String name() {
        return "colour";
    }

    @Override
    public VisionLanguageEncoder open(EncoderConfig config) {
        return new ColourEncoder();
    }
}
