package io.discern.internal.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.discern.internal.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A hub and its content server on this machine, which can be told to misbehave. */
final class FakeHub implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    /** More than one, so that a request that is never answered does not keep the next one waiting. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer hub = server();
    private final HttpServer cdn = server();
    private final Map<String, byte[]> files = new TreeMap<>();

    /** {@code METHOD path range token}, in order. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    /** How many more answers of the content server break off in the middle. */
    int drops;
    /** How many more answers of the content server stop in the middle without breaking off. */
    volatile int stalls;
    /** Whether the hub takes requests and answers nothing. */
    volatile boolean mute;
    /** How long the content server waits before each tenth of an answer. */
    long pauseMillis;
    /** How many more answers of the content server are half of what was asked for, and say that this is all. */
    int halves;
    /** What the hub announces as a large file's size, if not 0. */
    long announced;
    /** Whether the content server has other bytes. */
    boolean corrupt;
    /** Whether the content server ignores ranges. */
    boolean wholeOnly;
    /** What the hub answers to every request, if not 0. */
    int refusal;
    /** Where the hub sends for large files, if not to its content server. */
    String elsewhere;

    FakeHub() throws IOException {
        hub.createContext(
                "/api/models/org/model/revision/",
                exchange -> answer(exchange, () -> {
                    String names = files.keySet().stream()
                            .map(name -> "{\"rfilename\": \"" + name + "\"}")
                            .collect(Collectors.joining(","));
                    send(
                            exchange,
                            200,
                            ("{\"sha\": \"" + COMMIT + "\", \"siblings\": [" + names + "]}")
                                    .getBytes(StandardCharsets.UTF_8));
                }));
        hub.createContext("/org/model/resolve/" + COMMIT + "/", exchange -> answer(exchange, () -> resolve(exchange)));
        cdn.createContext("/", exchange -> answer(exchange, () -> content(exchange, "/")));
        hub.start();
        cdn.start();
    }

    private HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        return server;
    }

    FakeHub with(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    HubSettings settings(Path cache, Map<String, String> more) {
        Map<String, String> environment = new TreeMap<>(more);
        environment.put("HF_HUB_CACHE", cache.toString());
        environment.put("HF_ENDPOINT", "http://127.0.0.1:" + hub.getAddress().getPort() + "/");
        return HubSettings.of(environment, Path.of("/nobody"));
    }

    /** Large files, whose content lies elsewhere, end in .onnx; the others are known by git's hash. */
    static boolean isLarge(String name) {
        return name.endsWith(".onnx");
    }

    static String id(String name, byte[] content) {
        try {
            if (isLarge(name)) {
                Path file = Files.createTempFile("content", null);
                Files.write(file, content);
                String id = Sha256.ofFile(file);
                Files.delete(file);
                return id;
            }
            MessageDigest git = MessageDigest.getInstance("SHA-1");
            git.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(git.digest(content));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Answer {
        void give() throws IOException;
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        requests.add(
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath() + " "
                        + exchange.getRequestHeaders().getFirst("Range") + " "
                        + exchange.getRequestHeaders().getFirst("Authorization"));
        try (exchange) {
            if (mute) {
                waitUntilClosed();
            }
            if (refusal != 0) {
                exchange.sendResponseHeaders(refusal, -1);
            } else {
                answer.give();
            }
        }
    }

    private void resolve(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring(("/org/model/resolve/" + COMMIT + "/").length());
        byte[] content = files.get(name);
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
        } else if (isLarge(name)) {
            exchange.getResponseHeaders().set("X-Linked-ETag", "\"" + id(name, content) + "\"");
            exchange.getResponseHeaders().set("X-Linked-Size", "" + (announced == 0 ? content.length : announced));
            exchange.getResponseHeaders()
                    .set(
                            "Location",
                            elsewhere != null
                                    ? elsewhere
                                    : URI.create("http://localhost:"
                                                    + cdn.getAddress().getPort() + "/" + name)
                                            .toString());
            exchange.sendResponseHeaders(302, -1);
        } else {
            exchange.getResponseHeaders().set("ETag", "\"" + id(name, content) + "\"");
            content(exchange, "/org/model/resolve/" + COMMIT + "/");
        }
    }

    private void content(HttpExchange exchange, String prefix) throws IOException {
        byte[] content = files.get(exchange.getRequestURI().getPath().substring(prefix.length()))
                .clone();
        if (corrupt) {
            content[content.length - 1] ^= 1;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null || wholeOnly ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (from >= content.length && content.length > 0) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        send(exchange, from == 0 ? 200 : 206, Arrays.copyOfRange(content, from, content.length));
    }

    private void send(HttpExchange exchange, int status, byte[] content) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", "" + content.length);
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        boolean large = exchange.getRequestURI().getPath().startsWith("/onnx");
        boolean drop = large && drops > 0;
        if (large && halves > 0) {
            halves--;
            content = Arrays.copyOf(content, content.length / 2);
        }
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (drop) {
                drops--;
                out.write(content, 0, content.length / 2);
                out.flush();
                throw new IOException("dropped");
            }
            if (large && stalls > 0) {
                stalls--;
                out.write(content, 0, content.length / 2);
                out.flush();
                waitUntilClosed();
            }
            int part = large ? content.length / 10 : content.length;
            for (int from = 0; from < content.length; from += part) {
                // A slow server, not a silent one: it goes on by itself, unless the test ends meanwhile.
                if (large && closed.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                    throw new IOException("closed");
                }
                out.write(content, from, Math.min(part, content.length - from));
                out.flush();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void waitUntilClosed() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        throw new IOException("closed");
    }

    @Override
    public void close() {
        closed.countDown();
        hub.stop(0);
        cdn.stop(0);
        threads.shutdown();
    }
}
