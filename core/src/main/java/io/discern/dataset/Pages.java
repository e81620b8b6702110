package io.discern.dataset;

import io.discern.image.DecodeOptions;
import io.discern.image.ImageDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The pictures of one image file.
 *
 * @param suffix what follows the file's id: nothing, or {@code #N} where every page is an image
 * @param source loads the picture
 */
record Pages(String suffix, ImageSource source) {
    /** The one picture that a configuration names, or every one. A file that cannot be read is one picture, whose loading fails. */
    static List<Pages> of(Path file, DatasetConfig config) {
        List<DecodeOptions> chosen = chosen(file, config);
        if (chosen.size() == 1) {
            ImageDecoder decoder = ImageDecoder.of(chosen.get(0));
            return List.of(new Pages("", new FileSource(file, chosen.get(0), () -> decoder.decode(file))));
        }
        PagedFile paged = new PagedFile(file);
        List<Pages> pages = new ArrayList<>();
        for (DecodeOptions options : chosen) {
            ImageDecoder decoder = ImageDecoder.of(options);
            pages.add(new Pages("#" + options.page(), new FileSource(file, options, () -> paged.decode(decoder))));
        }
        return pages;
    }

    /** How each of the pictures of a file that a configuration names is decoded. */
    static List<DecodeOptions> chosen(Path file, DatasetConfig config) {
        DecodeOptions options = config.decoding();
        return config.everyPage()
                ? IntStream.range(0, count(file, options))
                        .mapToObj(options::withPage)
                        .toList()
                : List.of(options);
    }

    /** The id of a file by that of one of its pictures. */
    static String fileId(String id) {
        return id.replaceFirst("#[0-9]+$", "");
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
