package io.discern.run;

/**
 * An image that has no embedding, and why.
 *
 * @param id the image's id
 * @param path where it lies
 * @param reason what was wrong and what was expected
 */
public record ImageFailure(String id, String path, String reason) {}
