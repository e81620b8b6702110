package io.discern.image;

/** In place of a range where gray values are only to be counted. */
record CountedGray(GrayHistogram into) implements GrayRange {

    /** Counts the values of an image; what comes back is black. */
    SourceImage black(DeepGray image) {
        into.add(image.sortedValues());
        return image.levels(value -> 0);
    }
}
