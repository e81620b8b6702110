package io.discern.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hubs that fall silent or are slow: how long a download waits for them. */
class HubPatienceTest extends HubCase {
    /** With a limit that a machine keeps which has made a connection before. */
    private Path downloadImpatiently() throws IOException {
        hub().download(MODEL, files -> List.of("config.json"), (file, received, size) -> {});
        return download(Map.of("HF_HUB_DOWNLOAD_TIMEOUT", "0.5"));
    }

    @Test
    void aServerThatFallsSilentIsAskedAgainForTheRest() throws IOException {
        server.stalls = 1;
        assertComplete(downloadImpatiently());
        assertThat(server.requests)
                .anyMatch(request -> request.startsWith("GET /onnx") && request.contains(" bytes=150000-"));
    }

    @Test
    void aServerThatIsAlwaysSilentIsGivenUpAndSaysHowFarItCame() {
        server.stalls = Integer.MAX_VALUE;
        assertThatThrownBy(this::downloadImpatiently)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("onnx/vision_model.onnx: the connection broke 5 times, the last time because: "
                        + "localhost sent nothing for 0.5 s, after ")
                .hasMessageContaining(" of 300000 bytes. What has arrived is kept: run it again")
                .hasMessageContaining("set HF_HUB_DOWNLOAD_TIMEOUT to more seconds");
    }

    @Test
    void aHubThatNeverAnswersIsGivenUp() {
        server.mute = true;
        assertThatThrownBy(() -> download(Map.of("HF_HUB_DOWNLOAD_TIMEOUT", "0.1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("org/model@main: the connection broke 5 times, the last time because: "
                        + "127.0.0.1 sent nothing for 0.1 s");
    }

    @Test
    void aSlowDownloadThatMovesIsNotCut() throws IOException {
        server.pauseMillis = 200;
        assertComplete(download(Map.of("HF_HUB_DOWNLOAD_TIMEOUT", "1.5")));
        assertThat(contentRequests()).isEqualTo(1);
    }
}
