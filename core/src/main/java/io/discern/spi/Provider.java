package io.discern.spi;

/**
 * What every service of this library says about itself; {@link EncoderProvider}, {@link SimilarityProvider} and
 * {@link PreprocessorProvider} add what they open. Later additions come as default methods.
 */
public interface Provider {

    /** The name that the caller gives: 1 to 63 of {@code a-z 0-9 -}, unique on the class path among services of one kind. */
    String name();

    /** One line for {@code Doctor}: what it does, on which devices. */
    default String description() {
        return getClass().getName();
    }

    /** Whether it can work here, or why not. May load natives; never throws. */
    default Availability availability() {
        return Availability.available();
    }
}
