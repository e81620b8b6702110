package io.discern.dataset;

import io.discern.image.DecodeOptions;
import io.discern.image.ImageDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The pictures of one image file.
 *
 * @param suffix what follows the file's id: nothing, or {@code #N} where every page is an image
 * @param source loads the picture
 */
record Pages(String suffix, ImageSource source) {
    /** The one picture that a configuration names, or every one. A file that cannot be read is one picture, whose loading fails. */
    static List<Pages> of(Path file, DatasetConfig config) {
        DecodeOptions options = config.decoding();
        int count = config.everyPage() ? count(file, options) : 1;
        if (count == 1) {
            return List.of(new Pages("", decoding(file, config.everyPage() ? options.withPage(0) : options)));
        }
        List<Pages> pages = new ArrayList<>();
        for (int page = 0; page < count; page++) {
            pages.add(new Pages("#" + page, decoding(file, options.withPage(page))));
        }
        return pages;
    }

    /** The id of a file by that of one of its pictures. */
    static String fileId(String id) {
        return id.replaceFirst("#[0-9]+$", "");
    }

    private static ImageSource decoding(Path file, DecodeOptions options) {
        ImageDecoder decoder = ImageDecoder.of(options);
        return () -> decoder.decode(file);
    }

    private static int count(Path file, DecodeOptions options) {
        try {
            return Math.max(1, ImageDecoder.of(options).facts(file).pages());
        } catch (IOException unreadable) {
            // found again, and reported, when the image is loaded
            return 1;
        }
    }
}
