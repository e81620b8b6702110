package io.discern.codecs;

import io.discern.image.RefusedException;
import io.discern.internal.image.JpegEngine;

/** JPEG by libjpeg-turbo: the same pixels as Pillow's, whatever library the Java runtime bundles. */
public final class LibjpegTurbo implements JpegEngine {
    /** For {@link java.util.ServiceLoader}. */
    public LibjpegTurbo() {}

    @Override
    public String name() {
        return "libjpeg-turbo 3.0.1";
    }

    @Override
    public boolean available() {
        return NativeCodecs.available();
    }

    @Override
    public void decode(byte[] jpeg, int width, int height, int components, boolean asStored, byte[] out)
            throws RefusedException {
        if (out.length != (long) width * height * components) {
            throw new IllegalArgumentException(
                    out.length + " bytes for " + width + " x " + height + " x " + components);
        }
        NativeCodecs.check("JPEG", NativeCodecs.jpeg(jpeg, width, height, components, asStored, out));
    }
}
