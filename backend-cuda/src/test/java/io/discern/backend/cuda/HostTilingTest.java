package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.image.RgbImage;
import io.discern.preprocess.CenterCrop;
import io.discern.preprocess.Channels;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Preprocessor;
import io.discern.preprocess.ResampleFilter;
import io.discern.preprocess.Resize;
import io.discern.similarity.ClassRows;
import io.discern.similarity.ClassSums;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.CosineSimilarity.Exclusion;
import io.discern.similarity.TopK;
import io.discern.testkit.TestImages;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Single images, rows and sums that are larger than the memory that a device was opened with, on the kernels' host build. */
class HostTilingTest {

    private static HostEngine engine(long arenaBytes, int stagingBytes) {
        return HostEngine.open(HostEngine.ThreadOrder.SHUFFLED, arenaBytes, stagingBytes);
    }

    private static Embeddings rows(int count, int dim, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * dim];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return Embeddings.ofRows(dim, values);
    }

    private static PreprocessSpec spec(Resize resize, Optional<CenterCrop> crop) {
        return spec(resize, ResampleFilter.BICUBIC, crop);
    }

    private static PreprocessSpec spec(Resize resize, ResampleFilter filter, Optional<CenterCrop> crop) {
        return new PreprocessSpec(
                Channels.RGB,
                resize,
                filter,
                crop,
                1 / 255.0,
                Collections.nCopies(3, 0.485),
                Collections.nCopies(3, 0.229));
    }

    static List<PreprocessSpec> largerThanTheMemory() {
        return List.of(
                // the tensor has 202 KB, the lane 64 KiB
                spec(new Resize.Squash(129, 131), Optional.empty()),
                // a border above and below the picture
                spec(new Resize.Fit(97, 301, 5), Optional.empty()),
                spec(
                        new Resize.ShortestEdge(61),
                        Optional.of(new CenterCrop(90, 150, CenterCrop.Rounding.TORCHVISION))),
                // the tensor fits, its rows resized along x do not
                spec(new Resize.Squash(61, 17), Optional.empty()),
                spec(new Resize.PadToSquare(63, 7), Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("largerThanTheMemory")
    void oneImageComesInBandsOfTheTensor(PreprocessSpec spec) {
        List<RgbImage> images =
                List.of(TestImages.noise(31, 29, 1), TestImages.noise(61, 503, 2), TestImages.noise(203, 67, 3));
        Preprocessor reference = Preprocessor.of(spec);
        PixelBatch expected = reference.newBatch(images.size());
        reference.preprocess(images, expected);
        PixelBatch found = reference.newBatch(images.size());
        ByteBuffer half =
                ByteBuffer.allocate(expected.values().limit() * Short.BYTES).order(ByteOrder.nativeOrder());
        try (CudaPreprocessor preprocessor =
                new CudaPreprocessor(spec, engine(4 * (64 << 10) + (60 << 10), 64 << 10))) {
            preprocessor.preprocess(images, found);
            preprocessor.preprocessHalf(images, half);
        }
        assertThat(expected.values().mismatch(found.values()))
                .as("first difference")
                .isEqualTo(-1);
        for (int i = 0; i < expected.values().limit(); i++) {
            assertThat(half.getShort(2 * i))
                    .as("value %d", i)
                    .isEqualTo(HalfFloats.nearest(expected.values().get(i)));
        }
    }

    @Test
    void bandsMayEndInsideAGroupOfFourRows() {
        // of 24 KB two rows fit at a time
        List<RgbImage> images = List.of(TestImages.noise(2731, 23, 1), TestImages.noise(3001, 9, 2));
        PreprocessSpec spec = spec(new Resize.Squash(65, 17), Optional.empty());
        Preprocessor reference = Preprocessor.of(spec);
        PixelBatch expected = reference.newBatch(images.size());
        reference.preprocess(images, expected);
        PixelBatch found = reference.newBatch(images.size());
        try (CudaPreprocessor preprocessor = new CudaPreprocessor(spec, engine(1 << 20, 64 << 10))) {
            preprocessor.preprocess(images, found);
        }
        assertThat(expected.values().mismatch(found.values()))
                .as("first difference")
                .isEqualTo(-1);
    }

    @Test
    void anImageWithRowsLongerThanTheStagingMemoryIsRefused() {
        PreprocessSpec spec = spec(new Resize.Squash(7, 5), ResampleFilter.NEAREST, Optional.empty());
        try (CudaPreprocessor preprocessor = new CudaPreprocessor(spec, engine(1 << 20, 64 << 10))) {
            PixelBatch batch = preprocessor.newBatch(1);
            assertThatThrownBy(() -> preprocessor.preprocess(List.of(TestImages.noise(8301, 3, 1)), batch))
                    .isInstanceOf(EncoderException.class)
                    .hasMessageContaining("has rows of 24903 bytes")
                    .hasMessageContaining("more staging memory");
        }
    }

    @Test
    void aTensorRowThatDoesNotFitIsRefused() {
        PreprocessSpec spec = spec(new Resize.Squash(7001, 2), Optional.empty());
        try (CudaPreprocessor preprocessor = new CudaPreprocessor(spec, engine(1 << 20, 64 << 10))) {
            PixelBatch batch = preprocessor.newBatch(1);
            assertThatThrownBy(() -> preprocessor.preprocess(List.of(TestImages.noise(9, 3, 1)), batch))
                    .isInstanceOf(EncoderException.class)
                    .hasMessageContaining("a row of it does not fit");
        }
    }

    @Test
    void aSixteenBitTensorThatIsTooShortIsRefused() {
        PreprocessSpec spec = spec(new Resize.Squash(7, 5), Optional.empty());
        try (CudaPreprocessor preprocessor = new CudaPreprocessor(spec, engine(1 << 20, 64 << 10))) {
            assertThatThrownBy(() -> preprocessor.preprocessHalf(
                            List.of(TestImages.noise(9, 3, 1)), ByteBuffer.allocate(2 * 3 * 7 * 5 - 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a tensor of 209 bytes for 1 images; expected at least 210");
        }
    }

    @ParameterizedTest
    @MethodSource("precisions")
    void rowsOfWhichATileExceedsTheStagingMemoryAreComparedAllTheSame(Precision precision) {
        // a tile of 128 rows has 615 KB, the lane 256 KiB; the device memory has place for one tile of queries, not for
        // two
        Embeddings queries = rows(131, 1201, 1);
        Embeddings bank = rows(67, 1201, 2);
        try (CosineSimilarity similarity = new CudaSimilarity(List.of(engine(3_500_000, 256 << 10)), precision)) {
            float[] expected = CosineSimilarity.reference().matrix(queries, bank);
            float[] found = similarity.matrix(queries, bank);
            float bound = (float) similarity.deviation(1201);
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).as("product %d", i).isCloseTo(expected[i], within(bound));
            }
            TopK best = CosineSimilarity.reference().topK(queries, bank, 5, Exclusion.SELF);
            assertThat(similarity.topK(queries, bank, 5, Exclusion.SELF).rows()).isEqualTo(best.rows());
        }
    }

    static List<Precision> precisions() {
        return List.of(Precision.values());
    }

    @Test
    void rowsOfWhichTilesExceedTheDeviceMemoryAreRefused() {
        Embeddings rows = rows(2, 9001, 1);
        try (CosineSimilarity similarity = new CudaSimilarity(List.of(engine(16 << 20, 1 << 19)), Precision.FLOAT32)) {
            assertThatThrownBy(() -> similarity.matrix(rows, rows))
                    .isInstanceOf(EncoderException.class)
                    .hasMessageStartingWith("rows of dimension 9001 need ")
                    .hasMessageContaining("expected at most 16777216 and 524288");
        }
    }

    @Test
    void classSumsComeInTilesOfColumnsAndClasses() {
        ClassRows rows = KernelChecks.classRows(2101, 1030, 25, 3, true);
        ClassSums expected = ClassSums.reference(rows);
        // what half of the classes need, with few rows at a time, and what all need
        for (int megabytes : new int[] {17, 64}) {
            try (Engine engine = engine(megabytes << 20, 1 << 20)) {
                ClassSums found = DeviceClassSums.measure(engine, rows, Optional.empty());
                assertThat(found.sums()).as("with %d MiB", megabytes).isEqualTo(expected.sums());
                assertThat(found.squares()).as("with %d MiB", megabytes).isEqualTo(expected.squares());
            }
        }
    }

    @Test
    void classSumsThatCannotBeTiledAreRefused() {
        ClassRows rows = KernelChecks.classRows(3, 1000, 2, 1, false);
        try (Engine engine = engine(24 << 20, 100 << 10)) {
            assertThatThrownBy(() -> DeviceClassSums.measure(engine, rows, Optional.empty()))
                    .isInstanceOf(EncoderException.class)
                    .hasMessageStartingWith("class sums of 1000 columns need ");
        }
    }
}
