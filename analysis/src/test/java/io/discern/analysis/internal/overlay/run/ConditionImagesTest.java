package io.discern.analysis.internal.overlay.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayRenderer;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.draw.VisibleShare;
import io.discern.analysis.overlay.run.OverlayCondition;
import io.discern.dataset.ImageSource;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.image.SourceImage;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Presets;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** What is found once for a size and a text must be that of the image's own size and text. */
    @Test
    void whatIsVisibleIsThatOfEachImage() throws IOException {
        PreprocessSpec cropped = Presets.open("plip");
        Map<String, String> named = new LinkedHashMap<>();
        named.put("short", "i");
        named.put("long", "melanocytic nevus");
        named.put("longer than wide", "melanocytic nevus");
        named.put("short again", "i");
        List<LabeledImage> images = named.keySet().stream()
                .map(id -> image(id, id.equals("longer than wide") ? 100 : 300, 150))
                .toList();
        ConditionImages drawn = new ConditionImages(new LabeledImages("set", images), named, Optional.of(cropped), 1);
        OverlayCondition condition =
                new OverlayCondition(OverlayText.WRONG_LABEL, OverlayInk.TEXT, OverlaySpec.of("y"));
        for (LabeledImage image : drawn.in(condition).images()) {
            image.source().load();
        }

        List<VisibleShare> visible =
                drawn.visible(condition, List.copyOf(named.keySet())).orElseThrow();

        OverlayRenderer renderer = new OverlayRenderer();
        assertThat(visible)
                .containsExactlyElementsOf(images.stream()
                        .map(image -> {
                            int width = image.id().equals("longer than wide") ? 100 : 300;
                            return VisibleShare.of(
                                    renderer,
                                    width,
                                    150,
                                    OverlaySpec.of(named.get(image.id())),
                                    cropped.visible(width, 150),
                                    cropped.outputWidth(),
                                    cropped.outputHeight());
                        })
                        .toList());
        assertThat(Set.copyOf(visible)).hasSize(3);
    }

    private static LabeledImage image(String id, int width, int height) {
        RgbImage grey = RgbImage.of(width, height, new byte[3 * width * height]);
        return new LabeledImage(id, id + ".png", "x", id, Map.of(), () -> grey);
    }
}
