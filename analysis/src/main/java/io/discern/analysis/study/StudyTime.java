package io.discern.analysis.study;

/**
 * How long a stage took.
 *
 * @param encoder the encoder's label
 * @param dataset the data set's name; empty for opening
 * @param stage the stage
 * @param seconds wall time
 */
public record StudyTime(String encoder, String dataset, Stage stage, double seconds) {

    /** The stages of a study. */
    public enum Stage {
        /** Opening the encoder. */
        OPEN,
        /** Encoding the clean images. */
        EMBED,
        /** The metrics and the maps. */
        MEASURE,
        /** Encoding the prompts of the classes and measuring the images beside them, where the encoder reads. */
        TEXTS,
        /** Encoding and measuring the overlaid images. */
        OVERLAY,
        /** Comparing the encoders with each other. */
        COMPARE
    }
}
