package io.discern.internal.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.image.RgbImage;
import io.discern.preprocess.PillowGoldens;
import io.discern.preprocess.ResampleFilter;
import io.discern.store.NpyArray;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResamplerTest {

    @Test
    void everyStoredGoldenOfPillowIsReproducedToTheLastBit() throws IOException {
        byte[] expected = PillowGoldens.array("resize_pixels.npy").toBytes();
        JsonNode index = PillowGoldens.json("resize_index.json");
        assertThat(index.size()).isEqualTo(252);
        index.properties().forEach(golden -> {
            int offset = golden.getValue().get(0).asInt();
            int length = golden.getValue().get(1).asInt();
            assertThat(resizeNamed(golden.getKey()))
                    .as(golden.getKey())
                    .isEqualTo(Arrays.copyOfRange(expected, offset, offset + length));
        });
    }

    /** A name is mode_source_filter_WxH. */
    private static byte[] resizeNamed(String name) {
        String[] parts = name.split("_");
        String[] size = parts[3].split("x");
        int width = Integer.parseInt(size[0]);
        int height = Integer.parseInt(size[1]);
        ResampleFilter filter = ResampleFilter.valueOf(parts[2].toUpperCase(Locale.ROOT));
        try {
            NpyArray source = PillowGoldens.array("src_" + parts[0] + "_" + parts[1] + ".npy");
            int[] shape = source.shape();
            return shape.length == 3
                    ? Resampler.resize(RgbImage.of(shape[1], shape[0], source.toBytes()), width, height, filter)
                            .pixels()
                    : Resampler.resize(PixelLayout.GRAY, source.toBytes(), shape[1], shape[0], width, height, filter);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ResampleFilter.class, mode = EnumSource.Mode.EXCLUDE, names = "TENSORFLOW_BILINEAR")
    void formulaImagesOfManyShapesEqualPillow(ResampleFilter filter) throws IOException {
        String name = filter.name().toLowerCase(Locale.ROOT);
        int compared = 0;
        for (JsonNode golden : PillowGoldens.cases("resize")) {
            if (!golden.get("filter").asText().equals(name)) {
                continue;
            }
            int width = golden.get("width").asInt();
            int height = golden.get("height").asInt();
            int newWidth = golden.get("newWidth").asInt();
            int newHeight = golden.get("newHeight").asInt();
            RgbImage source =
                    PillowGoldens.source(width, height, golden.get("seed").asInt());
            byte[] rgb = Resampler.resize(source, newWidth, newHeight, filter).pixels();
            byte[] gray = Resampler.resize(
                    PixelLayout.GRAY, PillowGoldens.luma(source), width, height, newWidth, newHeight, filter);
            assertThat(PillowGoldens.sha256(rgb))
                    .as("RGB %s", golden)
                    .isEqualTo(golden.get("rgb").asText());
            assertThat(PillowGoldens.sha256(gray))
                    .as("gray %s", golden)
                    .isEqualTo(golden.get("gray").asText());
            compared++;
        }
        assertThat(compared).isEqualTo(17);
    }

    @Test
    void extremesOfOvershootAreClippedInBothRowsOfAPair() {
        // black and white columns and rows make the bicubic sums leave 0..255 on both sides
        byte[] rgb = new byte[3 * 8 * 8];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % 8;
            int y = i / 24;
            rgb[i] = (byte) ((x + y) % 3 == 0 ? 255 : 0);
        }
        RgbImage resized = Resampler.resize(RgbImage.of(8, 8, rgb), 31, 29, ResampleFilter.LANCZOS);
        assertThat(resized.width()).isEqualTo(31);
        for (int y = 0; y < 29; y++) {
            for (int x = 0; x < 31; x++) {
                assertThat(resized.get(x, y, 0)).isEqualTo(resized.get(x, y, 2));
            }
        }
    }

    @Test
    void sizesBelowOneAreRefused() {
        RgbImage image = PillowGoldens.source(4, 4, 1);
        assertThatThrownBy(() -> Resampler.resize(image, 0, 4, ResampleFilter.BICUBIC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 x 4");
    }
}
