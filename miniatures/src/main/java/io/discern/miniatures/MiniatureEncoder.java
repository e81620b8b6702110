package io.discern.miniatures;

import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.internal.model.ForwardingEncoder;

/** A backend's encoder under the miniature's name. */
final class MiniatureEncoder extends ForwardingEncoder {
    private final EncoderInfo info;

    MiniatureEncoder(String name, VisionLanguageEncoder encoder) {
        super(encoder);
        this.info = encoder.info().withName(name);
    }

    @Override
    public EncoderInfo info() {
        return info;
    }

    @Override
    public String toString() {
        return info.name();
    }
}
