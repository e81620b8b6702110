package io.discern;

/** How an encoder may be used from several threads. */
public enum Threading {
    /** Calls may overlap. */
    CONCURRENT,
    /** One call at a time; the caller serialises. */
    CONFINED
}
