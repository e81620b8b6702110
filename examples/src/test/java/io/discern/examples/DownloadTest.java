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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Examples in processes of their own, whose environment names a hub on this machine that has a miniature. */
class DownloadTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String RESOLVE = "/org/mini/resolve/" + COMMIT + "/";

    /** Before an exit code. */
    private static final String ENDED = "ended with ";

    @TempDir
    private Path folder;

    private HttpServer hub;
    private Path model;

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

    /** What one of several programs printed and how it ended. */
    private record Ran(int code, String printed) {}

    /** Programs one after another, as {@code NAME --OPTION ...}. */
    static final class Programs {
        private Programs() {}

        public static void main(String[] commands) throws ReflectiveOperationException {
            for (String command : commands) {
                String[] words = command.split("\n");
                Object program =
                        Class.forName(words[0]).getDeclaredConstructor().newInstance();
                int code = Example.execute(program, Arrays.copyOfRange(words, 1, words.length));
                System.out.println(ENDED + code);
            }
        }
    }

    private List<String> onData(Class<?> example, String... options) {
        List<String> command = new ArrayList<>(List.of(
                example.getName(),
                "--data",
                folder.resolve("data").toString(),
                "--out",
                out(example).toString()));
        command.addAll(List.of(options));
        return command;
    }

    /** In one process: what the environment says is the same for all. */
    private List<Ran> run(List<List<String>> programs) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Programs.class.getName()));
        programs.forEach(words -> command.add(String.join("\n", words) + "\n--encoder\nonnx:hub/org/mini"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put("HF_ENDPOINT", "http://127.0.0.1:" + hub.getAddress().getPort());
        builder.environment().put("HF_HUB_CACHE", folder.resolve("cache").toString());
        builder.environment().remove("HF_HUB_OFFLINE");
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        List<Ran> ran = new ArrayList<>();
        int from = 0;
        for (Matcher ended = Pattern.compile("(?m)^" + ENDED + "(\\d+)$").matcher(printed); ended.find(); ) {
            ran.add(new Ran(Integer.parseInt(ended.group(1)), printed.substring(from, ended.start())));
            from = ended.end();
        }
        assertThat(ran).hasSameSizeAs(programs);
        return ran;
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
        List<Ran> ran = run(List.of(
                onData(EmbedFolder.class),
                onData(EmbedFolder.class, "--download", "--check"),
                onData(CompareEncoders.class)));
        assertThat(ran.get(0).code()).isEqualTo(1);
        assertThat(ran.get(0).printed())
                .contains("error: onnx:hub/org/mini: org/mini@main is not in ")
                .doesNotContain("downloading");

        assertThat(ran.get(1).code()).as(ran.get(1).printed()).isZero();
        long size = Files.size(model.resolve("onnx/vision_model.onnx"));
        assertThat(ran.get(1).printed())
                .contains(
                        "downloading onnx/vision_model.onnx: 0 of " + size + " bytes",
                        "downloading onnx/vision_model.onnx: " + size + " of " + size + " bytes");
        assertThat(encoder(EmbedFolder.class).at("/batchDeviation").asDouble(-1))
                .isBetween(0.0, 1e-5);

        assertThat(ran.get(2).code()).as(ran.get(2).printed()).isZero();
        assertThat(ran.get(2).printed()).doesNotContain("downloading");
        assertThat(encoder(CompareEncoders.class).at("/batchDeviation").isMissingNode())
                .isTrue();
    }

    /** {@code make_published_clip.py} made model and references with transformers. */
    @Test
    void publishedWeightsAreFetchedWithTheirTokenizerAndEqualTheLibrary() throws IOException, InterruptedException {
        model = Path.of("src/test/resources/published-clip/model");
        List<String> reference = List.of(
                VerifyEncoder.class.getName(),
                "--reference",
                "src/test/resources/published-clip/reference",
                "--bound=0.999999");
        List<String> downloading = new ArrayList<>(reference);
        downloading.add("--download");
        List<Ran> ran = run(List.of(reference, downloading, reference));
        assertThat(ran.get(0).code()).isEqualTo(1);
        assertThat(ran.get(0).printed()).contains("org/mini@main is not in ");

        assertThat(ran.get(1).code()).as(ran.get(1).printed()).isZero();
        assertThat(ran.get(1).printed())
                .contains("downloading model.safetensors", "downloading tokenizer.json", "3 texts, worst");
        assertThat(ran.get(2).code()).as(ran.get(2).printed()).isZero();
        assertThat(ran.get(2).printed()).doesNotContain("downloading");
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
        List<Ran> ran =
                run(List.of(List.of(VerifyEncoder.class.getName(), "--reference", reference.toString(), "--download")));
        assertThat(ran.get(0).code()).as(ran.get(0).printed()).isZero();
    }
}
