package io.discern.internal.image;

import io.discern.image.RefusedException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** ImageIO's readers; the JDK's own are preferred, so that a plug-in on the class path does not change pixels. */
public final class JdkReaders {
    private static final String OWN = "com.sun.imageio.";

    private JdkReaders() {}

    /** A new reader of a format by its ImageIO name. */
    public static ImageReader newReader(String name) throws RefusedException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(name);
        ImageReader first = null;
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith(OWN)) {
                return reader;
            }
            first = first == null ? reader : first;
        }
        if (first == null) {
            throw new RefusedException(
                    "this Java runtime has no " + name + " reader; expected the module java.desktop");
        }
        return first;
    }
}
