package io.discern.analysis;

/** A constant that stands in variants under a stable name. */
public interface Tagged {

    /** The name in variants. */
    String tag();
}
