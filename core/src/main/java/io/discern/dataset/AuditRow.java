package io.discern.dataset;

import java.util.List;

/**
 * What became of one file or image of a data set.
 *
 * @param id the image's id; empty for what is no image
 * @param path where it lies
 * @param label its class
 * @param group what it shares with images that are not independent of it
 * @param split its part of a protocol
 * @param picture what it shows
 * @param fate what was done with it
 * @param note why, or what a reader should know
 */
public record AuditRow(
        String id, String path, String label, String group, String split, Picture picture, Fate fate, String note) {

    /**
     * A picture.
     *
     * @param width in pixels; 0 if unknown
     * @param height in pixels; 0 if unknown
     * @param format the file's format, or the array's
     * @param pixels SHA-256 of the decoded pixels, RGB rows from the top; empty if they were not decoded
     */
    public record Picture(int width, int height, String format, String pixels) {
        static final Picture UNKNOWN = new Picture(0, 0, "", "");
    }

    /** What was done with a file. */
    public enum Fate {
        /** It is an image of the data set. */
        USED,
        /** It was left out on purpose. */
        LEFT_OUT,
        /** It could not be read. */
        FAILED
    }

    /** The names of {@link #cells()}. */
    public static final List<String> COLUMNS = List.of(
            "id", "path", "label", "group", "split", "width", "height", "format", "pixels_sha256", "done", "note");

    static AuditRow leftOut(String path, String why) {
        return new AuditRow("", path, "", "", "", Picture.UNKNOWN, Fate.LEFT_OUT, why);
    }

    static AuditRow failed(String path, String why) {
        return new AuditRow("", path, "", "", "", Picture.UNKNOWN, Fate.FAILED, why);
    }

    /** This row when its image was left out after all. */
    AuditRow leftOut(String why) {
        return new AuditRow(id, path, label, group, split, picture, Fate.LEFT_OUT, why);
    }

    /** Of an image whose pixels were not looked at. */
    public static AuditRow of(LabeledImage image, Fate fate, String note) {
        return of(image, Picture.UNKNOWN, fate, note);
    }

    static AuditRow of(LabeledImage image, Picture picture, Fate fate, String note) {
        return new AuditRow(image.id(), image.path(), image.label(), image.group(), image.split(), picture, fate, note);
    }

    /** The row as texts, for a table. */
    public List<String> cells() {
        String done = switch (fate) {
            case USED -> "used";
            case LEFT_OUT -> "left out";
            case FAILED -> "failed";
        };
        return List.of(
                id,
                path,
                label,
                group,
                split,
                picture.width == 0 ? "" : Integer.toString(picture.width),
                picture.height == 0 ? "" : Integer.toString(picture.height),
                picture.format,
                picture.pixels,
                done,
                note);
    }
}
