package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.discern.miniatures.Miniatures;
import io.discern.store.Npy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Examples in a process of their own, whose environment names a hub on this machine that has a miniature. */
class DownloadTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String RESOLVE = "/org/mini/resolve/" + COMMIT + "/";

    @TempDir
    private Path folder;

    private HttpServer hub;
    private Path model;
    private String printed;

    @BeforeEach
    void start() throws IOException {
        model = folder.resolve("published");
        Miniatures.extract("general", model);
        BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        Files.createDirectories(folder.resolve("data/only"));
        for (int i = 0; i < 3; i++) {
            picture.setRGB(i, i, 0xffffff);
            ImageIO.write(
                    picture, "png", folder.resolve("data/only/" + i + ".png").toFile());
        }
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/api/models/org/mini/revision/main", this::revision);
        hub.createContext(RESOLVE, this::file);
        hub.start();
    }

    @AfterEach
    void stop() {
        hub.stop(0);
    }

    private void revision(HttpExchange exchange) throws IOException {
        String names;
        try (Stream<Path> files = Files.walk(model)) {
            names = files.filter(Files::isRegularFile)
                    .map(file -> "{\"rfilename\": \"" + model.relativize(file) + "\"}")
                    .collect(Collectors.joining(","));
        }
        send(
                exchange,
                ("{\"sha\": \"" + COMMIT + "\", \"siblings\": [" + names + "]}").getBytes(StandardCharsets.UTF_8));
    }

    private void file(HttpExchange exchange) throws IOException {
        Path file = model.resolve(exchange.getRequestURI().getPath().substring(RESOLVE.length()));
        exchange.getResponseHeaders().set("ETag", "\"" + sha256(file) + "\"");
        send(exchange, Files.readAllBytes(file));
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(HttpExchange exchange, byte[] content) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", "" + content.length);
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        }
    }

    private int run(Class<?> example, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                "--data",
                folder.resolve("data").toString(),
                "--out",
                out(example).toString()));
        all.addAll(List.of(arguments));
        return start(example, all);
    }

    private int start(Class<?> example, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                example.getName(),
                "--encoder",
                "onnx:hub/org/mini"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put("HF_ENDPOINT", "http://127.0.0.1:" + hub.getAddress().getPort());
        builder.environment().put("HF_HUB_CACHE", folder.resolve("cache").toString());
        builder.environment().remove("HF_HUB_OFFLINE");
        Process process = builder.start();
        process.getOutputStream().close();
        printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }

    /** Each program's own: none writes over the results of another. */
    private Path out(Class<?> example) {
        return folder.resolve(example.getSimpleName());
    }

    private JsonNode encoder(Class<?> example) throws IOException {
        return new ObjectMapper()
                .readTree(out(example).resolve("manifest.json").toFile())
                .at("/encoders/0");
    }

    @Test
    void aModelOfTheHubIsFetchedWhenAskedAndTheCheckIsInTheManifest() throws IOException, InterruptedException {
        assertThat(run(EmbedFolder.class)).isEqualTo(1);
        assertThat(printed)
                .contains("error: onnx:hub/org/mini: org/mini@main is not in ")
                .doesNotContain("downloading");

        assertThat(run(EmbedFolder.class, "--download", "--check")).as(printed).isZero();
        long size = Files.size(model.resolve("onnx/vision_model.onnx"));
        assertThat(printed)
                .contains(
                        "downloading onnx/vision_model.onnx: 0 of " + size + " bytes",
                        "downloading onnx/vision_model.onnx: " + size + " of " + size + " bytes");
        assertThat(encoder(EmbedFolder.class).at("/batchDeviation").asDouble(-1))
                .isBetween(0.0, 1e-5);

        assertThat(run(CompareEncoders.class)).as(printed).isZero();
        assertThat(printed).doesNotContain("downloading");
        assertThat(encoder(CompareEncoders.class).at("/batchDeviation").isMissingNode())
                .isTrue();
    }

    /** {@code make_published_clip.py} made model and references with transformers. */
    @Test
    void publishedWeightsAreFetchedWithTheirTokenizerAndEqualTheLibrary() throws IOException, InterruptedException {
        model = Path.of("src/test/resources/published-clip/model");
        List<String> reference =
                List.of("--reference", "src/test/resources/published-clip/reference", "--bound=0.999999");
        assertThat(start(VerifyEncoder.class, reference)).isEqualTo(1);
        assertThat(printed).contains("org/mini@main is not in ");

        List<String> downloading = new ArrayList<>(reference);
        downloading.add("--download");
        assertThat(start(VerifyEncoder.class, downloading)).as(printed).isZero();
        assertThat(printed).contains("downloading model.safetensors", "downloading tokenizer.json", "3 texts, worst");
        assertThat(start(VerifyEncoder.class, reference)).as(printed).isZero();
    }

    /** CLIP's own tokenizer, weights in half precision; its pixels are compared elsewhere. */
    @Test
    @EnabledIfSystemProperty(
            named = "discern.data",
            matches = ".+",
            disabledReason = "needs -Ddiscern.data=DIR/weights")
    void clipsOwnTokenizerComesFromTheHubToo() throws IOException, InterruptedException {
        model = Path.of(System.getProperty("discern.data"), "weights/full-clip");
        Path reference =
                Files.createDirectories(folder.resolve("reference/images")).getParent();
        Npy.write(reference.resolve("reference.npy"), new float[0], 0, 48);
        Files.copy(model.resolve("reference/text_embeds.npy"), reference.resolve("text_reference.npy"));
        List<String> texts = new ArrayList<>();
        new ObjectMapper()
                .readTree(model.resolve("reference/texts.json").toFile())
                .forEach(text -> texts.add(text.asText()));
        Files.write(reference.resolve("texts.txt"), texts);
        assertThat(start(VerifyEncoder.class, List.of("--reference", reference.toString(), "--download")))
                .as(printed)
                .isZero();
    }
}
