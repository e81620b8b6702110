package io.discern.analysis.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.Lost;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Results;
import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.geometry.ModalityGap;
import io.discern.analysis.zeroshot.Ensembling;
import io.discern.analysis.zeroshot.Prompts;
import io.discern.analysis.zeroshot.ZeroShot;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.similarity.CosineSimilarity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StudyTest {
    /** Without overlays. */
    private static final int PLAIN = 21;
    /** Of the quick look. */
    private static final int OVERLAY = 82;

    private static final int RESULTS = PLAIN + OVERLAY;

    private final LabeledImages images = ToyImages.of(40, 2, 1);

    private static List<StudyRow> rows(StudyResult result, String encoder) {
        return result.rows().stream()
                .filter(row -> row.encoder().equals(encoder))
                .toList();
    }

    @Test
    void measuresEveryEncoderOnEveryDataSet() {
        StudyResult result = Study.of(
                        List.of(
                                StudyEncoder.of(ToyEncoder.lowerHalf()),
                                StudyEncoder.of("dark", ToyEncoder.darkShare())),
                        List.of(images, ToyImages.of(30, 3, 2).withName("other")))
                .withSeed(7)
                .run();
        // For each of 2 x 2.
        assertThat(result.rows()).hasSize(4 * RESULTS);
        assertThat(result.rows())
                .allSatisfy(row -> assertThat(row.result().seed()).isEqualTo(7));
        assertThat(result.failures()).isEmpty();
        assertThat(result.maps())
                .hasSize(4)
                .allSatisfy(map -> assertThat(map.method()).isEqualTo("pca"));
        assertThat(result.examples()).hasSize(5);
        assertThat(result.encoders()).containsOnlyKeys("lower-half", "dark");
        assertThat(result.datasets().get(1).classCounts()).containsEntry("class2", 10);
        assertThat(result.times()).hasSize(2 * (1 + 2 * 3) + 1);
    }

    @Test
    void encodersAreComparedOnTheSameImagesAndRankedOverTheDataSets() {
        StudyResult result = Study.of(
                        List.of(
                                StudyEncoder.of("good", ToyEncoder.lowerHalf()),
                                StudyEncoder.of("same", ToyEncoder.lowerHalf()),
                                StudyEncoder.of("blind", ToyEncoder.noise())),
                        List.of(images, ToyImages.of(30, 3, 2).withName("other")))
                .withoutOverlay()
                .run();
        assertThat(value(result, "good vs same", "toy", "cka,linear")).isCloseTo(1, within(1e-9));
        assertThat(value(result, "good vs same", "toy", "knn,k=5,micro")).isZero();
        assertThat(value(result, "good vs same", "toy", "knn,k=5,micro,p")).isEqualTo(1);
        assertThat(value(result, "good vs blind", "toy", "knn,k=5,micro")).isGreaterThan(0.2);
        double p = value(result, "good vs blind", "toy", "knn,k=5,micro,p");
        assertThat(p).isLessThan(0.01);
        assertThat(value(result, "good vs blind", "toy", "knn,k=5,micro,p,holm"))
                .isBetween(p, 0.05);
        assertThat(value(result, "good vs blind", "toy", "knn,k=5,micro,mcnemar-mid-p"))
                .isLessThan(0.01);
        assertThat(value(result, "good", "all data sets", "knn,loo,k=5,balanced"))
                .isEqualTo(1.5);
        assertThat(value(result, "blind", "all data sets", "knn,loo,k=5,balanced"))
                .isEqualTo(3);
        assertThat(value(result, "all encoders", "all data sets", "knn,loo,k=5,balanced,friedman-p"))
                .isBetween(0.0, 1.0);
    }

    private static double value(StudyResult result, String encoder, String dataset, String variant) {
        return result.comparisons().stream()
                .filter(row -> row.encoder().equals(encoder) && row.dataset().equals(dataset))
                .map(StudyRow::result)
                .filter(found -> found.variant().equals(variant))
                .findFirst()
                .orElseThrow()
                .value()
                .orElseThrow();
    }

    @Test
    void theSameSeedGivesTheSameRows() {
        Study study = Study.of(List.of(StudyEncoder.of(ToyEncoder.darkShare())), List.of(images))
                .withSeed(3);
        assertThat(study.run().rows()).isEqualTo(study.run().rows());
        assertThat(study.withBatchSize(3).run().rows()).isEqualTo(study.run().rows());
        assertThat(study.withSimilarity(CosineSimilarity.reference()).run().rows())
                .isEqualTo(study.run().rows());
        assertThat(study.withSeed(4).run().rows()).isNotEqualTo(study.run().rows());
    }

    @Test
    void anEncoderThatCannotBeOpenedOrBreaksCostsOnlyItsOwnRows() {
        VisionLanguageEncoder rude = new VisionLanguageEncoder() {
            @Override
            public EncoderInfo info() {
                return EncoderInfo.of("rude", 3);
            }

            @Override
            public Embeddings encodeImages(List<RgbImage> batch) {
                throw new IllegalStateException("out of memory in the native library");
            }
        };
        StudyResult result = Study.of(
                        List.of(
                                StudyEncoder.opening("missing", () -> {
                                    throw new IOException("model.onnx: no such file");
                                }),
                                StudyEncoder.of("rude", rude),
                                StudyEncoder.of(ToyEncoder.failing()),
                                StudyEncoder.of("good", ToyEncoder.lowerHalf())),
                        List.of(images))
                .run();
        assertThat(rows(result, "good")).hasSize(RESULTS);
        assertThat(result.failures())
                .extracting(StudyFailure::reason)
                .anySatisfy(reason -> assertThat(reason).isEqualTo("model.onnx: no such file"));
        assertThat(rows(result, "missing")).singleElement().satisfies(row -> {
            assertThat(row.dataset()).isEqualTo("toy");
            assertThat(row.result().metric() + " " + row.result().variant()).isEqualTo("study open");
            assertThat(row.result().note()).isEqualTo("model.onnx: no such file");
        });
        assertThat(rows(result, "rude"))
                .singleElement()
                .satisfies(row -> assertThat(row.result().note()).contains("out of memory"));
        assertThat(rows(result, "failing"))
                .singleElement()
                .satisfies(row -> assertThat(row.result().note()).contains("the model is broken"));
    }

    /** Sees the mean colours of the lower half and reads texts as it is told. */
    private record Reader(Function<String, float[]> reading) implements VisionLanguageEncoder {
        private static final ToyEncoder EYES = ToyEncoder.lowerHalf();

        @Override
        public EncoderInfo info() {
            return EYES.info().withCapabilities(Set.of(Capability.IMAGE, Capability.TEXT));
        }

        @Override
        public Embeddings encodeImages(List<RgbImage> batch) {
            return EYES.encodeImages(batch);
        }

        @Override
        public Embeddings encodeTexts(List<String> texts) {
            float[] rows = new float[3 * texts.size()];
            for (int i = 0; i < texts.size(); i++) {
                System.arraycopy(reading.apply(texts.get(i)), 0, rows, 3 * i, 3);
            }
            return Embeddings.ofRows(3, rows);
        }
    }

    @Test
    void namesOfClassesThatAnEncoderCannotReadCostNoOtherResult() {
        Reader illiterate = new Reader(text -> {
            throw new EncoderException("'class0' does not fit 2 tokens");
        });
        StudyResult result =
                Study.of(List.of(StudyEncoder.of(illiterate)), List.of(images)).run();
        assertThat(result.rows()).hasSize(RESULTS + 1);
        assertThat(result.results("lower-half", "toy").get(Lost.stage("texts")).note())
                .contains("does not fit 2 tokens");
        assertThat(result.maps()).hasSize(1);
    }

    @Test
    void imagesAreMeasuredBesideTheGivenPromptsOfTheirClasses() {
        // Class 0 is red and class 1 is green.
        Reader reader = new Reader(text -> text.equals("red") ? new float[] {1, 0, 0} : new float[] {0, 1, 0});
        Study study =
                Study.of(List.of(StudyEncoder.of(reader)), List.of(images)).withoutOverlay();
        Map<String, List<String>> prompts =
                Map.of("class0", List.of("red"), "class1", List.of("green"), "other", List.of("blue"));
        Results found = study.withPrompts(new Prompts(prompts)).run().results("lower-half", "toy");
        assertThat(value(found, ZeroShot.Key.of(Ensembling.NORMALIZE_THEN_MEAN, ZeroShot.Score.MICRO)))
                .isGreaterThan(0.9);
        assertThat(value(found, StandardKeys.parse("retrieval", "text-to-image,r-precision")))
                .isGreaterThan(0.8);
        assertThat(value(found, ModalityGap.Key.GAP)).isPositive();

        Results lost = study.withPrompts(new Prompts(Map.of("class0", List.of("a"), "nevus", List.of("b"))))
                .run()
                .results("lower-half", "toy");
        assertThat(lost.get(Lost.stage("texts")).note()).contains("no prompts for class 'class1'");
    }

    private static double value(Results results, ResultKey key) {
        return results.get(key).value().orElseThrow();
    }

    @Test
    void anUnreadableImageIsListedOnceForEachEncoderAndTheRestIsMeasured() {
        List<LabeledImage> rows = new ArrayList<>(images.images());
        rows.set(5, rows.get(5).withSource(() -> {
            throw new IOException("img5: truncated");
        }));
        StudyResult result = Study.of(
                        List.of(StudyEncoder.of(ToyEncoder.lowerHalf())), List.of(new LabeledImages("toy", rows)))
                .run();
        assertThat(result.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.id()).isEqualTo("img5");
            assertThat(failure.reason()).isEqualTo("img5: truncated");
        });
        assertThat(result.rows())
                .hasSize(RESULTS)
                .allSatisfy(row -> assertThat(row.result().n()).isLessThanOrEqualTo(39));
    }

    @Test
    void oneClassAndNoImagesGiveRowsWithReasons() {
        StudyResult result = Study.of(
                        List.of(StudyEncoder.of(ToyEncoder.lowerHalf())),
                        List.of(ToyImages.of(8, 1, 1).withName("one"), new LabeledImages("none", List.of())))
                .run();
        assertThat(result.rows())
                // Of overlays the five that are shown first, and the verdict.
                .hasSize(PLAIN + 6 + 1)
                .allSatisfy(row -> assertThat(row.result().value()).isEmpty());
        assertThat(result.rows().get(0).result().note()).contains("one class only (class0)");
        assertThat(result.rows().get(PLAIN + 6).result().note()).isEqualTo("the data set holds no image");
    }

    @Test
    void closesWhatItOpensAndNothingElseAndTellsTheListener() {
        List<String> events = new ArrayList<>();
        StudyListener listener = new StudyListener() {
            @Override
            public void onStage(String encoder, String dataset, StudyTime.Stage stage) {
                events.add(encoder + " " + stage);
            }
        };
        int[] closed = new int[1];
        record Closing(VisionLanguageEncoder inner, int[] closed) implements VisionLanguageEncoder {
            @Override
            public EncoderInfo info() {
                return inner.info();
            }

            @Override
            public Embeddings encodeImages(List<RgbImage> batch) {
                return inner.encodeImages(batch);
            }

            @Override
            public void close() {
                closed[0]++;
                throw new EncoderException("close failed");
            }
        }
        Closing encoder = new Closing(ToyEncoder.lowerHalf(), closed);
        StudyResult result = Study.of(
                        List.of(StudyEncoder.opening("a", () -> encoder), StudyEncoder.of("b", encoder)),
                        List.of(images))
                .withoutOverlay()
                .withListener(listener)
                .run();
        assertThat(closed[0]).isEqualTo(1);
        assertThat(events)
                .containsExactly(
                        "a OPEN", "a EMBED", "a MEASURE", "b OPEN", "b EMBED", "b MEASURE", "all encoders COMPARE");
        assertThat(result.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason()).contains("close failed"));
        assertThat(result.rows()).hasSize(2 * PLAIN);
    }

    @Test
    void namesThatOccurTwiceAreRefused() {
        StudyEncoder encoder = StudyEncoder.of(ToyEncoder.zero());
        assertThatThrownBy(() -> Study.of(List.of(encoder, encoder), List.of(images)))
                .hasMessageContaining("named 'zero'");
        assertThatThrownBy(() -> Study.of(List.of(encoder), List.of()))
                .hasMessageContaining("expected at least one data set");
    }
}
