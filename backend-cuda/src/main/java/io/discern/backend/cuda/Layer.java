package io.discern.backend.cuda;

/** The layers of a transformer that an engine does, in the order of {@code discern_cuda.h}, which says what their words mean. */
enum Layer {
    /** A stored weight becomes an operand. */
    PLACE,
    /** Pictures become rows of patches. */
    PATCHES,
    /** Token ids become tokens. */
    WORDS,
    /** Patches become tokens, behind those that stand in front of them. */
    TOKENS,
    /** Rows are normalised. */
    NORM,
    /** Rows meet a weight. */
    PRODUCT,
    /** Queries or keys are normed and turned. */
    HEADS,
    /** Queries meet keys and values. */
    ATTENTION,
    /** Tokens become one vector for each input. */
    POOL
}
