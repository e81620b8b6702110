package io.discern.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.dataset.DatasetConfig;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.DecodeOptions;
import io.discern.image.ImageDecoder;
import io.discern.image.ImageFacts;
import io.discern.image.ImageReadException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which slices a volume has. It is written here by nifti1.h's layout, so that the value of each voxel is its place in the file. */
class NiftiSlicesTest {
    private static final int[] SIDES = {3, 4, 5, 2};
    private static final int[] STEPS = {1, 3, 12, 60};
    private static final int VOXELS = 120;

    @TempDir
    Path folder;

    private static byte[] volumes() {
        ByteBuffer file = ByteBuffer.allocate(352 + VOXELS).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 348).putShort(40, (short) SIDES.length);
        for (int i = 0; i < SIDES.length; i++) {
            file.putShort(42 + 2 * i, (short) SIDES[i]);
        }
        file.putShort(70, (short) 2).putShort(72, (short) 8).putFloat(108, 352);
        file.put(344, "n+1".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < VOXELS; i++) {
            file.put(352 + i, (byte) i);
        }
        return file.array();
    }

    private static byte[] gzipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static int firstValue(DecodeOptions options) throws IOException {
        return ImageDecoder.of(options).decodeSource(volumes(), "volumes").samples()[0] & 0xff;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void everySliceAlongAnAxisIsAPage(int axis) throws IOException {
        DecodeOptions options = DecodeOptions.standard().withAxis(axis);
        ImageFacts facts = ImageDecoder.of(options).facts(volumes(), "volumes");
        assertThat(facts.pages()).isEqualTo(SIDES[axis] * 2);
        assertThat(facts.width()).isEqualTo(SIDES[axis == 0 ? 1 : 0]);
        assertThat(facts.height()).isEqualTo(SIDES[axis == 2 ? 1 : 2]);
        for (int page = 0; page < facts.pages(); page++) {
            assertThat(firstValue(options.withPage(page)))
                    .isEqualTo(page % SIDES[axis] * STEPS[axis] + page / SIDES[axis] * 60);
        }
        assertThatThrownBy(() -> firstValue(options.withPage(facts.pages()))).isInstanceOf(ImageReadException.class);
        // three slices, four and five: the second, third and third, of the second of two volumes
        assertThat(firstValue(options.withPage(DecodeOptions.MIDDLE)))
                .isEqualTo(60 + new int[] {1, 2, 2}[axis] * STEPS[axis]);
    }

    @Test
    void aDataSetHasTheSlicesOfItsAxisAndUnpacksTheirFileOnce() throws IOException {
        Path file = folder.resolve("a/x.nii.gz");
        Files.createDirectories(file.getParent());
        Files.write(file, gzipped(volumes()));
        DecodeOptions options = DecodeOptions.standard().withAxis(0);
        LabeledImages slices = LabeledImages.open(
                folder, DatasetConfig.standard().withEveryPage(true).withDecoding(options));
        assertThat(slices.images())
                .extracting(LabeledImage::id)
                .containsExactly(
                        "a/x.nii.gz#0", "a/x.nii.gz#1", "a/x.nii.gz#2", "a/x.nii.gz#3", "a/x.nii.gz#4", "a/x.nii.gz#5");
        assertThat(ImageDecoder.standard().unpacked(file)).isEqualTo(volumes());
        slices.images().get(0).source().load();
        Files.delete(file);
        assertThat(slices.images().get(4).source().load().get(0, 0, 0)).isEqualTo(61);
    }
}
