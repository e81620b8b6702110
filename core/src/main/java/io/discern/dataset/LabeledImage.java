package io.discern.dataset;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One image of a data set with what is known about it.
 *
 * @param id unique in its data set
 * @param path where it lies, for people and reports: a file's path, or a place inside a file
 * @param label its class; empty if unknown
 * @param group what it shares with images that are not independent of it (a patient, a lesion); its own id, or that of its file, if unknown
 * @param groupKnown whether somebody said the group: a table, folders, the file itself
 * @param split the part of a protocol that it belongs to ({@code train}, {@code val}, {@code test}); empty if there is none
 * @param attributes whatever else is known (scanner, marker, age, caption), in reading order
 * @param pixels what it shows
 */
public record LabeledImage(
        String id,
        String path,
        String label,
        String group,
        boolean groupKnown,
        String split,
        Map<String, String> attributes,
        Pixels pixels) {
    /** The content of an image that cannot be read. */
    public static final String UNREADABLE = "unreadable";

    /**
     * The pixels of an image.
     *
     * @param source loads them
     * @param content what stands for them: equal for two images if and only if their pixels are, in RGB and in their files' own modes, since a model
     *     may convert last; empty if nobody has {@linkplain ImageAudit looked}
     */
    public record Pixels(ImageSource source, String content) {
        /** Checks. */
        public Pixels {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(content, "content");
        }
    }

    /** Checks and copies. */
    public LabeledImage {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(pixels, "pixels");
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** An image whose pixels nobody has looked at. */
    public LabeledImage(
            String id,
            String path,
            String label,
            String group,
            boolean groupKnown,
            String split,
            Map<String, String> attributes,
            ImageSource source) {
        this(id, path, label, group, groupKnown, split, attributes, new Pixels(source, ""));
    }

    /** An image without split, whose group is known unless it is its own id. */
    public LabeledImage(
            String id, String path, String label, String group, Map<String, String> attributes, ImageSource source) {
        this(id, path, label, group, !group.equals(id), "", attributes, source);
    }

    /** An image that is its own group and has no attributes. */
    public static LabeledImage of(String id, String label, ImageSource source) {
        return new LabeledImage(id, id, label, id, Map.of(), source);
    }

    /** Loads the pixels. */
    public ImageSource source() {
        return pixels.source;
    }

    /** What stands for the pixels; see {@link Pixels#content()}. */
    public String content() {
        return pixels.content;
    }

    /** This image with its pixels from elsewhere: the row stays, the picture changes, and what stands for it is unknown. */
    public LabeledImage withSource(ImageSource source) {
        return new LabeledImage(id, path, label, group, groupKnown, split, attributes, new Pixels(source, ""));
    }

    /** This image with that for its pixels; see {@link Pixels#content()}. */
    public LabeledImage withContent(String content) {
        return new LabeledImage(
                id, path, label, group, groupKnown, split, attributes, new Pixels(pixels.source, content));
    }

    /** This image in another class. */
    public LabeledImage withLabel(String label) {
        return new LabeledImage(id, path, label, group, groupKnown, split, attributes, pixels);
    }

    /** This image in another group, which is known. */
    public LabeledImage withGroup(String group) {
        return new LabeledImage(id, path, label, group, true, split, attributes, pixels);
    }

    /** This image in another split. */
    public LabeledImage withSplit(String split) {
        return new LabeledImage(id, path, label, group, groupKnown, split, attributes, pixels);
    }

    /** This image with other attributes. */
    public LabeledImage withAttributes(Map<String, String> attributes) {
        return new LabeledImage(id, path, label, group, groupKnown, split, attributes, pixels);
    }
}
