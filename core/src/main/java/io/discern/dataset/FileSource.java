package io.discern.dataset;

import io.discern.image.DecodeOptions;
import io.discern.image.ImageFormats;
import io.discern.image.RgbImage;
import io.discern.internal.image.JpegEngines;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A picture of a file.
 *
 * @param file holds it
 * @param options how it is decoded
 * @param decoded loads it
 */
record FileSource(Path file, DecodeOptions options, ImageSource decoded) implements ImageSource {
    /** Another one where a release decodes other pixels from the same bytes. */
    private static final int DECODING = 1;

    @Override
    public RgbImage load() throws IOException {
        return decoded.load();
    }

    /** What, beside the file's bytes, decides its pixels: how it is decoded, and by what. */
    String decoding() {
        return "decoding " + DECODING + ", gray " + options.gray().text() + ", page " + options.page() + ", axis "
                + options.axis() + ", " + options.limits() + ", Java " + System.getProperty("java.runtime.version")
                + ", formats " + ImageFormats.added() + ", JPEG by " + named(JpegEngines.best()) + ", JPEG 2000 by "
                + named(JpegEngines.jpeg2000());
    }

    private static String named(Object engine) {
        return engine == null ? "Java" : engine.getClass().getName();
    }
}
