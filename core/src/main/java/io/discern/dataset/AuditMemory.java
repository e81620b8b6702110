package io.discern.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.image.ImageFacts;
import io.discern.internal.Json;
import io.discern.internal.Sha256;
import io.discern.internal.file.FileErrors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What {@link ImageAudit} has seen of files, known by their bytes and how they are decoded: a file that has not changed is not decoded again. A file of lines is
 * added to, each with the beginning of its own hash, so that one that was cut off or damaged counts for nothing. Safe for concurrent use, of
 * several processes too.
 */
public final class AuditMemory {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHECK_DIGITS = 16;
    private static final long SAVE_NANOS = 1_000_000_000L;

    private final Optional<Path> file;
    private final Map<String, PixelFacts> known = new ConcurrentHashMap<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final StringBuilder waiting = new StringBuilder();
    private long saved = System.nanoTime();

    private AuditMemory(Optional<Path> file) {
        this.file = file;
    }

    /** One that remembers nothing. */
    public static AuditMemory none() {
        return new AuditMemory(Optional.empty());
    }

    /**
     * What a file remembers, and whatever is seen from now on.
     *
     * @param file made with the first image that is seen
     * @throws IOException if it is there and cannot be read
     */
    public static AuditMemory in(Path file) throws IOException {
        AuditMemory memory = new AuditMemory(Optional.of(file));
        if (Files.isRegularFile(file)) {
            try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    memory.take(line);
                }
            } catch (IOException failed) {
                throw FileErrors.explained(failed, file);
            }
        }
        return memory;
    }

    /** How many images needed no look so far. */
    public int taken() {
        return taken.get();
    }

    boolean remembers() {
        return file.isPresent();
    }

    Optional<PixelFacts> recalled(String key) {
        Optional<PixelFacts> found = Optional.ofNullable(known.get(key));
        found.ifPresent(facts -> taken.incrementAndGet());
        return found;
    }

    void remember(String key, PixelFacts facts) {
        known.put(key, facts);
        String json = json(key, facts).toString();
        synchronized (this) {
            waiting.append(check(json)).append(' ').append(json).append('\n');
            if (System.nanoTime() - saved < SAVE_NANOS) {
                return;
            }
        }
        try {
            save();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed.getMessage(), failed);
        }
    }

    /** Writes what was seen and is not yet written; on any thread. */
    public synchronized void save() throws IOException {
        if (waiting.isEmpty()) {
            return;
        }
        Path place = file.orElseThrow();
        try {
            Files.createDirectories(place.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(place, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                // Whatever was cut off before ends here.
                ByteBuffer bytes = StandardCharsets.UTF_8.encode((channel.size() == 0 ? "" : "\n") + waiting);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } catch (IOException failed) {
            throw FileErrors.explained(failed, place);
        }
        waiting.setLength(0);
        saved = System.nanoTime();
    }

    private static String check(String json) {
        return Sha256.ofText(json).substring(0, CHECK_DIGITS);
    }

    private void take(String line) throws IOException {
        String json = line.length() > CHECK_DIGITS ? line.substring(CHECK_DIGITS + 1) : "";
        if (json.isEmpty() || !line.startsWith(check(json))) {
            return;
        }
        JsonNode seen = Json.tree(json.getBytes(StandardCharsets.UTF_8));
        JsonNode bits = seen.path("hash");
        long[] hash = bits.isMissingNode() ? null : new long[bits.size()];
        for (int i = 0; i < bits.size(); i++) {
            hash[i] = bits.get(i).asLong();
        }
        known.put(
                seen.path("of").asText(),
                new PixelFacts(
                        seen.path("width").asInt(),
                        seen.path("height").asInt(),
                        seen.path("format").asText(),
                        seen.path("sha256").asText(),
                        seen.path("source").asText(),
                        hash,
                        seen.has("facts") ? Optional.of(facts(seen.path("facts"))) : Optional.empty(),
                        ""));
    }

    private static ObjectNode json(String key, PixelFacts seen) {
        ObjectNode json = JSON.createObjectNode()
                .put("of", key)
                .put("width", seen.width())
                .put("height", seen.height())
                .put("format", seen.format())
                .put("sha256", seen.sha256())
                .put("source", seen.source());
        if (seen.hash() != null) {
            for (long bits : seen.hash()) {
                json.withArray("hash").add(bits);
            }
        }
        seen.facts().ifPresent(facts -> {
            ObjectNode told = json.putObject("facts")
                    .put("format", facts.format())
                    .put("width", facts.width())
                    .put("height", facts.height())
                    .put("pages", facts.pages());
            facts.group().ifPresent(group -> told.put("group", group));
            facts.attributes().forEach(told.putObject("attributes")::put);
        });
        return json;
    }

    private static ImageFacts facts(JsonNode told) {
        Map<String, String> attributes = new LinkedHashMap<>();
        told.path("attributes")
                .properties()
                .forEach(each -> attributes.put(each.getKey(), each.getValue().asText()));
        return new ImageFacts(
                told.path("format").asText(),
                told.path("width").asInt(),
                told.path("height").asInt(),
                told.path("pages").asInt(),
                told.has("group") ? Optional.of(told.path("group").asText()) : Optional.empty(),
                attributes);
    }
}
