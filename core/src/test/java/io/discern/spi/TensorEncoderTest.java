package io.discern.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.NonFiniteEmbeddingException;
import io.discern.UnsupportedCapabilityException;
import io.discern.image.RgbImage;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.Channels;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Preprocessor;
import io.discern.preprocess.ResampleFilter;
import io.discern.preprocess.Resize;
import io.discern.text.TokenBatch;
import io.discern.text.Tokenizer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorEncoderTest {
    private static final int BATCH = 3;
    /** One gray pixel in 0..255. */
    private static final Preprocessor ONE_PIXEL = Preprocessor.of(new PreprocessSpec(
            Channels.GRAY,
            new Resize.Squash(1, 1),
            ResampleFilter.BOX,
            Optional.empty(),
            1,
            List.of(0.0),
            List.of(1.0)));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, BATCH - 1, BATCH, BATCH + 1, 3 * BATCH + 1})
    void everyImageGetsItsRowInOrder(int count) {
        try (Gray encoder = new Gray()) {
            Embeddings rows = encoder.encodeImages(grays(count));
            assertThat(rows).hasToString("Embeddings[" + count + " x 2 float32]");
            for (int i = 0; i < count; i++) {
                assertThat(rows.row(i)).containsExactly(i, 1);
            }
            assertThat(encoder.batches).allMatch(size -> size <= BATCH);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, BATCH, BATCH + 1, 3 * BATCH + 2})
    void aFixedBatchFillsUpTheLastRun(int count) {
        try (Gray encoder = new Gray(EncoderInfo.of("gray", 2), true)) {
            Embeddings rows = encoder.encodeImages(grays(count));
            assertThat(rows.rows()).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                assertThat(rows.row(i)).containsExactly(i, 1);
            }
            assertThat(encoder.batches).hasSize((count + BATCH - 1) / BATCH).allMatch(size -> size == BATCH);
        }
    }

    @Test
    void normalizesWhenTheFactsSaySo() {
        try (Gray encoder = new Gray(EncoderInfo.of("gray", 2).withNormalized(true))) {
            assertThat(encoder.encodeImages(grays(2)).row(1)).containsExactly(0.70710677f, 0.70710677f);
        }
    }

    @Test
    void aValueThatIsNotANumberIsAnErrorThatNamesItsPlace() {
        try (Gray encoder = new Gray()) {
            encoder.poison = 4;
            assertThatThrownBy(() -> encoder.encodeImages(grays(6)))
                    .isInstanceOf(NonFiniteEmbeddingException.class)
                    .hasMessageContaining("input 4 has NaN at component 1");
        }
    }

    @Test
    void aModelThatGivesTooFewRowsIsAnError() {
        try (Gray encoder = new Gray()) {
            encoder.dropLast = true;
            assertThatThrownBy(() -> encoder.encodeImages(grays(2)))
                    .isInstanceOf(EncoderException.class)
                    .hasMessage("gray: the model gave 2 values for 2 inputs; expected 4");
        }
    }

    @Test
    void textsGoThroughTheTokenizer() {
        try (Gray encoder = new Gray(EncoderInfo.of("gray", 2).withCapabilities(EnumSet.allOf(Capability.class)))) {
            assertThat(encoder.encodeTexts(List.of("a", "", "bbbb", "cc")).values())
                    .containsExactly(1, 0, 0, 0, 4, 0, 2, 0);
        }
        try (Gray encoder = new Gray()) {
            assertThatThrownBy(() -> encoder.encodeTexts(List.of("a")))
                    .isInstanceOf(UnsupportedCapabilityException.class);
        }
    }

    @Test
    void closingReleasesOnceAndUseAfterwardsIsAnError() {
        Gray encoder = new Gray();
        encoder.close();
        encoder.close();
        assertThat(encoder.released).isEqualTo(1);
        assertThatThrownBy(() -> encoder.encodeImages(grays(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("gray is closed");
        assertThat(encoder.info().dimension()).isEqualTo(2);
    }

    @Test
    void whatItWasGivenIsClosedOnceAndAfterTheRelease() {
        for (boolean fails : new boolean[] {false, true}) {
            List<String> closed = new ArrayList<>();
            TensorEncoder encoder =
                    new TensorEncoder(
                            EncoderInfo.of("gray", 2),
                            closing("preprocessor", closed),
                            new LengthTokenizer() {
                                @Override
                                public void close() {
                                    closed.add("tokenizer");
                                }
                            },
                            BATCH) {
                        @Override
                        protected void run(PixelBatch pixels, FloatBuffer embeddings) {}

                        @Override
                        protected void release() {
                            closed.add("own");
                            if (fails) {
                                throw new IllegalStateException("stuck");
                            }
                        }
                    };
            if (fails) {
                assertThatThrownBy(encoder::close).hasMessage("stuck");
            }
            encoder.close();
            encoder.close();
            assertThat(closed).containsExactly("own", "tokenizer", "preprocessor");
        }
    }

    private static BatchPreprocessor closing(String name, List<String> closed) {
        return new BatchPreprocessor() {
            @Override
            public PreprocessSpec spec() {
                return ONE_PIXEL.spec();
            }

            @Override
            public void preprocess(List<RgbImage> images, PixelBatch batch) {
                ONE_PIXEL.preprocess(images, batch);
            }

            @Override
            public void close() {
                closed.add(name);
            }
        };
    }

    @Test
    void textsComeInBatchesOfTheirOwn() {
        List<Integer> sizes = new ArrayList<>();
        EncoderInfo both = EncoderInfo.of("gray", 2).withCapabilities(EnumSet.allOf(Capability.class));
        try (TensorEncoder encoder = new TensorEncoder(both, ONE_PIXEL, new LengthTokenizer(), BATCH) {
            @Override
            protected int textBatchSize() {
                return 8;
            }

            @Override
            protected void run(PixelBatch pixels, FloatBuffer embeddings) {}

            @Override
            protected void run(TokenBatch tokens, FloatBuffer embeddings) {
                sizes.add(tokens.count());
                embeddings.put(new float[2 * tokens.count()]);
            }

            @Override
            protected void release() {}
        }) {
            encoder.encodeTexts(Collections.nCopies(20, "a"));
        }
        assertThat(sizes).containsExactly(8, 8, 4);
    }

    @Test
    void closingWaitsForARunUnderWay() throws InterruptedException {
        Gray encoder = new Gray();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean releasedDuringRun = new AtomicBoolean();
        encoder.duringRun = () -> {
            running.countDown();
            await(go);
            releasedDuringRun.set(encoder.released > 0);
        };
        Thread user = new Thread(() -> encoder.encodeImages(grays(1)));
        user.start();
        await(running);
        Thread closer = new Thread(encoder::close);
        closer.start();
        closer.join(100);
        assertThat(closer.isAlive()).isTrue();
        go.countDown();
        user.join();
        closer.join();
        assertThat(releasedDuringRun).isFalse();
        assertThat(encoder.released).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void aZeroVectorThatShouldBeNormalizedIsAnErrorAndNotAnEmbedding() {
        EncoderInfo unit = EncoderInfo.of("unit", 2).withNormalized(true);
        try (Gray encoder = new Gray(unit)) {
            encoder.zero = 2;
            assertThatThrownBy(() -> encoder.encodeImages(grays(4)))
                    .isInstanceOf(EncoderException.class)
                    .hasMessageStartingWith("unit: embedding 2 of 4 is zero throughout; expected a direction")
                    .hasMessageContaining("normalized: false");
        }
        try (Gray encoder = new Gray()) {
            encoder.zero = 2;
            assertThat(encoder.encodeImages(grays(4)).row(2)).containsExactly(0, 0);
        }
    }

    private static List<RgbImage> grays(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    byte[] pixels = new byte[2 * 2 * 3];
                    Arrays.fill(pixels, (byte) i);
                    return RgbImage.of(2, 2, pixels);
                })
                .toList();
    }

    /** Gives each image's gray value and a one; each text's length and a zero. */
    private static final class Gray extends TensorEncoder {
        private final List<Integer> batches = new ArrayList<>();
        private int poison = -1;
        private int zero = -1;
        private boolean dropLast;
        private int released;
        private Runnable duringRun = () -> {};

        Gray() {
            this(EncoderInfo.of("gray", 2));
        }

        Gray(EncoderInfo info) {
            this(info, false);
        }

        Gray(EncoderInfo info, boolean fixedBatch) {
            super(info, ONE_PIXEL, new LengthTokenizer(), BATCH, fixedBatch);
        }

        @Override
        protected void run(PixelBatch pixels, FloatBuffer embeddings) {
            duringRun.run();
            batches.add(pixels.count());
            FloatBuffer values = pixels.values();
            for (int i = 0; i < pixels.count() - (dropLast ? 1 : 0); i++) {
                float gray = values.get(i);
                embeddings.put(gray == zero ? 0 : gray).put(gray == poison ? Float.NaN : gray == zero ? 0 : 1);
            }
        }

        @Override
        protected void run(TokenBatch tokens, FloatBuffer embeddings) {
            for (int i = 0; i < tokens.count(); i++) {
                embeddings.put(tokens.ids()[i]).put(0);
            }
        }

        @Override
        protected void release() {
            released++;
        }
    }

    /** One token: the text's length. */
    private static class LengthTokenizer implements Tokenizer {
        @Override
        public TokenBatch tokenize(List<String> texts) {
            long[] ids = texts.stream().mapToLong(String::length).toArray();
            long[] mask = new long[ids.length];
            Arrays.fill(mask, 1);
            return new TokenBatch(ids.length, 1, ids, mask);
        }
    }
}
