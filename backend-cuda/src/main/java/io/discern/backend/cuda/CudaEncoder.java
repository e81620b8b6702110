package io.discern.backend.cuda;

import io.discern.VisionLanguageEncoder;
import io.discern.internal.model.ForwardingEncoder;

/** An encoder whose towers are known, so that embeddings can stay on their device. */
final class CudaEncoder extends ForwardingEncoder {
    private final CudaTowers towers;

    /** Takes over an encoder. */
    CudaEncoder(VisionLanguageEncoder encoder, CudaTowers towers) {
        super(encoder);
        this.towers = towers;
    }

    /** Its towers, which close with it. */
    CudaTowers towers() {
        return towers;
    }
}
