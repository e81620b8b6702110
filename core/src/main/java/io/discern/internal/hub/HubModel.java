package io.discern.internal.hub;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model on the hub at one revision.
 *
 * @param organisation who publishes it
 * @param name of the model
 * @param revision a branch, a tag or a commit
 */
public record HubModel(String organisation, String name, String revision) {
    private static final String PART = "[A-Za-z0-9][A-Za-z0-9._-]{0,95}";
    private static final Pattern WRITTEN =
            Pattern.compile("(" + PART + ")/(" + PART + ")(?:@([A-Za-z0-9][A-Za-z0-9._/-]{0,199}))?");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /**
     * Reads {@code ORG/NAME} (its branch main) or {@code ORG/NAME@REVISION}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static HubModel parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches() || text.contains("..") || text.contains("--")) {
            throw new IllegalArgumentException("hub model '" + text + "'; expected ORG/NAME or ORG/NAME@REVISION");
        }
        return new HubModel(matcher.group(1), matcher.group(2), matcher.group(3) == null ? "main" : matcher.group(3));
    }

    /** {@code ORG/NAME}. */
    public String repository() {
        return organisation + "/" + name;
    }

    /** Where a cache keeps it. */
    Path folder(Path cache) {
        return cache.resolve("models--" + organisation + "--" + name);
    }

    /** Whether the text is a commit's hash, which means the same for ever. */
    static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    /** As it is written. */
    @Override
    public String toString() {
        return repository() + "@" + revision;
    }
}
