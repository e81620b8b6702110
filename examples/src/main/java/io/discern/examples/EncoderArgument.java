package io.discern.examples;

import io.discern.EncoderConfig;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.preprocess.Presets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An encoder as written on the command line: {@code [LABEL=]PROVIDER:LOCATION[?KEY=VALUE&...]}.
 *
 * @param label what tables call it
 * @param spec {@code provider:location?key=value&...}, as {@link Encoders#open(String)} takes it
 */
record EncoderArgument(String label, String spec) {
    static final String DOWNLOAD = "download";

    private static final Pattern LABELED = Pattern.compile("(?<label>[^=:?]+)=(?<spec>[a-z0-9-]+([:?].*)?)");

    private static final Pattern PRESET = Pattern.compile("[?&]preset=([^&]*)");

    static EncoderArgument parse(String text) {
        Matcher labeled = LABELED.matcher(text);
        String spec = labeled.matches() ? labeled.group("spec") : text;
        int question = spec.indexOf('?');
        String named = question < 0 ? spec : spec.substring(0, question);
        return new EncoderArgument(labeled.matches() ? labeled.group("label") : named, spec);
    }

    /**
     * The tags of the preset that its options name; none where they name none.
     *
     * @throws IllegalArgumentException if there is no preset of that name
     */
    Map<String, String> presetTags() {
        Matcher preset = PRESET.matcher(spec);
        return preset.find() ? Presets.describe(preset.group(1)).tags() : Map.of();
    }

    /** Opens it with its own options before those of the configuration; only a location on the hub can be downloaded. */
    VisionLanguageEncoder open(EncoderConfig config) {
        return Encoders.open(spec, spec.contains(":hub/") ? config : config.withoutOption(DOWNLOAD));
    }
}
