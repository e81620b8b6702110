package io.discern.analysis.study;

/**
 * Something that could not be done.
 *
 * @param encoder the encoder's label
 * @param dataset the data set's name; empty if the encoder could not be opened at all
 * @param id the image's id; empty if it concerns the whole data set
 * @param path where the image lies; empty likewise
 * @param reason what was wrong
 */
public record StudyFailure(String encoder, String dataset, String id, String path, String reason) {}
