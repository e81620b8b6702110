package io.discern.examples;

import io.discern.EncoderConfig;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An encoder as written on the command line: {@code [LABEL=]PROVIDER:LOCATION[?KEY=VALUE&...]}.
 *
 * @param label what tables call it
 * @param spec {@code provider:location}
 * @param options the provider's options
 */
record EncoderArgument(String label, String spec, Map<String, String> options) {
    static final String DOWNLOAD = "download";

    private static final Pattern LABELED = Pattern.compile("(?<label>[^=:?]+)=(?<spec>[a-z0-9-]+(:.*)?)");

    static EncoderArgument parse(String text) {
        int question = text.indexOf('?');
        String head = question < 0 ? text : text.substring(0, question);
        Matcher labeled = LABELED.matcher(head);
        String spec = labeled.matches() ? labeled.group("spec") : head;
        return new EncoderArgument(
                labeled.matches() ? labeled.group("label") : spec,
                spec,
                question < 0 ? Map.of() : options(text.substring(question + 1)));
    }

    private static Map<String, String> options(String text) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : text.split("&")) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "encoder option '" + option + "'; expected KEY=VALUE, as in onnx:DIR?threads=2");
            }
            options.put(option.substring(0, equals), option.substring(equals + 1));
        }
        return options;
    }

    /** Opens it with its own options before those of the configuration; only a location on the hub can be downloaded. */
    VisionLanguageEncoder open(EncoderConfig config) {
        EncoderConfig configured = spec.contains(":hub/") ? config : config.withoutOption(DOWNLOAD);
        for (var option : options.entrySet()) {
            configured = configured.withOption(option.getKey(), option.getValue());
        }
        return Encoders.open(spec, configured);
    }
}
