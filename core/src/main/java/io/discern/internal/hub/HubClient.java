package io.discern.internal.hub;

import io.discern.internal.Json;
import io.discern.internal.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the hub. The token goes to the endpoint and nowhere else: redirects are followed here, one by one, and another host gets
 * the request without it.
 */
final class HubClient {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_REDIRECTS = 5;

    private final HubSettings settings;
    private final HttpClient http;

    HubClient(HubSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.silence())
                .build();
    }

    /** How long nothing may arrive. */
    Duration silence() {
        return settings.silence();
    }

    /** What the hub says about a file before it sends it. */
    record Facts(BlobId id, OptionalLong size) {}

    /** The commit and the files of a revision. */
    JsonObject revision(HubModel model) throws IOException {
        URI address = address("/api/models/" + model.repository() + "/revision/"
                + model.revision().replace("/", "%2F"));
        HttpResponse<InputStream> response = follow("GET", address, -1);
        require(response, 200, model.toString());
        try (InputStream body = response.body()) {
            return Json.read(body, address.toString());
        }
    }

    /** A file's hash and size: from the hub itself, before it sends us elsewhere for the content. */
    Facts facts(HubModel model, String commit, String file) throws IOException {
        HttpResponse<InputStream> response = send("HEAD", address(model, commit, file), -1);
        response.body().close();
        // Within the same host, a redirect only means another name.
        if (REDIRECTS.contains(response.statusCode())
                && header(response, "X-Linked-ETag").isEmpty()) {
            response = follow("HEAD", address(model, commit, file), -1);
            response.body().close();
        }
        if (!REDIRECTS.contains(response.statusCode())) {
            require(response, 200, model.repository() + "/" + file);
        }
        String etag = header(response, "X-Linked-ETag");
        boolean linked = !etag.isEmpty();
        return new Facts(
                BlobId.ofEtag(linked ? etag : header(response, "ETag"), file),
                response.headers().firstValueAsLong(linked ? "X-Linked-Size" : "Content-Length"));
    }

    /**
     * Opens a file's content.
     *
     * @param from the first byte that is wanted
     * @return a response of status 200 (from the start, whatever was wanted), 206 or 416; the caller closes its body
     */
    HttpResponse<InputStream> content(HubModel model, String commit, String file, long from) throws IOException {
        HttpResponse<InputStream> response = follow("GET", address(model, commit, file), from);
        if (response.statusCode() != 206 && response.statusCode() != 416) {
            require(response, 200, model.repository() + "/" + file);
        }
        return response;
    }

    private HttpResponse<InputStream> follow(String method, URI start, long from) throws IOException {
        URI address = start;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpResponse<InputStream> response = send(method, address, from);
            if (!REDIRECTS.contains(response.statusCode())) {
                return response;
            }
            response.body().close();
            URI next = next(address, header(response, "Location"));
            if (next.getHost() == null
                    || !next.getScheme().equals("https") && !next.getScheme().equals(address.getScheme())) {
                // The hosts only: an address may hold a signature that lets in whoever has it.
                throw new IOException(address.getHost() + ": redirects to " + next.getScheme() + "://" + next.getHost()
                        + "; expected an address that is as safe");
            }
            address = next;
        }
        throw new IOException(start + ": more than " + MAX_REDIRECTS + " redirects");
    }

    private static URI next(URI address, String location) throws IOException {
        try {
            return address.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException(address.getHost() + ": redirects to what is no address");
        }
    }

    private HttpResponse<InputStream> send(String method, URI address, long from) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("User-Agent", "discern")
                .header("Accept-Encoding", "identity");
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        if (isEndpoint(address)) {
            settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        }
        return answer(request.build(), address.getHost());
    }

    /** Waits for the head of the answer only; its body has a limit of its own, and the whole has none. */
    private HttpResponse<InputStream> answer(HttpRequest request, String host) throws IOException {
        CompletableFuture<HttpResponse<InputStream>> answer =
                http.sendAsync(request, head -> new ImpatientBody(host, settings.silence()));
        try {
            return answer.get(settings.silence().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw BrokenConnection.silent(host, settings.silence());
        } catch (ExecutionException e) {
            throw new BrokenConnection(host, e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking " + host);
        }
    }

    private boolean isEndpoint(URI address) {
        URI endpoint = settings.endpoint();
        return address.getScheme().equals(endpoint.getScheme())
                && address.getHost().equalsIgnoreCase(endpoint.getHost())
                && address.getPort() == endpoint.getPort();
    }

    private static void require(HttpResponse<InputStream> response, int status, String what) throws IOException {
        if (response.statusCode() == status) {
            return;
        }
        response.body().close();
        String remedy = switch (response.statusCode()) {
            case 401, 403 -> "; expected access. Accept the model's terms on its page and set HF_TOKEN.";
            case 404 -> "; expected it to exist. Check the name and the revision.";
            case 429 -> "; it is asked too often. Wait, or set HF_TOKEN.";
            default -> "; expected " + status;
        };
        throw new IOException(what + ": " + response.uri().getHost() + " answers " + response.statusCode() + remedy);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private URI address(HubModel model, String commit, String file) throws IOException {
        return address("/" + model.repository() + "/resolve/" + commit + "/" + file);
    }

    private URI address(String path) throws IOException {
        try {
            return new URI(settings.endpoint()
                    + new URI(null, null, path, null).getRawPath().replace("%252F", "%2F"));
        } catch (URISyntaxException e) {
            throw new IOException(settings.endpoint() + path + ": is no address", e);
        }
    }
}
