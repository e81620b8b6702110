package io.discern.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.preprocess.PillowGoldens;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {
    private static final Set<String> REFUSED = Set.of("gray16.png", "lossless.webp");

    @Test
    void everyReadableFileEqualsPillow() throws IOException {
        int compared = 0;
        for (JsonNode golden : PillowGoldens.cases("files")) {
            String name = golden.get("file").asText();
            if (REFUSED.contains(name)) {
                continue;
            }
            RgbImage image = ImageDecoder.standard().decode(PillowGoldens.file(name));
            assertThat(image.width()).as(name).isEqualTo(golden.get("width").asInt());
            assertThat(image.height()).as(name).isEqualTo(golden.get("height").asInt());
            assertThat(PillowGoldens.sha256(image.pixels())).as(name).isEqualTo(golden.get("rgb").asText());
            compared++;
        }
        assertThat(compared).isEqualTo(18);
    }

    @Test
    void sixteenBitGrayAndWebPAreRefusedWithTheReason() {
        assertThatThrownBy(() -> ImageDecoder.standard().decode(PillowGoldens.file("gray16.png")))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("gray16.png: 16-bit gray")
                .hasMessageContaining("window");
        assertThatThrownBy(() -> ImageDecoder.standard().decode(PillowGoldens.file("lossless.webp")))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("WebP");
    }
}
