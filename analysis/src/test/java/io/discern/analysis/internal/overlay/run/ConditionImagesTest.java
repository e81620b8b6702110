package io.discern.analysis.internal.overlay.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.run.OverlayCondition;
import io.discern.dataset.ImageSource;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.image.SourceImage;
import io.discern.preprocess.Presets;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionImagesTest {
    private static final RgbImage PALETTE = SourceImage.ofPalette(64, 48, new byte[64 * 48], new byte[] {9, 8, 7})
            .toRgb();

    private static ImageSource drawn(RgbImage image, String preset) {
        LabeledImages images =
                new LabeledImages("set", List.of(new LabeledImage("a", "a.png", "x", "a", Map.of(), () -> image)));
        return new ConditionImages(images, Map.of("a", "y"), Optional.of(Presets.open(preset)), 1)
                .in(new OverlayCondition(OverlayText.WRONG_LABEL, OverlayInk.TEXT, OverlaySpec.of("y")))
                .images()
                .get(0)
                .source();
    }

    @Test
    void whatTheEncoderResizesInItsOwnModeIsNotDrawnOn() throws IOException {
        assertThatThrownBy(() -> drawn(PALETTE, "biomedclip").load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.png: is stored as P, which this encoder resizes before it is converted to RGB")
                .hasMessageContaining("Convert the file to RGB");
        assertThat(drawn(PALETTE, "plip").load().source()).isEmpty();
        assertThat(drawn(RgbImage.of(64, 48, PALETTE.pixels()), "biomedclip")
                        .load()
                        .width())
                .isEqualTo(64);
    }
}
