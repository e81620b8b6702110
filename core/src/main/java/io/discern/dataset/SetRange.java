package io.discern.dataset;

import io.discern.image.DecodeOptions;
import io.discern.image.GrayHistogram;
import io.discern.image.GrayRange;
import io.discern.image.ImageDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One range of deep gray for all images of a set, whatever their split: percentiles of all their values. */
final class SetRange {

    private SetRange() {}

    /**
     * The configuration with the range that a set's files give, where {@link GrayRange.PercentilesOfSet} was asked for; else as it is. Every
     * file is decoded for it; those that cannot be count nothing and fail again when they are loaded.
     *
     * @param remarks gets what was found
     * @throws IOException if there are too many different values
     */
    static DatasetConfig chosen(DatasetConfig config, List<Path> files, List<String> remarks) throws IOException {
        if (!(config.decoding().gray() instanceof GrayRange.PercentilesOfSet percentiles)) {
            return config;
        }
        GrayHistogram histogram = new GrayHistogram();
        files.parallelStream().forEach(file -> count(file, config, histogram));
        if (histogram.total() == 0) {
            remarks.add("no image has gray of more than 8 bits, so no range was chosen");
            return config.withDecoding(config.decoding().withGray(GrayRange.fromFile()));
        }
        remarks.add("the range of gray is the same for all images: percentiles " + percentiles.low() + " and "
                + percentiles.high() + " of all " + histogram.total() + " values of the set");
        return config.withDecoding(
                config.decoding().withGray(histogram.between(percentiles.low(), percentiles.high())));
    }

    private static void count(Path file, DatasetConfig config, GrayHistogram histogram) {
        PagedFile paged = new PagedFile(file);
        for (DecodeOptions picture : Pages.chosen(file, config)) {
            try {
                paged.countGray(ImageDecoder.of(picture), histogram);
            } catch (IOException unreadable) {
                // found again, and reported, when the image is loaded
            }
        }
    }
}
