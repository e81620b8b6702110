package io.discern.analysis.overlay.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.ToyImages;
import io.discern.dataset.LabeledImage;
import io.discern.image.RgbImage;
import io.discern.preprocess.SourceWindow;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OverlayFormsTest {
    private final OverlayRenderer renderer = new OverlayRenderer();

    @ParameterizedTest
    @EnumSource(OverlayText.class)
    void theBundledFontHasEveryTextAndEveryFormHasTheSameInk(OverlayText text) {
        LabeledImage image = ToyImages.of(4, 2, 1).images().get(1);
        String line = text.on(image, "class0", 1);
        assertThat(text.on(image, "class0", 1)).isEqualTo(line);
        OverlayRenderer.Box box = renderer.place(640, 480, OverlaySpec.of(line));
        double[] covered = renderer.covered(box, line, OverlayInk.TEXT);
        double ink = Arrays.stream(covered).sum();
        assertThat(ink).isPositive();
        for (OverlayInk form : List.of(OverlayInk.SCRAMBLED, OverlayInk.MIRRORED)) {
            double[] other = renderer.covered(box, line, form);
            assertThat(other).isNotEqualTo(covered);
            assertThat(Arrays.stream(other).sum()).isCloseTo(ink, within(1e-9 * ink));
        }
        assertThat(renderer.covered(box, line, OverlayInk.BOX)).containsOnly(0);
    }

    @Test
    void aMirrorReversesEveryRow() {
        OverlayRenderer.Box box = renderer.place(200, 100, OverlaySpec.of("Lk"));
        double[] text = renderer.covered(box, "Lk", OverlayInk.TEXT);
        double[] mirrored = renderer.covered(box, "Lk", OverlayInk.MIRRORED);
        for (int at = 0; at < text.length; at++) {
            int row = at / box.width();
            assertThat(mirrored[at]).isEqualTo(text[row * box.width() + box.width() - 1 - at % box.width()]);
        }
    }

    @Test
    void squaresAreShuffledWithinTheRectangleOfTheInkAndTheRestStays() {
        double[] covered = new double[8 * 6];
        for (int at = 0; at < covered.length; at++) {
            int x = at % 8;
            int y = at / 8;
            covered[at] = x >= 1 && x < 8 && y >= 1 && y < 5 ? 1 + at : 0;
        }
        double[] shuffled = GlyphShuffle.of(covered, 8, 6, 3);
        assertThat(shuffled).isNotEqualTo(covered).isEqualTo(GlyphShuffle.of(covered, 8, 6, 3));
        assertThat(Arrays.stream(shuffled).sorted().toArray())
                .isEqualTo(Arrays.stream(covered).sorted().toArray());
        for (int y = 0; y < 6; y++) {
            // Squares of 2 x 2 pixels cover the columns 1 to 6 of 7; the last column of the ink is left where it is.
            assertThat(shuffled[y * 8 + 7]).isEqualTo(covered[y * 8 + 7]);
        }
    }

    @Test
    void theVisibleShareIsTheAreaInsideTheWindow() {
        OverlaySpec spec = OverlaySpec.of("HHHH").withPosition(OverlayPosition.TOP_LEFT);
        OverlayRenderer.Box box = renderer.place(400, 200, spec);
        SourceWindow half = new SourceWindow(box.x() + box.width() / 2.0, 0, 400, 200);
        VisibleShare share = VisibleShare.of(renderer, 400, 200, spec, half, 100, 100);
        assertThat(share.box()).isCloseTo(0.5, within(1e-12));
        assertThat(share.ink()).isCloseTo(0.5, within(0.02));
        // A quarter of the pixels across, half of them down: letters are as narrow as across.
        assertThat(VisibleShare.of(renderer, 400, 200, spec, new SourceWindow(0, 0, 400, 200), 100, 100))
                .isEqualTo(new VisibleShare(1, 1, box.fontSize() / 4));
        assertThat(VisibleShare.of(renderer, 400, 200, spec, new SourceWindow(200, 100, 400, 200), 100, 100)
                        .box())
                .isZero();
    }

    @Test
    void scrambledAndMirroredDrawingsDifferFromTheTextInsideTheBoxOnly() {
        RgbImage image = ToyImages.image(1, 0);
        OverlaySpec spec = OverlaySpec.of("class1");
        OverlayRenderer.Box box = renderer.place(96, 96, spec);
        RgbImage text = renderer.render(image, spec);
        for (OverlayInk ink : OverlayInk.values()) {
            RgbImage drawn = renderer.render(image, spec, ink);
            assertThat(drawn.equals(text)).isEqualTo(ink == OverlayInk.TEXT);
            for (int y = box.y() + box.height(); y < 96; y++) {
                assertThat(drawn.get(10, y, 0)).isEqualTo(image.get(10, y, 0));
            }
        }
    }
}
