package io.discern.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubTest extends HubCase {
    @Test
    void aDownloadLeavesTheLayoutThatPythonReads() throws IOException {
        Path folder = download();
        assertComplete(folder);
        Path model = cache.resolve("models--org--model");
        assertThat(folder).isEqualTo(model.resolve("snapshots").resolve(FakeHub.COMMIT));
        assertThat(model.resolve("refs/main")).hasContent(FakeHub.COMMIT);
        assertThat(Files.readSymbolicLink(folder.resolve(ONNX)))
                .isEqualTo(Path.of("../../../blobs").resolve(FakeHub.id(ONNX, weights)));
        assertThat(Files.readSymbolicLink(folder.resolve("config.json")))
                .isEqualTo(Path.of("../../blobs").resolve(FakeHub.id("config.json", config)));
    }

    @Test
    void whatIsHereIsNotFetchedAgain() throws IOException {
        download();
        assertThat(contentRequests()).isEqualTo(1);
        Files.delete(cache.resolve("models--org--model/snapshots")
                .resolve(FakeHub.COMMIT)
                .resolve(ONNX));
        assertComplete(download());
        assertThat(contentRequests()).isEqualTo(1);
    }

    @Test
    void aCachedModelNeedsNoNetwork() throws IOException {
        assertThatThrownBy(() -> hub().cached(MODEL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("org/model@main is not in " + cache)
                .hasMessageContaining("download=true");
        Path folder = download();
        int before = server.requests.size();
        assertThat(hub().cached(MODEL)).isEqualTo(folder);
        assertThat(hub().cached(HubModel.parse("org/model@" + FakeHub.COMMIT))).isEqualTo(folder);
        assertThat(server.requests).hasSize(before);
    }

    @Test
    void aDroppedConnectionIsResumedWhereItBroke() throws IOException {
        server.drops = 3;
        assertComplete(download());
        assertThat(server.requests.stream().filter(request -> request.startsWith("GET /onnx")))
                .hasSize(4)
                .element(1)
                .asString()
                .contains(" bytes=");
    }

    @Test
    void anAnswerThatIsTooShortIsCompleted() throws IOException {
        server.halves = 2;
        assertComplete(download());
        assertThat(contentRequests()).isEqualTo(3);
    }

    @Test
    void aServerThatDoesNotResumeIsAskedForTheWhole() throws IOException {
        server.drops = 2;
        server.wholeOnly = true;
        assertComplete(download());
    }

    @Test
    void aConnectionThatAlwaysBreaksIsGivenUpAndGoesOnNextTime() throws IOException {
        server.drops = 5;
        assertThatThrownBy(this::download)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("onnx/vision_model.onnx: the connection broke 5 times")
                .hasMessageContaining("localhost: ")
                .hasMessageContaining(", after 290625 of 300000 bytes. What has arrived is kept: run it again");
        assertThat(leftovers()).hasSize(1);
        assertThatThrownBy(() -> hub().cached(MODEL)).hasMessageContaining("is not in");
        assertComplete(download());
    }

    @Test
    void wrongBytesAreRefusedWithBothHashesAndNothingStays() throws IOException {
        server.corrupt = true;
        assertThatThrownBy(() -> hub().download(MODEL, files -> List.of(ONNX), (file, received, size) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("onnx/vision_model.onnx: the content that arrived has the hash ")
                .hasMessageContaining("expected " + FakeHub.id(ONNX, weights));
        assertThatThrownBy(() -> hub().download(MODEL, files -> List.of("config.json"), (file, received, size) -> {}))
                .hasMessageContaining("expected " + FakeHub.id("config.json", config));
        assertThat(leftovers()).isEmpty();
        assertThat(cache.resolve("models--org--model/snapshots")).doesNotExist();
        server.corrupt = false;
        assertComplete(download());
    }

    @Test
    void theTokenGoesToTheEndpointAndNowhereElse() throws IOException {
        download();
        assertThat(server.requests)
                .allSatisfy(request -> assertThat(request.endsWith(" Bearer " + TOKEN))
                        .as(request)
                        .isEqualTo(!request.startsWith("GET /onnx")));
        assertThat(contentRequests()).isPositive();
        assertThat(server.settings(cache, Map.of("HF_TOKEN", TOKEN)).toString())
                .doesNotContain(TOKEN)
                .contains("token=set");
    }

    @Test
    void anUnsafeOrEndlessRedirectIsRefused() {
        server.elsewhere = "ftp://example.org/x";
        assertThatThrownBy(this::download)
                .hasMessageContaining("redirects to ftp://example.org; expected an address that is as safe");
        server.elsewhere = "/org/model/resolve/" + FakeHub.COMMIT + "/" + ONNX;
        assertThatThrownBy(this::download).hasMessageContaining("more than 5 redirects");
    }

    @Test
    void refusalsSayWhatToDoAndNotTheToken() {
        Map<Integer, String> answers = Map.of(
                401, "Accept the model's terms on its page and set HF_TOKEN",
                404, "Check the name and the revision",
                429, "asked too often",
                500, "expected 200");
        answers.forEach((status, message) -> {
            server.refusal = status;
            assertThatThrownBy(this::download)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("org/model@main: 127.0.0.1 answers " + status)
                    .hasMessageContaining(message)
                    .message()
                    .doesNotContain(TOKEN);
        });
    }

    @Test
    void offlineForbidsADownloadWithoutAsking() {
        Hub offline = new Hub(server.settings(cache, Map.of("HF_HUB_OFFLINE", "1")));
        assertThatThrownBy(() -> offline.download(MODEL, files -> files, (file, received, size) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("HF_HUB_OFFLINE is set");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void aFileThatWouldLeaveTheModelIsRefused() {
        HubCache files = new HubCache(cache);
        for (String name : List.of("../../../../evil.json", "/etc/evil.json", "a/../../x", ".")) {
            assertThatThrownBy(() -> files.link(MODEL, FakeHub.COMMIT, name, cache.resolve("blob")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("expected names inside the model");
        }
    }

    @Test
    void nothingBeyondTheAnnouncedSizeIsWritten() throws IOException {
        server.announced = 100_000;
        assertThatThrownBy(this::download)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "onnx/vision_model.onnx: more than the 100000 bytes that the hub announced were sent");
        assertThat(leftovers()).isEmpty();
        server.announced = 0;
        assertComplete(download());
    }

    @Test
    void aFileThatTheDiskHasNoRoomForIsNotBegun() throws IOException {
        server.announced = 1L << 60;
        assertThatThrownBy(this::download)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1152921504606846976 bytes are still to come")
                .hasMessageContaining("set HF_HUB_CACHE to a folder on another disk");
        assertThat(contentRequests()).isZero();
    }

    @Test
    void severalAtOnceWaitForOneAnother() throws Exception {
        server.pauseMillis = 20;
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Path>> downloads = threads.invokeAll(Collections.nCopies(4, this::download));
            for (Future<Path> download : downloads) {
                assertComplete(download.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(contentRequests()).isEqualTo(1);
    }

    @Test
    void oneThatWaitsForAStuckDownloadGivesUp() throws IOException {
        Path lock = cache.resolve(".locks/models--org--model/" + FakeHub.id(ONNX, weights) + ".lock");
        Files.createDirectories(lock.getParent());
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            assertThatThrownBy(() -> download(Map.of("HF_HUB_DOWNLOAD_TIMEOUT", "0.2")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is being downloaded by somebody else, and nothing has arrived for 1.0 s");
        }
    }

    @Test
    void linksThatLeadOutOfTheCacheAreNotFollowed(@TempDir Path outside) throws IOException {
        Path secret = Files.writeString(outside.resolve("secret.json"), "{}");
        Path tree = download();
        Path planted = Files.createSymbolicLink(tree.resolve("tokenizer.json"), secret);
        assertThatThrownBy(() -> hub().cached(MODEL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tokenizer.json: leads to ")
                .hasMessageContaining("outside the cache");
        Files.delete(planted);
        assertComplete(hub().cached(MODEL));

        Path blobs = cache.resolve("models--org--other/blobs");
        Files.createDirectories(blobs.getParent());
        Files.createSymbolicLink(blobs, outside);
        assertThatThrownBy(() -> new HubCache(cache).blob(HubModel.parse("org/other"), new BlobId("0".repeat(40))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outside the cache");
    }

    @Test
    void aLinkInThePlaceOfWhatIsToArriveIsNotWrittenThrough(@TempDir Path outside) throws IOException {
        Path victim = Files.writeString(outside.resolve("victim"), "mine");
        Path blobs = Files.createDirectories(cache.resolve("models--org--model/blobs"));
        Files.createSymbolicLink(blobs.resolve(FakeHub.id(ONNX, weights) + ".incomplete"), victim);
        assertThatThrownBy(this::download).isInstanceOf(IOException.class);
        assertThat(victim).hasContent("mine");
    }

    @Test
    void progressIsToldUpToTheWholeSize() throws IOException {
        java.util.ArrayList<Long> received = new java.util.ArrayList<>();
        hub().download(MODEL, files -> List.of(ONNX), (file, bytes, size) -> {
            assertThat(file).isEqualTo(ONNX);
            assertThat(size).isEqualTo(weights.length);
            received.add(bytes);
        });
        assertThat(received).isSorted().startsWith(0L).endsWith((long) weights.length);
    }

    @Test
    void aBrokenReferenceIsNamed() throws IOException {
        Path reference = cache.resolve("models--org--model/refs/main");
        Files.createDirectories(reference.getParent());
        Files.writeString(reference, "../../../etc");
        assertThatThrownBy(() -> hub().cached(MODEL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refs/main: is no commit");
    }
}
