package io.discern;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An encoder as it is written: {@code provider:location?key=value&key=value}. The location ends at the first question mark; keys
 * and values are taken as they stand, nothing is decoded.
 *
 * @param provider the provider's name
 * @param location empty if there is none
 * @param options in the order in which they stand
 */
record EncoderAddress(String provider, String location, Map<String, String> options) {

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if an option is not {@code key=value}, or a key occurs twice
     */
    static EncoderAddress parse(String text) {
        int question = text.indexOf('?');
        String head = question < 0 ? text : text.substring(0, question);
        int colon = head.indexOf(':');
        return new EncoderAddress(
                colon < 0 ? head : head.substring(0, colon),
                colon < 0 ? "" : head.substring(colon + 1),
                question < 0 ? Map.of() : options(text, text.substring(question + 1)));
    }

    private static Map<String, String> options(String text, String written) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : written.split("&", -1)) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("encoder " + text + ": option '" + option
                        + "'; expected KEY=VALUE, several joined by &, as in onnx:DIR?threads=2&truncate=true");
            }
            String key = option.substring(0, equals);
            if (options.put(key, option.substring(equals + 1)) != null) {
                throw new IllegalArgumentException(
                        "encoder " + text + ": option '" + key + "' twice; expected each key once");
            }
        }
        return options;
    }

    /** A configuration at this location, or its own where this has none, with these options before its own. */
    EncoderConfig applyTo(EncoderConfig config) {
        EncoderConfig configured = location.isEmpty() ? config : config.withLocation(location);
        for (Map.Entry<String, String> option : options.entrySet()) {
            configured = configured.withOption(option.getKey(), option.getValue());
        }
        return configured;
    }
}
