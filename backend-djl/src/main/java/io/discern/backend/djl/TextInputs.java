package io.discern.backend.djl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.discern.EncoderException;
import io.discern.text.TokenBatch;
import java.util.function.Function;

/** What a text tower takes. TorchScript does not say; a run on a row of ones does. */
enum TextInputs {
    /** {@code input_ids}. */
    IDS,
    /** {@code input_ids, attention_mask}. */
    MASKED,
    /** {@code input_ids, attention_mask, token_type_ids}. */
    TYPED;

    /**
     * Finds out.
     *
     * @param tokens a row of ones to try
     * @throws EncoderException if the module fails on tokens
     */
    static TextInputs of(DjlModule module, TokenBatch tokens) {
        try {
            return MASKED.tried(module, tokens);
        } catch (EncoderException e) {
            String reason = e.getMessage();
            if (reason.contains("expected at most")) {
                return IDS.tried(module, tokens);
            }
            if (reason.contains("missing value for argument")) {
                return TYPED.tried(module, tokens);
            }
            throw e;
        }
    }

    private TextInputs tried(DjlModule module, TokenBatch tokens) {
        return module.run(of(tokens), results -> this);
    }

    /** Whether the tower is told which tokens are padding. */
    boolean hasMask() {
        return this != IDS;
    }

    /** The arguments for a batch, int64 {@code [batch,tokens]} each. */
    Function<NDManager, NDList> of(TokenBatch tokens) {
        return manager -> {
            Shape shape = new Shape(tokens.shape());
            NDList arguments = new NDList(manager.create(tokens.ids(), shape));
            if (this != IDS) {
                arguments.add(manager.create(tokens.mask(), shape));
            }
            if (this == TYPED) {
                arguments.add(manager.create(new long[tokens.ids().length], shape));
            }
            return arguments;
        };
    }
}
