package io.discern.internal.image;

import io.discern.image.RefusedException;
import java.io.IOException;

/**
 * A JPEG decoder that another jar adds, found by {@link java.util.ServiceLoader}, to be used instead of ImageIO's wherever JPEG
 * data occur (files, TIFF strips, DICOM frames). Its pixels must be libjpeg-turbo's.
 *
 * <p>It gets data only after core has read the header and checked the limits.
 */
public interface JpegEngine {
    /** A name for messages, for example {@code "libjpeg-turbo 3.0.1"}. */
    String name();

    /** Whether it works here; loading its native code is allowed. */
    boolean available();

    /**
     * Decodes to interleaved samples.
     *
     * @param jpeg a whole JPEG
     * @param out {@code height * width * components} bytes, to be filled
     * @param asStored true for components without any conversion of colours; false for gray, and for RGB by libjpeg's rules
     * @throws RefusedException where the data end early or are damaged
     * @throws IOException for other failures
     */
    void decode(byte[] jpeg, int width, int height, int components, boolean asStored, byte[] out) throws IOException;
}
