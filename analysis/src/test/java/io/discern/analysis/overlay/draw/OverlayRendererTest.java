package io.discern.analysis.overlay.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.internal.picture.Lettering;
import io.discern.image.RgbImage;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OverlayRendererTest {
    private final OverlayRenderer renderer = new OverlayRenderer();

    private static RgbImage gray(int width, int height) {
        byte[] pixels = new byte[width * height * 3];
        Arrays.fill(pixels, (byte) 128);
        return RgbImage.of(width, height, pixels);
    }

    private static double sum(double[] covered) {
        return Arrays.stream(covered).sum();
    }

    @Test
    void coverageIsTheAreaOfEachPixel() {
        double[] rectangle = Coverage.of(new Rectangle2D.Double(0.25, 0.5, 2.5, 1), 4, 3);
        assertThat(rectangle)
                .containsExactly(new double[] {0.375, 0.5, 0.375, 0, 0.375, 0.5, 0.375, 0, 0, 0, 0, 0}, within(1e-12));
        Path2D triangle = new Path2D.Double();
        triangle.moveTo(0, 0);
        triangle.lineTo(4, 4);
        triangle.lineTo(0, 4);
        double[] half = Coverage.of(triangle, 4, 4);
        assertThat(half[0]).isCloseTo(0.5, within(1e-12));
        assertThat(half[4]).isCloseTo(1, within(1e-12));
        assertThat(half[1]).isCloseTo(0, within(1e-12));
        assertThat(sum(half)).isCloseTo(8, within(1e-12));
        assertThat(sum(Coverage.of(new Ellipse2D.Double(3, 3, 40, 20), 50, 30))).isCloseTo(Math.PI * 200, within(2.0));
    }

    @Test
    void aLetterHasItsInkAndItsHole() {
        Lettering font = Lettering.bundled();
        double[] covered = Coverage.of(font.outline("O", 100, 5, 90), 100, 100);
        assertThat(covered[55 * 100 + 45]).isZero();
        assertThat(sum(covered)).isBetween(2000.0, 4000.0);
        assertThat(font.width("iii")).isLessThan(font.width("WWW") / 2);
        assertThat(font.width(" ")).isBetween(0.2, 0.4);
    }

    @ParameterizedTest
    @EnumSource(OverlayPosition.class)
    void boxAndTextDifferOnlyByGlyphsInsideTheBox(OverlayPosition position) {
        OverlaySpec spec = OverlaySpec.of("melanoma").withPosition(position).withColors(0xffff00, 0x200040, 0.5);
        RgbImage clean = gray(300, 200);
        RgbImage text = renderer.render(clean, spec);
        RgbImage box = renderer.render(clean, spec, OverlayInk.BOX);
        OverlayRenderer.Box place = renderer.place(300, 200, spec);
        int glyphPixels = 0;
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 300; x++) {
                boolean inside = x >= place.x()
                        && x < place.x() + place.width()
                        && y >= place.y()
                        && y < place.y() + place.height();
                assertThat(box.get(x, y, 0)).isEqualTo(inside ? 80 : 128);
                boolean differs = text.get(x, y, 0) != box.get(x, y, 0);
                assertThat(differs && !inside).isFalse();
                glyphPixels += differs ? 1 : 0;
            }
        }
        double share = (double) glyphPixels / (place.width() * place.height());
        assertThat(share).isBetween(0.15, 0.6);
        assertThat(clean).isEqualTo(gray(300, 200));
    }

    @Test
    void sizeIsRelativeToTheShortEdge() {
        OverlaySpec spec = OverlaySpec.of("nevus").withSize(0.1);
        assertThat(renderer.place(1000, 500, spec).fontSize()).isCloseTo(50, within(1e-9));
        assertThat(renderer.place(500, 1000, spec).fontSize()).isCloseTo(50, within(1e-9));
        assertThat(renderer.place(100, 50, spec).fontSize()).isCloseTo(5, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"28,28", "640,10", "10,640", "1,1", "3,1", "2,900"})
    void whateverTheImageTheBoxStaysInside(int width, int height) {
        for (OverlayPosition position : OverlayPosition.values()) {
            OverlaySpec spec =
                    OverlaySpec.of("squamous cell carcinoma").withSize(1).withPosition(position);
            OverlayRenderer.Box box = renderer.place(width, height, spec);
            assertThat(box.x()).isNotNegative();
            assertThat(box.y()).isNotNegative();
            assertThat(box.x() + box.width()).isLessThanOrEqualTo(width);
            assertThat(box.y() + box.height()).isLessThanOrEqualTo(height);
            assertThat(renderer.render(gray(width, height), spec)).isNotNull();
        }
    }

    @Test
    void pixelsAreTheSameEverywhere() {
        RgbImage image = renderer.render(gray(160, 120), OverlaySpec.of("Übersicht R+L 5 µm"));
        CRC32 crc = new CRC32();
        crc.update(image.pixels());
        assertThat(Long.toHexString(crc.getValue())).isEqualTo("5443f9ce");
    }

    @Test
    void namesACharacterThatTheFontLacks() {
        assertThatThrownBy(() -> renderer.render(gray(50, 50), OverlaySpec.of("腫瘍")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("U+816B")
                .hasMessageContaining("expected Latin");
        assertThatThrownBy(() -> OverlaySpec.of(" ")).hasMessageContaining("expected something to draw");
        assertThatThrownBy(() -> OverlaySpec.of("x").withSize(0)).hasMessageContaining("overlay size 0.0");
        assertThatThrownBy(() -> OverlaySpec.of("x").withColors(0, 0, 2)).hasMessageContaining("box opacity 2.0");
    }
}
