package io.discern.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub of one model on this machine, and an empty cache. */
abstract class HubCase {
    static final HubModel MODEL = HubModel.parse("org/model");
    static final String ONNX = "onnx/vision_model.onnx";
    static final String TOKEN = "hf_secret";

    @TempDir
    Path cache;

    final byte[] weights = new byte[300_000];
    final byte[] config = "{\"model_type\": \"clip\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    FakeHub server;

    @BeforeEach
    void start() throws IOException {
        new SplittableRandom(1).nextBytes(weights);
        server = new FakeHub().with("config.json", config).with(ONNX, weights);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    Hub hub() {
        return new Hub(server.settings(cache, Map.of("HF_TOKEN", TOKEN)));
    }

    Path download() throws IOException {
        return download(Map.of("HF_TOKEN", TOKEN));
    }

    Path download(Map<String, String> environment) throws IOException {
        return new Hub(server.settings(cache, environment))
                .download(MODEL, files -> files, (file, received, size) -> {});
    }

    void assertComplete(Path folder) throws IOException {
        assertThat(folder.resolve(ONNX)).hasBinaryContent(weights);
        assertThat(folder.resolve("config.json")).hasBinaryContent(config);
        assertThat(leftovers()).isEmpty();
    }

    List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(file -> file.toString().endsWith(".incomplete")
                            || file.toString().endsWith(".tmp"))
                    .toList();
        }
    }

    long contentRequests() {
        return server.requests.stream()
                .filter(request -> request.startsWith("GET /onnx"))
                .count();
    }
}
