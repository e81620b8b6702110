package io.discern.internal.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where models are kept and where they come from, in the variables that Hugging Face's own tools read.
 *
 * @param cache {@code HF_HUB_CACHE}, else {@code HF_HOME/hub}, else {@code XDG_CACHE_HOME/huggingface/hub}, else
 *     {@code ~/.cache/huggingface/hub}
 * @param endpoint {@code HF_ENDPOINT}, else the public hub
 * @param token {@code HF_TOKEN}, sent to the endpoint's host only
 * @param offline {@code HF_HUB_OFFLINE}: no network whatever else is asked
 * @param silence {@code HF_HUB_DOWNLOAD_TIMEOUT} in seconds, else {@value #SILENCE_SECONDS}: how long a server may send nothing
 *     before the connection counts as broken; a download that moves, however slowly, is never cut
 */
public record HubSettings(Path cache, URI endpoint, Optional<String> token, boolean offline, Duration silence) {
    private static final int SILENCE_SECONDS = 30;
    private static final String PUBLIC = "https://huggingface.co";
    private static final String TIMEOUT = "HF_HUB_DOWNLOAD_TIMEOUT";
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

    /** Checks the endpoint and the time. */
    public HubSettings {
        Objects.requireNonNull(cache, "cache");
        Objects.requireNonNull(token, "token");
        if (endpoint.getHost() == null || !Set.of("http", "https").contains(endpoint.getScheme())) {
            throw notAnAddress(endpoint.toString());
        }
        if (endpoint.getRawUserInfo() != null || endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "HF_ENDPOINT has more than a host and a path: a name, a password or a query; "
                            + "expected an address as in " + PUBLIC + ". Set HF_TOKEN for access.");
        }
        token.filter(text -> !TOKEN.matcher(text).matches()).ifPresent(text -> {
            throw new IllegalArgumentException(
                    "HF_TOKEN has a character that no token has, such as a blank or a line's end, " + "among its "
                            + text.length() + "; expected letters, digits and signs. Copy it again.");
        });
        if (silence.isZero() || silence.isNegative()) {
            throw new IllegalArgumentException("silence " + silence + "; expected a positive time");
        }
    }

    /** As this process's environment says. */
    public static HubSettings standard() {
        return of(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /**
     * As an environment says.
     *
     * @param home the user's home folder
     * @throws IllegalArgumentException if the endpoint is no address or the timeout no number of seconds
     */
    public static HubSettings of(Map<String, String> environment, Path home) {
        Path base = value(environment, "HF_HOME")
                .map(Path::of)
                .or(() -> value(environment, "XDG_CACHE_HOME").map(cache -> Path.of(cache, "huggingface")))
                .orElse(home.resolve(".cache").resolve("huggingface"));
        String endpoint = value(environment, "HF_ENDPOINT").orElse(PUBLIC);
        return new HubSettings(
                value(environment, "HF_HUB_CACHE").map(Path::of).orElse(base.resolve("hub")),
                address(endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint),
                value(environment, "HF_TOKEN").map(String::strip),
                value(environment, "HF_HUB_OFFLINE")
                        .map(text -> TRUE.contains(text.toUpperCase(Locale.ROOT)))
                        .orElse(false),
                value(environment, TIMEOUT).map(HubSettings::seconds).orElse(Duration.ofSeconds(SILENCE_SECONDS)));
    }

    private static URI address(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Without the cause, which has the text, and a password if there is one.
            throw notAnAddress(text);
        }
    }

    private static IllegalArgumentException notAnAddress(String text) {
        String shown = text.contains("@") ? "..." + text.substring(text.lastIndexOf('@')) : text;
        return new IllegalArgumentException("HF_ENDPOINT '" + shown + "'; expected an http or https address");
    }

    private static Duration seconds(String text) {
        if (!text.matches("\\d{1,6}(\\.\\d{1,3})?") || Double.parseDouble(text) == 0) {
            throw new IllegalArgumentException(TIMEOUT + " '" + text + "'; expected seconds, as in " + SILENCE_SECONDS);
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    /** Everything but the token. */
    @Override
    public String toString() {
        return "HubSettings[cache=" + cache + ", endpoint=" + endpoint + ", token="
                + (token.isPresent() ? "set" : "none") + ", offline=" + offline + ", silence=" + silence + "]";
    }
}
