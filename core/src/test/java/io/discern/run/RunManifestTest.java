package io.discern.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.EncoderInfo;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunManifestTest {
    @TempDir
    Path folder;

    @Test
    void saysWhatWasRunOnWhat() throws IOException {
        LabeledImages images = new LabeledImages(
                "lesions", List.of(LabeledImage.of("a", "nevus", () -> RgbImage.of(1, 1, new byte[3]))));
        EncoderInfo info = EncoderInfo.of("gray", 2).withProvenance("model", "sha256:abc");
        new RunManifest(List.of(info), List.of(images), Map.of("seed", "7")).write(folder.resolve("manifest.json"));

        JsonNode manifest =
                new ObjectMapper().readTree(folder.resolve("manifest.json").toFile());
        assertThat(manifest.at("/settings/seed").asText()).isEqualTo("7");
        assertThat(manifest.at("/encoders/0/provenance/model").asText()).isEqualTo("sha256:abc");
        assertThat(manifest.at("/datasets/0/classes/0").asText()).isEqualTo("nevus");
        // printf 'a\tnevus\ta\n' | sha256sum
        assertThat(manifest.at("/datasets/0/listingSha256").asText())
                .isEqualTo("2c1feb89e5f6c28beedd906bbe427297aa38f11658de973e9139c21322e13175");
        assertThat(manifest.get("java").asText()).isEqualTo(System.getProperty("java.runtime.version"));
    }
}
