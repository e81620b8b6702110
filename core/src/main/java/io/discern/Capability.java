package io.discern;

/** What an encoder can turn into embeddings. */
public enum Capability {
    /** {@link VisionLanguageEncoder#encodeImages} works. */
    IMAGE,
    /** {@link VisionLanguageEncoder#encodeTexts} works. */
    TEXT
}
