package io.discern.spark;

import io.discern.dataset.ImageSource;
import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import java.io.IOException;

/**
 * The pixels of a file that executors read; the driver too, when it is asked for a picture.
 *
 * @param path of the file, or its URL
 */
record FilePixels(String path, ImageBytes bytes) implements ImageSource {

    @Override
    public RgbImage load() throws IOException {
        return decoded(bytes.read(path));
    }

    RgbImage decoded(byte[] file) throws IOException {
        return ImageDecoder.standard().decode(file, path);
    }
}
