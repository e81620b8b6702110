package io.discern.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.BatchSize;
import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.MeanColourEncoder;
import io.discern.TimeLimitException;
import io.discern.VisionLanguageEncoder;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingRunTest {
    private static final int BATCH = 4;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, BATCH - 1, BATCH, BATCH + 1, 3 * BATCH + 2, 100})
    void everyImageGetsItsRowInOrder(int count) {
        RunResult result =
                EmbeddingRun.with(new MeanColourEncoder()).batchSize(BATCH).run(grays(count, -1));
        assertThat(result.embeddings().rows()).isEqualTo(count);
        assertThat(result.failures()).isEmpty();
        for (int i = 0; i < count; i++) {
            assertThat(result.embeddings().ids().get(i)).isEqualTo("image-" + i);
            assertThat(result.embeddings().row(i)[0]).isEqualTo(i);
        }
    }

    @Test
    void anUnreadableImageIsARowOfTheFailuresAndNothingElseIsLost() {
        List<ImageFailure> told = new ArrayList<>();
        List<Integer> progress = new ArrayList<>();
        RunListener listener = new RunListener() {
            @Override
            public void onFailure(ImageFailure failure) {
                told.add(failure);
            }

            @Override
            public void onProgress(int done, int total) {
                progress.add(done);
            }
        };
        RunResult result = EmbeddingRun.with(new MeanColourEncoder())
                .batchSize(BATCH)
                .listener(listener)
                .run(grays(10, 6));
        assertThat(result.embeddings().rows()).isEqualTo(9);
        assertThat(result.images().images()).noneMatch(image -> image.id().equals("image-6"));
        assertThat(result.embeddings().row(6)[0]).isEqualTo(7);
        assertThat(result.failures())
                .containsExactly(new ImageFailure("image-6", "image-6", "image-6: not a readable image"))
                .isEqualTo(told);
        assertThat(progress).endsWith(10);
    }

    @Test
    void anImageWhoseEmbeddingIsNotANumberIsARowOfTheFailures() {
        RunResult result = EmbeddingRun.with(new BadAt(5)).batchSize(BATCH).run(grays(10, -1));
        assertThat(result.embeddings().rows()).isEqualTo(9);
        assertThat(result.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.id()).isEqualTo("image-5");
            assertThat(failure.reason()).contains("NaN at component 1");
        });
    }

    @Test
    void aZeroVectorOfAnEncoderThatStatesNormalizedOnesIsARowOfTheFailures() {
        MeanColourEncoder colours = new MeanColourEncoder();
        VisionLanguageEncoder stating = new VisionLanguageEncoder() {
            @Override
            public EncoderInfo info() {
                return colours.info().withNormalized(true);
            }

            @Override
            public Embeddings encodeImages(List<RgbImage> images) {
                return colours.encodeImages(images);
            }
        };
        RunResult result = EmbeddingRun.with(stating).batchSize(BATCH).run(grays(10, -1));
        assertThat(result.embeddings().rows()).isEqualTo(9);
        assertThat(result.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.id()).isEqualTo("image-0");
            assertThat(failure.reason()).contains("is zero throughout", "states normalized embeddings");
        });
    }

    /** Tells of images from the last to the first; every fifth cannot be read. */
    private static DatasetEncoder elsewhere(int toldOf) {
        MeanColourEncoder colours = new MeanColourEncoder();
        return new DatasetEncoder() {
            @Override
            public EncoderInfo info() {
                return colours.info();
            }

            @Override
            public Embeddings encodeImages(List<RgbImage> images) {
                throw new AssertionError("batches are not asked for");
            }

            @Override
            public void embed(LabeledImages images, int batchSize, Rows into) {
                assertThat(batchSize).isEqualTo(BATCH);
                for (int told = 0; told < toldOf; told++) {
                    int place = Math.floorMod(images.size() - 1 - told, images.size());
                    if (place % 5 == 3) {
                        into.fail(place, "lies too far away");
                    } else {
                        into.add(place, new float[] {place, 1, 2});
                    }
                }
            }
        };
    }

    @Test
    void anEncoderOfDataSetsGetsThemWhole() {
        RunResult result = EmbeddingRun.with(elsewhere(9)).batchSize(BATCH).run(grays(9, -1));
        assertThat(result.failures())
                .containsExactlyInAnyOrder(
                        new ImageFailure("image-3", "image-3", "lies too far away"),
                        new ImageFailure("image-8", "image-8", "lies too far away"));
        assertThat(result.embeddings().ids()).startsWith("image-0", "image-1", "image-2", "image-4");
        assertThat(result.embeddings().row(3)).containsExactly(4, 1, 2);
        assertThatThrownBy(() -> EmbeddingRun.with(elsewhere(9))
                        .batchSize(BATCH)
                        .maxFailures(0.1)
                        .run(grays(9, -1)))
                .hasMessageContaining("more than the limit of 10 %");
    }

    @Test
    void anEncoderOfDataSetsMustTellOfEveryImageOnce() {
        EmbeddingRun forgets = EmbeddingRun.with(elsewhere(8)).batchSize(BATCH);
        assertThatThrownBy(() -> forgets.run(grays(9, -1))).hasMessageContaining("told nothing of image 'image-0'");
        EmbeddingRun repeats = EmbeddingRun.with(elsewhere(10)).batchSize(BATCH);
        assertThatThrownBy(() -> repeats.run(grays(9, -1))).hasMessageContaining("told of image 'image-8' twice");
    }

    /** Each call costs whole runs of 64 rows. */
    private static final class Padded implements VisionLanguageEncoder {
        private final VisionLanguageEncoder encoder = new MeanColourEncoder();
        private int calls;
        private int rows;

        @Override
        public EncoderInfo info() {
            return encoder.info();
        }

        @Override
        public BatchSize batchSize() {
            return new BatchSize(64, true);
        }

        @Override
        public Embeddings encodeImages(List<RgbImage> images) {
            calls++;
            rows += (images.size() + 63) / 64 * 64;
            return encoder.encodeImages(images);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 256, 4, 256",
        "32, 256, 4, 256",
        "64, 256, 4, 256",
        "65, 256, 2, 256",
        "1, 100, 2, 128",
        "200, 7, 1, 64"
    })
    void aModelOfOneBatchSizeComputesOnePaddedBatchAtMost(int asked, int images, int calls, int rows) {
        Padded encoder = new Padded();
        EmbeddingRun run = EmbeddingRun.with(encoder);
        RunResult result = (asked == 0 ? run : run.batchSize(asked)).run(grays(images, -1));
        assertThat(result.embeddings().row(images - 1)[0]).isEqualTo(images - 1);
        assertThat(List.of(encoder.calls, encoder.rows)).containsExactly(calls, rows);
    }

    @Test
    void moreFailuresThanTheLimitEndTheRunAtOnce() {
        EmbeddingRun run = EmbeddingRun.with(new MeanColourEncoder()).batchSize(BATCH);
        assertThat(run.maxFailures(0.1).run(grays(10, 6)).failures()).hasSize(1);
        List<ImageFailure> told = new ArrayList<>();
        RunListener listener = new RunListener() {
            @Override
            public void onFailure(ImageFailure failure) {
                told.add(failure);
            }
        };
        LabeledImages everySecond = new LabeledImages(
                "half",
                IntStream.range(0, 40)
                        .mapToObj(i -> LabeledImage.of("image-" + i, "a", () -> {
                            if (i % 2 == 1) {
                                throw new IOException("image-" + i + ": unreadable");
                            }
                            return RgbImage.of(1, 1, new byte[3]);
                        }))
                        .toList());
        assertThatThrownBy(() -> run.maxFailures(0.125).listener(listener).run(everySecond))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining(
                        "6 of the 40 images of half failed, more than the limit of 12.5 %; the run stopped there."
                                + " First: image-1: image-1: unreadable");
        assertThat(told).hasSize(6);
        assertThatThrownBy(() -> run.maxFailures(1.5)).hasMessage("maxFailures 1.5; expected a share from 0 to 1");
    }

    @Test
    void nothingEncodedIsAnError() {
        LabeledImages one = grays(1, 0);
        EmbeddingRun run = EmbeddingRun.with(new MeanColourEncoder());
        assertThatThrownBy(() -> run.run(one))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("none of the 1 images of grays could be encoded")
                .hasMessageContaining("not a readable image");
    }

    @Test
    void anEncoderThatDropsRowsIsCaught() {
        VisionLanguageEncoder dropping = new VisionLanguageEncoder() {
            @Override
            public EncoderInfo info() {
                return EncoderInfo.of("dropping", 1);
            }

            @Override
            public Embeddings encodeImages(List<RgbImage> images) {
                return Embeddings.ofRows(1, new float[0]);
            }
        };
        EmbeddingRun run = EmbeddingRun.with(dropping);
        assertThatThrownBy(() -> run.run(grays(3, -1))).hasMessageContaining("Embeddings[0 x 1 float32] for 1 images");
    }

    @Test
    void interruptionEndsTheRun() {
        EmbeddingRun run = EmbeddingRun.with(new MeanColourEncoder());
        LabeledImages images = grays(3, -1);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> run.run(images)).hasMessageContaining("interrupted at image 0");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** Images whose every pixel has the image's number; one of them cannot be read. */
    private static LabeledImages grays(int count, int unreadable) {
        return new LabeledImages(
                "grays",
                IntStream.range(0, count)
                        .mapToObj(i -> LabeledImage.of("image-" + i, "class-" + i % 2, () -> {
                            if (i == unreadable) {
                                throw new IOException("image-" + i + ": not a readable image");
                            }
                            byte[] pixels = new byte[3];
                            Arrays.fill(pixels, (byte) i);
                            return RgbImage.of(1, 1, pixels);
                        }))
                        .toList());
    }

    /** Gives NaN for the image of one gray value. */
    private record BadAt(int gray) implements VisionLanguageEncoder {
        @Override
        public EncoderInfo info() {
            return EncoderInfo.of("bad", 2);
        }

        @Override
        public Embeddings encodeImages(List<RgbImage> images) {
            float[] values = new float[2 * images.size()];
            for (int i = 0; i < images.size(); i++) {
                values[2 * i + 1] = images.get(i).get(0, 0, 0) == gray ? Float.NaN : 1;
            }
            return Embeddings.ofRows(2, values);
        }
    }

    @Test
    void aModelThatDoesNotEndIsAskedForOneImageAloneAndNotForEach() {
        AtomicInteger runs = new AtomicInteger();
        VisionLanguageEncoder endless = new MeanColour(images -> {
            runs.incrementAndGet();
            throw new TimeLimitException("toy: a run took longer than 1 s", null);
        });
        assertThatThrownBy(() -> EmbeddingRun.with(endless).batchSize(BATCH).run(grays(3 * BATCH, -1)))
                .isInstanceOf(TimeLimitException.class);
        assertThat(runs).hasValue(2);
    }

    @Test
    void aBatchThatTakesTooLongIsTakenApart() {
        VisionLanguageEncoder slow = new MeanColour(images -> {
            if (images.size() > 1) {
                throw new TimeLimitException("toy: a run took longer than 1 s", null);
            }
            return new MeanColourEncoder().encodeImages(images);
        });
        RunResult result = EmbeddingRun.with(slow).batchSize(BATCH).run(grays(BATCH, -1));
        assertThat(result.embeddings().rows()).isEqualTo(BATCH);
        assertThat(result.failures()).isEmpty();
    }

    private record MeanColour(Function<List<RgbImage>, Embeddings> encode) implements VisionLanguageEncoder {
        @Override
        public EncoderInfo info() {
            return new MeanColourEncoder().info();
        }

        @Override
        public Embeddings encodeImages(List<RgbImage> images) {
            return encode.apply(images);
        }
    }
}
