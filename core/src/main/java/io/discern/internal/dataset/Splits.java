package io.discern.internal.dataset;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The usual parts of a protocol, under the names that people give them. */
public final class Splits {
    private static final Map<String, String> NAMES = Map.of(
            "train", "train",
            "training", "train",
            "trn", "train",
            "val", "val",
            "valid", "val",
            "validation", "val",
            "dev", "val",
            "test", "test",
            "testing", "test",
            "tst", "test");

    private static final Pattern NAME = Pattern.compile("([a-z]+?)[ _-]?(?:set|data|images|imgs|split|folder)?");

    private Splits() {}

    /** Whether a folder of that name is a part of a protocol rather than a class. */
    public static boolean is(String name) {
        return !canonical(name).isEmpty();
    }

    /** {@code train}, {@code val} or {@code test} for any spelling of them, other names as they are. */
    public static String named(String name) {
        String canonical = canonical(name);
        return canonical.isEmpty() ? name : canonical;
    }

    private static String canonical(String name) {
        Matcher matcher = NAME.matcher(name.strip().toLowerCase(Locale.ROOT));
        return matcher.matches() ? NAMES.getOrDefault(matcher.group(1), "") : "";
    }
}
