package io.discern.codecs;

import io.discern.image.RefusedException;
import io.discern.internal.image.Jpeg2000Engine;

/** JPEG 2000 by OpenJPEG. */
public final class OpenJpeg implements Jpeg2000Engine {
    private static final int SYCC = 3;

    /** For {@link java.util.ServiceLoader}. */
    public OpenJpeg() {}

    @Override
    public String name() {
        return "OpenJPEG 2.5.4";
    }

    @Override
    public boolean available() {
        return NativeCodecs.available();
    }

    @Override
    public Decoded decode(byte[] file, boolean boxed, int width, int height, int components) throws RefusedException {
        int[] facts = new int[1 + components];
        int[] samples = new int[Math.multiplyExact(Math.multiplyExact(width, height), components)];
        NativeCodecs.check("JPEG 2000", NativeCodecs.jpeg2000(file, boxed, width, height, components, facts, samples));
        return new Decoded(samples, facts[0] == SYCC);
    }
}
