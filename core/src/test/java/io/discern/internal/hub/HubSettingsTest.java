package io.discern.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HubSettingsTest {
    private static final Path HOME = Path.of("/home/me");

    private static Path cache(Map<String, String> environment) {
        return HubSettings.of(environment, HOME).cache();
    }

    @Test
    void theCacheIsWherePythonHasIt() {
        assertThat(cache(Map.of())).isEqualTo(Path.of("/home/me/.cache/huggingface/hub"));
        assertThat(cache(Map.of("XDG_CACHE_HOME", "/x"))).isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(cache(Map.of("HF_HOME", "/hf", "XDG_CACHE_HOME", "/x"))).isEqualTo(Path.of("/hf/hub"));
        assertThat(cache(Map.of("HF_HUB_CACHE", "/c", "HF_HOME", "/hf"))).isEqualTo(Path.of("/c"));
    }

    @Test
    void offlineIsWhatPythonTakesForTrue() {
        for (String yes : List.of("1", "ON", "yes", "True")) {
            assertThat(HubSettings.of(Map.of("HF_HUB_OFFLINE", yes), HOME).offline())
                    .as(yes)
                    .isTrue();
        }
        for (String no : List.of("0", "", "off")) {
            assertThat(HubSettings.of(Map.of("HF_HUB_OFFLINE", no), HOME).offline())
                    .as(no)
                    .isFalse();
        }
    }

    @Test
    void theTimeoutIsThatOfPythonInSeconds() {
        assertThat(HubSettings.of(Map.of(), HOME).silence()).hasSeconds(30);
        assertThat(HubSettings.of(Map.of("HF_HUB_DOWNLOAD_TIMEOUT", "120"), HOME)
                        .silence())
                .hasSeconds(120);
        assertThat(HubSettings.of(Map.of("HF_HUB_DOWNLOAD_TIMEOUT", "0.25"), HOME)
                        .silence())
                .hasMillis(250);
        for (String wrong : List.of("0", "-1", "soon", "1e9", "NaN", "0.0")) {
            assertThatThrownBy(() -> HubSettings.of(Map.of("HF_HUB_DOWNLOAD_TIMEOUT", wrong), HOME))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("HF_HUB_DOWNLOAD_TIMEOUT '" + wrong + "'; expected seconds");
        }
    }

    @Test
    void anEndpointMustBeAnAddress() {
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", "file:/etc"), HOME))
                .hasMessageContaining("HF_ENDPOINT");
    }

    @Test
    void noMessageHasATokenOrAPassword() {
        for (String token :
                List.of("hf_sec\nret", "hf_sec ret", "hf_sec\u0000ret", "hf_sec\r\nX: ret", "hf_sec\u00e9ret")) {
            refusedWithout("sec", Map.of("HF_TOKEN", token), "HF_TOKEN has a character");
        }
        for (String endpoint : List.of(
                "https://me:sec%20ret@example.org",
                "https://sec@example.org/path",
                "https://me:sec ret@example.org",
                "https://me:sec/ret@example.org",
                "me:sec@example.org",
                "ftp://me:sec@example.org",
                "https://example.org/?token=sec",
                "https://example.org/#sec")) {
            refusedWithout("sec", Map.of("HF_ENDPOINT", endpoint), "HF_ENDPOINT");
        }
    }

    private static void refusedWithout(String secret, Map<String, String> environment, String message) {
        assertThatThrownBy(() -> HubSettings.of(environment, HOME))
                .as(environment.toString())
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .contains(message)
                .doesNotContain(secret);
    }

    @Test
    void aModelIsAnOrganisationANameAndARevision() {
        assertThat(HubModel.parse("openai/clip-vit-base-patch32")).hasToString("openai/clip-vit-base-patch32@main");
        assertThat(HubModel.parse("a/b@refs/pr/3").revision()).isEqualTo("refs/pr/3");
        for (String wrong : List.of(
                "", "a", "a/b/c", "../b", "a/..", "a/b@", "a/b@../x", "a/b@x/../y", "a/b--c", "/a/b", "a/b?x")) {
            assertThatThrownBy(() -> HubModel.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected ORG/NAME or ORG/NAME@REVISION");
        }
    }
}
