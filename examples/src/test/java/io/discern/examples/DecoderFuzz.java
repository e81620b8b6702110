package io.discern.examples;

import io.discern.image.DecodeOptions;
import io.discern.image.GrayRange;
import io.discern.image.ImageDecoder;
import io.discern.image.ImageFacts;
import io.discern.image.ImageLimits;
import io.discern.image.ImageReadException;
import java.io.IOException;

/**
 * What Jazzer calls with bytes of its own ({@code tools/fuzz}): every format of the class path gives an image or says why not, within limits on its
 * size, and never for want of memory.
 */
public final class DecoderFuzz {
    private static final ImageLimits LIMITS = new ImageLimits(4_000_000, 10_000, 1 << 22);
    private static final DecodeOptions OPTIONS =
            DecodeOptions.standard().withLimits(LIMITS).withGray(GrayRange.percentiles(1, 99));
    private static final ImageDecoder FIRST = ImageDecoder.of(OPTIONS);

    private DecoderFuzz() {}

    /** Loads what is loaded once, so that it does not count as the time of an input. */
    public static void fuzzerInitialize() throws IOException {
        fuzzerTestOneInput(new byte[0]);
    }

    /** Decodes the first picture and, of several, the last. */
    public static void fuzzerTestOneInput(byte[] file) throws IOException {
        try {
            FIRST.decode(file, "fuzz");
            ImageFacts facts = FIRST.facts(file, "fuzz");
            if (facts.pages() > 1) {
                ImageDecoder.of(OPTIONS.withPage(facts.pages() - 1)).decode(file, "fuzz");
            }
        } catch (ImageReadException refused) {
            if (refused.getMessage().contains("does not fit in the Java heap")) {
                throw new IllegalStateException("a file within the limits took all memory", refused);
            }
        }
    }
}
