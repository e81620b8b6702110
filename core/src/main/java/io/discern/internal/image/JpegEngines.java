package io.discern.internal.image;

import io.discern.image.RefusedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which decoder JPEG data go to: a {@link JpegEngine} if one works here, else ImageIO; and which JPEG 2000 data go to. */
public final class JpegEngines {
    private static final Logger LOG = LoggerFactory.getLogger(JpegEngines.class);

    /**
     * A JPEG of 16 x 16 ramps, written by imagecodecs with sampling 4:4:0, whose colour is halved in height only: libjpeg-turbo smooths such colours, libjpeg 6b
     * (bundled by some JDKs) repeats them.
     */
    private static final String PROBE =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNy"
                    + "wtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09P"
                    + "T09PT09PT09PT09PT09PT09PT09PT0//wAARCAAQABADARIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAABQb/xA"
                    + "AdEAACAgEFAAAAAAAAAAAAAAAABAMFMREhIkFi/8QAFQEBAQAAAAAAAAAAAAAAAAAABQb/xAAZEQACAwEAAAAAAAAA"
                    + "AAAAAAAABAUSQWH/2gAMAwEAAhEDEQA/AAFq/HErIK/yUrElXQhSR6ELIY2KiBDToCYna6U6j/T/2Q==";

    /** {@code Arrays.hashCode} of Pillow 12.3's RGB bytes of the probe. */
    private static final int PROBE_PIXELS = 2012099114;

    private JpegEngines() {}

    private static final class Best {
        static final JpegEngine JPEG = first(JpegEngine.class, JpegEngine::available);
        static final Jpeg2000Engine JPEG_2000 = first(Jpeg2000Engine.class, Jpeg2000Engine::available);

        /** The first that works; what cannot be loaded is told, and the others are asked. */
        private static <T> T first(Class<T> type, Predicate<T> works) {
            Iterator<T> candidates =
                    ServiceLoader.load(type, JpegEngines.class.getClassLoader()).iterator();
            while (true) {
                try {
                    if (!candidates.hasNext()) {
                        return null;
                    }
                    T engine = candidates.next();
                    if (works.test(engine)) {
                        return engine;
                    }
                } catch (ServiceConfigurationError | LinkageError e) {
                    LOG.warn("a {} cannot be used: {}", type.getSimpleName(), e.toString());
                }
            }
        }
    }

    /** The engine to use, or null for ImageIO. */
    public static JpegEngine best() {
        return Best.JPEG;
    }

    /** The engine to use, or null. */
    public static Jpeg2000Engine jpeg2000() {
        return Best.JPEG_2000;
    }

    /** Asked only where no engine is there. */
    private static final class ImageIoIsTurbo {
        static final boolean VALUE = probe();

        private static boolean probe() {
            try {
                byte[] jpeg = Base64.getDecoder().decode(PROBE);
                byte[] rgb = JpegReader.byImageIo(jpeg, JpegHeader.of(jpeg)).samples();
                return Arrays.hashCode(rgb) == PROBE_PIXELS;
            } catch (IOException | RuntimeException e) {
                return false;
            }
        }
    }

    /**
     * Refuses what ImageIO decodes otherwise than libjpeg-turbo on a JDK that bundles libjpeg 6b: colours that are smoothed
     * along the height only, or in other proportions than 1 and 2, and arithmetic coding.
     */
    public static void requireSame(JpegHeader header) throws RefusedException {
        if (ImageIoIsTurbo.VALUE || header.isPlain()) {
            return;
        }
        throw new RefusedException("JPEG with " + header.unusual() + ", which this Java runtime's decoder (libjpeg 6b)"
                + " reads otherwise than libjpeg-turbo. Add discern-codecs to the class path, or convert it to PNG.");
    }
}
