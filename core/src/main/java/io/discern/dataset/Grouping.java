package io.discern.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What makes images of a folder a group: the structure, the folder that holds them, or a part of their path. Immutable. */
public final class Grouping {
    private static final Grouping RECOGNIZED = new Grouping("", null);
    private static final Grouping PARENT = new Grouping("parent", null);

    private final String text;
    private final Pattern pattern;

    private Grouping(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /** Sub-folders of classes are groups where every image lies in one and every class has several; else images stand alone. */
    public static Grouping recognized() {
        return RECOGNIZED;
    }

    /** The folder that holds an image is its group. */
    public static Grouping byParent() {
        return PARENT;
    }

    /**
     * Reads {@code parent} or a regular expression, which is looked for in an image's id, a path with {@code /}: its first group, or
     * all that it matched, is the image's group.
     *
     * @throws IllegalArgumentException if it is no regular expression
     */
    public static Grouping parse(String text) {
        if (text.equals("parent")) {
            return PARENT;
        }
        try {
            return new Grouping(text, Pattern.compile(text));
        } catch (PatternSyntaxException bad) {
            throw new IllegalArgumentException(
                    "group by '" + text + "': " + bad.getDescription()
                            + "; expected parent or a regular expression such as (patient\\d+)",
                    bad);
        }
    }

    boolean isRecognized() {
        return this == RECOGNIZED;
    }

    /** Images with their groups; ids are paths with {@code /}. One in which none is found keeps what it has: the group of its file. */
    List<LabeledImage> apply(List<LabeledImage> images, String name, List<String> remarks) throws IOException {
        if (isRecognized()) {
            return images;
        }
        List<LabeledImage> grouped = new ArrayList<>();
        int missed = 0;
        int alone = 0;
        for (LabeledImage image : images) {
            String group = of(Pages.fileId(image.id()));
            missed += group == null ? 1 : 0;
            alone += group == null && !image.groupKnown() ? 1 : 0;
            grouped.add(group == null ? image : image.withGroup(group));
        }
        if (missed == images.size() && !images.isEmpty()) {
            throw new IOException(name + ": group by '" + text + "' finds no group in any id, such as '"
                    + images.get(0).id() + "'; expected parent or a regular expression that finds some");
        }
        if (alone > 0) {
            remarks.add(alone + " images have no group by '" + text + "' and stand alone");
        }
        return grouped;
    }

    private String of(String id) {
        if (this == PARENT) {
            String[] parts = id.split("/");
            return parts.length < 2 ? null : parts[parts.length - 2];
        }
        Matcher found = pattern.matcher(id);
        if (!found.find()) {
            return null;
        }
        String group = found.groupCount() > 0 ? found.group(1) : found.group();
        return group == null || group.isEmpty() ? null : group;
    }

    /** As {@link #parse} reads it; empty for what is recognised. */
    @Override
    public String toString() {
        return text;
    }
}
