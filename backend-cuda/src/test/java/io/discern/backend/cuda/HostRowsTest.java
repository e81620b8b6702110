package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.geometry.Hubness;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.retrieval.ClassRetrieval;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.run.EmbeddingRun;
import io.discern.run.RunResult;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.CosineSimilarity.Exclusion;
import io.discern.similarity.CosineSimilarity.Held;
import io.discern.similarity.TopK;
import io.discern.testkit.TestImages;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings that stay where the kernels made them, on their host build: one device for the encoder and the similarity. */
class HostRowsTest {
    private static final List<Metric> METRICS =
            List.of(KnnAccuracy.standard(), ClassRetrieval.standard(), Hubness.standard(), new TraceRatio());

    private final HostEngine engine = HostEngine.open(HostEngine.ThreadOrder.SHUFFLED, 24 << 20, 1 << 20);
    private final CosineSimilarity similarity = new CudaSimilarity(List.of(engine), Precision.FLOAT32);

    @AfterEach
    void close() {
        similarity.close();
    }

    /** The similarity's device, which stays open. */
    private CudaTowers.Source device() {
        Engine shared = (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, given) -> {
                    try {
                        return method.getName().equals("close") ? null : method.invoke(engine, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return new CudaTowers.Source() {
            @Override
            public Engine open() {
                return shared;
            }

            @Override
            public long freeBytes() {
                return 256L << 20;
            }

            @Override
            public String name() {
                return "host";
            }
        };
    }

    private VisionLanguageEncoder encoder(EncoderConfig config) {
        return CudaModelEngine.open(config, device -> device());
    }

    private VisionLanguageEncoder encoder() {
        return encoder(EncoderConfig.of(HostEncoderTest.MODEL));
    }

    /** Three classes; one image cannot be read. */
    private static LabeledImages images(int count) {
        List<LabeledImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RgbImage image = TestImages.noise(20 + i % 5, 30 + i % 7, i);
            int number = i;
            images.add(LabeledImage.of("i" + i, "c" + i % 3, () -> {
                if (number == 11) {
                    throw new IOException("broken");
                }
                return image;
            }));
        }
        return new LabeledImages("noise", images);
    }

    private static List<String> measured(LabeledEmbeddings rows) {
        return METRICS.stream()
                .flatMap(metric -> metric.measure(rows, 1).stream())
                .map(Object::toString)
                .toList();
    }

    private long sent(Runnable work) {
        long before = engine.uploaded();
        work.run();
        return engine.uploaded() - before;
    }

    @Test
    void embeddingsOfARunAreMeasuredWithoutCrossingTheBusTwice() {
        try (VisionLanguageEncoder encoder = encoder();
                CudaRows rows = CudaRows.open(encoder, similarity, 61)) {
            long before = engine.downloaded();
            RunResult run = EmbeddingRun.with(rows.encoder()).batchSize(7).run(images(61));
            Embeddings found = run.embeddings();
            assertThat(found.rows()).isEqualTo(60);
            assertThat(engine.downloaded() - before)
                    .as("bytes that came back: each row once, as the device pads it")
                    .isEqualTo(60L * engine.rowStride(found.dim()) * Float.BYTES);
            assertThat(sent(() -> rows.keep(found))).isZero();
            TopK[] lists = new TopK[1];
            assertThat(sent(() -> lists[0] = similarity.topK(found, found, 5, Exclusion.NONE)))
                    .isZero();
            TopK expected = CosineSimilarity.reference().topK(found, found, 5, Exclusion.NONE);
            assertThat(lists[0].rows()).isEqualTo(expected.rows());
            assertThat(lists[0].similarities()).isEqualTo(expected.similarities());
            long valueBytes = 4L * found.values().length;
            try (LabeledEmbeddings data = LabeledEmbeddings.of(run);
                    LabeledEmbeddings compared = data.comparedBy(similarity)) {
                long here = sent(() -> assertThat(measured(compared)).isEqualTo(measured(data)));
                // the same values somewhere else are sent once, and whatever else is sent is the same
                Embeddings copy = found.select(IntStream.range(0, 60).toArray());
                try (LabeledEmbeddings others = LabeledEmbeddings.of(copy, data.labels());
                        LabeledEmbeddings sentOnce = others.comparedBy(similarity)) {
                    assertThat(sent(() -> measured(sentOnce))).isEqualTo(here + valueBytes);
                }
                assertThat(copy.rows()).isEqualTo(60);
            }
        }
    }

    @Test
    @SuppressWarnings("try") // closed before its end
    void textsFindImagesAndFailedCallsLeaveNoRow() {
        List<String> texts = List.of("a mole", "a nevus", "nothing");
        List<RgbImage> images = TestImages.discs(5, 3);
        String tooLong = "mole ".repeat(200);
        // a text a run: the first is done when the second is refused
        try (VisionLanguageEncoder encoder =
                        encoder(EncoderConfig.of(HostEncoderTest.MODEL).withBatchSize(1));
                CudaRows bank = CudaRows.open(encoder, similarity, 5);
                CudaRows queries = CudaRows.open(encoder, similarity, 3)) {
            Embeddings found = bank.encoder().encodeImages(images);
            assertThatThrownBy(() -> queries.encoder().encodeTexts(List.of("a mole", tooLong)))
                    .isInstanceOf(RuntimeException.class);
            Embeddings first = queries.encoder().encodeTexts(texts.subList(0, 1));
            Embeddings others = queries.encoder().encodeTexts(texts.subList(1, 3));
            float[] values = Arrays.copyOf(first.values(), 3 * first.dim());
            System.arraycopy(others.values(), 0, values, first.dim(), 2 * first.dim());
            Embeddings asked = Embeddings.ofRows(first.dim(), values);
            assertThat(values).isEqualTo(encoder.encodeTexts(texts).values());
            assertThatThrownBy(() -> queries.encoder().encodeTexts(texts))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("3 rows and 3 more; expected at most the 3 that there is room for");
            bank.keep(found);
            queries.keep(asked);
            TopK expected = CosineSimilarity.reference().topK(asked, found, 2, Exclusion.NONE);
            assertThat(sent(() -> assertThat(similarity
                                    .topK(asked, found, 2, Exclusion.NONE)
                                    .rows())
                            .isEqualTo(expected.rows())))
                    .isZero();
            bank.close();
            bank.close();
            assertThat(sent(() -> similarity.topK(asked, found, 2, Exclusion.NONE)))
                    .as("sent again once they are given back")
                    .isPositive();
        }
    }

    @Test
    void whatFillsUpALastRunIsNoRow() {
        EncoderConfig config =
                EncoderConfig.of(HostEncoderTest.MODEL).withBatchSize(4).withOption("fixed-batch", "true");
        try (VisionLanguageEncoder encoder = encoder(config);
                CudaRows rows = CudaRows.open(encoder, similarity, 8)) {
            assertThat(encoder.batchSize().exact()).isTrue();
            List<RgbImage> images = TestImages.discs(8, 3);
            Embeddings first = rows.encoder().encodeImages(images.subList(0, 5));
            Embeddings last = rows.encoder().encodeImages(images.subList(5, 8));
            float[] values = Arrays.copyOf(first.values(), 8 * first.dim());
            System.arraycopy(last.values(), 0, values, 5 * first.dim(), 3 * first.dim());
            Embeddings found = Embeddings.ofRows(first.dim(), values);
            assertThat(sent(() -> rows.keep(found))).isZero();
            assertThat(similarity.topK(found, found, 3, Exclusion.NONE).similarities())
                    .isEqualTo(CosineSimilarity.reference()
                            .topK(found, found, 3, Exclusion.NONE)
                            .similarities());
        }
    }

    @Test
    void rowsThatAreScaledOnTheHostAreSentOnce(@TempDir Path folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(HostEncoderTest.MODEL))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Files.writeString(folder.resolve("discern.json"), "{\"normalized\": true}");
        try (VisionLanguageEncoder encoder = encoder(EncoderConfig.of(folder.toString()));
                CudaRows rows = CudaRows.open(encoder, similarity, 5)) {
            Embeddings found = rows.encoder().encodeImages(TestImages.discs(5, 3));
            assertThat(sent(() -> rows.keep(found))).isEqualTo(4L * found.values().length);
            assertThat(sent(() -> similarity.topK(found, found, 3, Exclusion.NONE)))
                    .isZero();
        }
    }

    @Test
    @SuppressWarnings("try") // closed before its end
    void rowsOfSomethingElseAreRefused() {
        try (VisionLanguageEncoder encoder = encoder();
                CudaRows rows = CudaRows.open(encoder, similarity, 5)) {
            Embeddings found = rows.encoder().encodeImages(TestImages.discs(5, 3));
            assertThatThrownBy(() -> rows.keep(found.select(0, 1, 3, 2, 4)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("row 2 is not what was encoded there; expected all rows, in the order of the calls");
            assertThatThrownBy(() -> rows.keep(found.select(0, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected the 5 x 12 values that were encoded");
            rows.keep(found);
            assertThatThrownBy(() -> rows.keep(found))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the rows on the device are complete");
            rows.close();
            assertThatThrownBy(() -> rows.encoder().encodeImages(TestImages.discs(1, 3)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the rows on the device are closed");
        }
    }

    @Test
    @SuppressWarnings("try") // a handle that is asked nothing
    void rowsThatAreKeptAlreadyAreShared() {
        try (VisionLanguageEncoder encoder = encoder();
                CudaRows rows = CudaRows.open(encoder, similarity, 5)) {
            Embeddings found = rows.encoder().encodeImages(TestImages.discs(5, 3));
            try (Held held = similarity.hold(found)) {
                rows.keep(found);
            }
            assertThat(sent(() -> similarity.topK(found, found, 3, Exclusion.NONE)))
                    .isZero();
        }
    }

    @Test
    void encoderAndSimilarityHaveToBeOnOneDevice() {
        HostEngine elsewhere = HostEngine.open(HostEngine.ThreadOrder.FORWARD, 24 << 20, 1 << 20);
        try (VisionLanguageEncoder encoder = encoder();
                CosineSimilarity other = new CudaSimilarity(List.of(elsewhere), Precision.FLOAT32)) {
            assertThatThrownBy(() -> CudaRows.open(encoder, other, 5))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("are on different devices");
            assertThatThrownBy(() -> CudaRows.open(encoder, CosineSimilarity.reference(), 5))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected both opened as cuda");
            assertThatThrownBy(() -> CudaRows.open(encoder, similarity, 1 << 30))
                    .isInstanceOf(EncoderException.class);
            CudaRows left = CudaRows.open(encoder, similarity, 5);
            similarity.close();
            assertThatThrownBy(() -> left.encoder().encodeImages(TestImages.discs(1, 3)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cuda similarity is closed");
            left.close();
        }
    }
}
