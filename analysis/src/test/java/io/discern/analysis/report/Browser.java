package io.discern.analysis.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium that shows one page, spoken to by the DevTools protocol. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final int PATIENCE_SECONDS = 60;
    private static final Pattern OBJECT = Pattern.compile("(?m)^(\\d+) 0 obj\n(<<.*?)\nendobj", Pattern.DOTALL);
    private static final Pattern ADDRESS = Pattern.compile("/URI \\((\\S+)\\)");
    private static final Pattern ANNOTATIONS = Pattern.compile("/Annots \\[([^\\]]*)\\]");
    private static final Pattern REFERENCE = Pattern.compile("(\\d+) 0 R");

    private final Process process;
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private WebSocket socket;
    private String session = "";
    private int calls;

    private Browser(Process process) {
        this.process = process;
    }

    /** Where one is installed. */
    static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a page, whose requests and complaints are written down from the start. */
    static Browser open(Path program, Path profile, Path page) throws IOException, InterruptedException {
        Path log = profile.resolve("log");
        Browser browser = new Browser(new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
        try {
            browser.connect(log);
            JsonNode target =
                    browser.call("Target.createTarget", JSON.createObjectNode().put("url", "about:blank"));
            browser.session = browser.call(
                            "Target.attachToTarget",
                            JSON.createObjectNode()
                                    .put("targetId", target.path("targetId").asText())
                                    .put("flatten", true))
                    .path("sessionId")
                    .asText();
            for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
                browser.call(domain + ".enable", JSON.createObjectNode());
            }
            browser.call(
                    "Page.navigate",
                    JSON.createObjectNode().put("url", page.toUri().toString()));
            browser.evaluate("new Promise(done => document.readyState === 'complete' ? done() :"
                    + " addEventListener('load', () => done()))");
            return browser;
        } catch (IOException | RuntimeException failed) {
            browser.close();
            throw failed;
        }
    }

    private void connect(Path log) throws IOException, InterruptedException {
        Matcher listening = LISTENING.matcher("");
        for (int tries = 0; tries < 10 * PATIENCE_SECONDS && !listening.find(); tries++) {
            TimeUnit.MILLISECONDS.sleep(100);
            listening = LISTENING.matcher(Files.readString(log));
        }
        listening.reset();
        if (!listening.find()) {
            throw new IOException("the browser does not listen: " + Files.readString(log));
        }
        StringBuilder part = new StringBuilder();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(listening.group(1)), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                        part.append(data);
                        if (last) {
                            try {
                                messages.add(JSON.readTree(part.toString()));
                            } catch (IOException malformed) {
                                throw new IllegalStateException(malformed);
                            }
                            part.setLength(0);
                        }
                        from.request(1);
                        return null;
                    }
                })
                .join();
    }

    /** Calls a method of the protocol and returns its result. */
    JsonNode call(String method, ObjectNode parameters) throws IOException, InterruptedException {
        ObjectNode message = JSON.createObjectNode().put("id", ++calls).put("method", method);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        message.set("params", parameters);
        socket.sendText(message.toString(), true).join();
        while (true) {
            JsonNode answer = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null) {
                throw new IOException(method + ": no answer in " + PATIENCE_SECONDS + " s");
            }
            if (answer.path("id").asInt() == calls) {
                if (answer.has("error")) {
                    throw new IOException(method + ": " + answer.get("error"));
                }
                return answer.path("result");
            }
            note(answer);
        }
    }

    private void note(JsonNode event) {
        switch (event.path("method").asText()) {
            case "Network.requestWillBeSent" ->
                requests.add(event.at("/params/request/url").asText());
            case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled" ->
                complaints.add(event.path("params").toString());
            default -> {
                // of no interest
            }
        }
    }

    /** The value of an expression in the page; of a promise, once it is kept. */
    JsonNode evaluate(String expression) throws IOException, InterruptedException {
        JsonNode result = call(
                "Runtime.evaluate",
                JSON.createObjectNode()
                        .put("expression", expression)
                        .put("awaitPromise", true)
                        .put("returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IOException(expression + ": " + result.get("exceptionDetails"));
        }
        return result.at("/result/value");
    }

    /** Shows the page at that width, as a telephone would. */
    void width(int pixels) throws IOException, InterruptedException {
        call(
                "Emulation.setDeviceMetricsOverride",
                JSON.createObjectNode()
                        .put("width", pixels)
                        .put("height", 800)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", true));
    }

    /** Prints the page to a file and says on which page each link to elsewhere lies. Chromium writes pages and links as plain text. */
    Map<String, Integer> printedLinks() throws IOException, InterruptedException {
        String pdf = new String(
                Base64.getDecoder()
                        .decode(call("Page.printToPDF", JSON.createObjectNode())
                                .path("data")
                                .asText()),
                StandardCharsets.ISO_8859_1);
        Map<String, String> addresses = new HashMap<>();
        for (Matcher object = OBJECT.matcher(pdf); object.find(); ) {
            Matcher address = ADDRESS.matcher(object.group(2));
            if (address.find()) {
                addresses.put(object.group(1), address.group(1));
            }
        }
        Map<String, Integer> pages = new HashMap<>();
        int page = 0;
        for (Matcher object = OBJECT.matcher(pdf); object.find(); ) {
            if (object.group(2).contains("/Type /Page\n")) {
                page++;
                Matcher annotations = ANNOTATIONS.matcher(object.group(2));
                if (annotations.find()) {
                    for (Matcher link = REFERENCE.matcher(annotations.group(1)); link.find(); ) {
                        pages.put(addresses.getOrDefault(link.group(1), ""), page);
                    }
                }
            }
        }
        return pages;
    }

    /** Errors, warnings and whatever was written to the console. */
    List<String> complaints() {
        return complaints;
    }

    /** The addresses that were asked for, pictures inside the page left out. */
    List<String> requests() {
        return requests.stream().filter(url -> !url.startsWith("data:")).toList();
    }

    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join()); // or one might still write into the profile
    }
}
