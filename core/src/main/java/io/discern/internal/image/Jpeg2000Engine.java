package io.discern.internal.image;

import io.discern.image.RefusedException;
import java.io.IOException;
import java.util.Optional;

/**
 * A JPEG 2000 decoder that another jar adds, found by {@link java.util.ServiceLoader}, for formats that contain such data. Its
 * samples must be OpenJPEG's, also where the irreversible transform leaves decoders a choice of rounding.
 */
public interface Jpeg2000Engine {
    /**
     * Decoded samples.
     *
     * @param samples {@code height x width x components} numbers; those of a signed component are signed
     * @param ycc whether they are luminance and colour differences
     */
    record Decoded(int[] samples, boolean ycc) {}

    /** A name for messages, for example {@code "OpenJPEG 2.5.4"}. */
    String name();

    /** Whether it works here; loading its native code is allowed. */
    boolean available();

    /**
     * Decodes a file whose header was read and checked against the limits.
     *
     * @param boxed whether it is a JP2 file, not a bare codestream
     * @throws RefusedException where the data end early or are damaged
     * @throws IOException for other failures
     */
    Decoded decode(byte[] file, boolean boxed, int width, int height, int components) throws IOException;

    /** The one that works here. */
    static Optional<Jpeg2000Engine> find() {
        return Optional.ofNullable(JpegEngines.jpeg2000());
    }
}
