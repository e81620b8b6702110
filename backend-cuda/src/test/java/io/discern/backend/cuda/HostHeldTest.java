package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.image.RgbImage;
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
import io.discern.similarity.CosineSimilarity.Held;
import io.discern.similarity.TopK;
import io.discern.testkit.TestImages;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows and tensors that stay on a device, on the kernels' host build. */
@SuppressWarnings("try") // handles that nobody asks anything
class HostHeldTest {
    private final HostEngine engine = engine();
    private final CosineSimilarity similarity = new CudaSimilarity(List.of(engine), Precision.FLOAT32);

    private static HostEngine engine() {
        return HostEngine.open(HostEngine.ThreadOrder.SHUFFLED, 24 << 20, 1 << 20);
    }

    @AfterEach
    void close() {
        similarity.close();
    }

    /** Rows of which every seventh is the one before it. */
    private static Embeddings rows(int count, int dim, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * dim];
        for (int i = 0; i < values.length; i++) {
            values[i] = i >= dim && i / dim % 7 == 6 ? values[i - dim] : (float) random.nextDouble(-1, 1);
        }
        return Embeddings.ofRows(dim, values);
    }

    private static void assertFinds(CosineSimilarity similarity, Embeddings queries, Embeddings bank, int k) {
        int[] ofQueries =
                IntStream.range(0, queries.rows()).map(row -> row / 3 % 50).toArray();
        int[] ofBank = IntStream.range(0, bank.rows()).map(row -> row / 3 % 50).toArray();
        for (Exclusion exclusion : List.of(Exclusion.NONE, Exclusion.SELF, Exclusion.groups(ofQueries, ofBank))) {
            TopK expected = CosineSimilarity.reference().topK(queries, bank, k, exclusion);
            TopK found = similarity.topK(queries, bank, k, exclusion);
            assertThat(found.rows()).isEqualTo(expected.rows());
            assertThat(found.similarities()).isEqualTo(expected.similarities());
        }
    }

    @Test
    void searchesInABankThatWasSentOnceAreTheReferencesAndSendNoRowOfIt() {
        Embeddings bank = rows(1301, 65, 1);
        Embeddings queries = rows(131, 65, 2);
        try (Held held = similarity.hold(bank)) {
            long before = engine.uploaded();
            assertFinds(similarity, queries, bank, 5);
            long sent = engine.uploaded() - before;
            // three searches: the queries, and once the numbers, once the groups, of both
            assertThat(sent)
                    .as("bytes sent for three searches")
                    .isLessThan(3 * 4L * queries.values().length + 3 * 4L * (queries.rows() + bank.rows()));
            assertThat(sent).isLessThan(4L * bank.values().length);
        }
    }

    @Test
    void rowsThatAreComparedWithThemselvesAreNotSentAgainEither() {
        Embeddings rows = rows(261, 31, 3);
        try (Held held = similarity.hold(rows)) {
            long before = engine.uploaded();
            similarity.topK(rows, rows, 17, Exclusion.NONE);
            assertThat(engine.uploaded()).isEqualTo(before);
            assertFinds(similarity, rows, rows, 17);
        }
    }

    @Test
    void manyTiesAreSearchedForAgainInWhatIsKept() {
        float[] values = new float[700 * 7];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 + i / 7 % 5;
        }
        Embeddings bank = Embeddings.ofRows(7, values);
        Embeddings queries = rows(14, 7, 5);
        try (Held held = similarity.hold(bank);
                Held both = similarity.hold(queries)) {
            assertFinds(similarity, queries, bank, 17);
        }
    }

    @Test
    void productsOfKeptRowsAreThoseOfRowsThatAreSent() {
        Embeddings bank = rows(1301, 33, 6);
        Embeddings queries = rows(260, 33, 7);
        for (Precision precision : Precision.values()) {
            try (CosineSimilarity other = new CudaSimilarity(List.of(engine()), precision)) {
                float[] expected = other.matrix(queries, bank);
                try (Held held = other.hold(bank);
                        Held both = other.hold(queries)) {
                    assertThat(other.matrix(queries, bank)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void severalDevicesKeepABankEach() {
        Embeddings bank = rows(303, 9, 8);
        Embeddings queries = rows(301, 9, 9);
        try (CosineSimilarity two = new CudaSimilarity(List.of(engine(), engine()), Precision.FLOAT32);
                Held held = two.hold(bank);
                Held both = two.hold(queries)) {
            // the second device's share of the queries begins inside a tile
            assertFinds(two, queries, bank, 3);
        }
    }

    @Test
    void sumsByClassOfKeptRowsAreTheReferencesAndSendNoRow() {
        for (boolean divided : new boolean[] {false, true}) {
            for (int dim : new int[] {33, 1030}) {
                ClassRows rows = KernelChecks.classRows(1201, dim, 7, 25, divided);
                ClassSums expected = ClassSums.reference(rows);
                try (Held held = similarity.hold(rows.rows())) {
                    long before = engine.uploaded();
                    ClassSums found = similarity.classSums(rows);
                    assertThat(found.sums()).isEqualTo(expected.sums());
                    assertThat(found.squares()).isEqualTo(expected.squares());
                    // longer rows are summed some columns at a time, which have to lie together
                    assertThat(engine.uploaded() - before < 4L * rows.rows().values().length)
                            .isEqualTo(dim == 33);
                }
            }
        }
    }

    @Test
    void handlesShareAndGiveBackInAnyOrder() {
        Embeddings bank = rows(301, 9, 10);
        Held first = similarity.hold(bank);
        Held second = similarity.hold(bank.withIds(bank.ids()));
        first.close();
        first.close();
        long before = engine.uploaded();
        similarity.topK(bank, bank, 3, Exclusion.NONE);
        assertThat(engine.uploaded()).isEqualTo(before);
        second.close();
        similarity.topK(bank, bank, 3, Exclusion.NONE);
        assertThat(engine.uploaded()).isGreaterThan(before);
        Held last = similarity.hold(bank);
        similarity.close();
        assertThatCode(last::close).doesNotThrowAnyException();
        assertThatThrownBy(() -> similarity.hold(bank))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cuda similarity is closed");
    }

    @Test
    void rowsThatAreNotFiniteAreRefusedAndNothingIsKept() {
        Embeddings bad = Embeddings.ofRows(2, new float[] {1, 2, Float.NaN, 4});
        assertThatThrownBy(() -> similarity.hold(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 1 has NaN");
        Embeddings good = rows(5, 2, 1);
        assertFinds(similarity, good, good, 2);
    }

    @Test
    void memoryThatTheDeviceDoesNotHaveIsRefusedAndEverythingElseGoesOn() {
        assertThatThrownBy(() -> engine.hold(3L << 30))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("3221225472 bytes");
        long address = engine.hold(1000);
        engine.release(address);
        Embeddings rows = rows(5, 2, 1);
        assertFinds(similarity, rows, rows, 2);
    }

    private static PreprocessSpec spec(int width, int height) {
        return new PreprocessSpec(
                Channels.RGB,
                new Resize.Squash(width, height),
                ResampleFilter.BICUBIC,
                Optional.empty(),
                1 / 255.0,
                Collections.nCopies(3, 0.485),
                Collections.nCopies(3, 0.229));
    }

    @Test
    void tensorsOnTheDeviceHoldWhatTheReferenceMakes() {
        // of 64 KiB staging memory: several images' tensors together do not fit, of the second size not even one's
        for (PreprocessSpec spec : List.of(spec(40, 36), spec(131, 129))) {
            List<RgbImage> images = List.of(
                    TestImages.noise(31, 29, 1),
                    TestImages.noise(61, 503, 2),
                    TestImages.noise(203, 67, 3),
                    TestImages.noise(31, 29, 4),
                    TestImages.noise(5, 7, 5));
            Preprocessor reference = Preprocessor.of(spec);
            PixelBatch expected = reference.newBatch(images.size());
            reference.preprocess(images, expected);
            int bytes = expected.values().limit() * Float.BYTES;
            ByteBuffer found = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
            HostEngine small = HostEngine.open(HostEngine.ThreadOrder.FORWARD, 4 * (64 << 10) + (60 << 10), 64 << 10);
            try (CudaPreprocessor preprocessor = new CudaPreprocessor(spec, small);
                    DeviceTensor tensor = preprocessor.newTensor(images.size(), false);
                    DeviceTensor half = preprocessor.newTensor(images.size(), true)) {
                preprocessor.preprocess(images, tensor);
                preprocessor.preprocess(images, half);
                tensor.read(images.size(), found);
                assertThat(expected.values().mismatch(found.asFloatBuffer()))
                        .as("first difference")
                        .isEqualTo(-1);
                half.read(images.size(), found);
                for (int i = 0; i < expected.values().limit(); i++) {
                    assertThat(found.getShort(2 * i))
                            .as("value %d", i)
                            .isEqualTo(HalfFloats.nearest(expected.values().get(i)));
                }
                assertThatThrownBy(() -> preprocessor.preprocess(Collections.nCopies(6, images.get(0)), tensor))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("6 images for a tensor on the device that has 5; expected at most as many");
                tensor.close();
                assertThatThrownBy(() -> preprocessor.preprocess(images, tensor))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("the tensor on the device is closed");
            }
        }
    }
}
