package io.discern.analysis.overlay;

import static io.discern.analysis.Golden.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.Golden;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.internal.overlay.measure.NearestCentroid;
import io.discern.analysis.internal.overlay.measure.OverlayRows;
import io.discern.analysis.internal.overlay.measure.SuiteEvidence;
import io.discern.analysis.internal.overlay.run.AlignedImages;
import io.discern.analysis.internal.overlay.run.ClassVotes;
import io.discern.analysis.internal.overlay.run.OverlayWords;
import io.discern.analysis.internal.overlay.run.UnitVectors;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayPosition;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.analysis.shortcut.ObservedShortcut;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.store.NpyArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** Every measure of the suite on planted embeddings against NumPy and scikit-learn; see golden/README.md. */
class OverlaySuiteGoldenTest {
    private static final JsonNode EXPECTED = Golden.json("overlay_suite.json");
    private static final OverlayPlan PLAN = new OverlayPlan(
            OverlaySpec.of("x"),
            List.of(OverlayText.PORTABLE, OverlayText.DATE, OverlayText.GREEK),
            List.of(OverlayInk.TEXT, OverlayInk.SCRAMBLED),
            List.of(OverlayPosition.CENTER),
            List.of(0.05, 0.2),
            true,
            List.of(0.5),
            List.of());
    private static final List<LabeledEmbeddings> EMBEDDINGS = embeddings();
    private static List<MetricResult> results;

    private static List<LabeledEmbeddings> embeddings() {
        NpyArray all = Golden.array("overlay_suite.npy");
        int rows = all.shape()[1];
        int dim = all.shape()[2];
        float[] values = all.toFloats();
        List<String> labels = Arrays.stream(Golden.ints(EXPECTED.get("labels")))
                .mapToObj(Integer::toString)
                .toList();
        List<String> groups = Arrays.stream(Golden.ints(EXPECTED.get("groups")))
                .mapToObj(Integer::toString)
                .toList();
        return IntStream.range(0, all.shape()[0])
                .mapToObj(i -> LabeledEmbeddings.of(
                                Nd4j.create(
                                        Arrays.copyOfRange(values, i * rows * dim, (i + 1) * rows * dim),
                                        new long[] {rows, dim},
                                        'c'),
                                labels)
                        .withGroups(groups))
                .toList();
    }

    private static LabeledEmbeddings shown(String name) {
        return EMBEDDINGS.get(IntStream.range(0, EMBEDDINGS.size())
                .filter(i -> EXPECTED.get("order").get(i).asText().equals(name))
                .findFirst()
                .orElseThrow());
    }

    /** Says the words of the golden file. */
    private record Words(List<String> texts, JsonNode vectors) implements VisionLanguageEncoder {
        @Override
        public EncoderInfo info() {
            return EncoderInfo.of("words", vectors.get(0).size()).withCapabilities(EnumSet.allOf(Capability.class));
        }

        @Override
        public Embeddings encodeImages(List<RgbImage> images) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Embeddings encodeTexts(List<String> asked) {
            double[] vector = Golden.doubles(vectors.get(texts.indexOf(asked.get(0))));
            float[] values = new float[vector.length];
            IntStream.range(0, values.length).forEach(j -> values[j] = (float) vector[j]);
            return Embeddings.ofRows(values.length, values);
        }
    }

    @BeforeAll
    static void measure() {
        Map<Condition, LabeledEmbeddings> overlaid = new LinkedHashMap<>();
        PLAN.conditions().forEach(condition -> overlaid.put(condition, EMBEDDINGS.get(overlaid.size() + 1)));
        AlignedImages images = new AlignedImages(EMBEDDINGS.get(0), overlaid, Golden.ints(EXPECTED.get("named")), 0, 0);
        List<String> texts = new ArrayList<>(images.clean().classes());
        PLAN.strings().forEach(text -> texts.add(text.marker()));
        OverlayWords words = OverlayWords.of(new Words(texts, EXPECTED.get("words")), texts);
        long seed = EXPECTED.get("seed").asLong();
        OverlayRows rows = new OverlayRows(images.clean(), "", seed);
        SuiteEvidence evidence = new SuiteEvidence(images, PLAN, new ClassVotes(images, 5), words, seed);
        OverlaySuite.MEASURES.forEach(measure -> measure.measure(evidence, rows));
        int[] site = Golden.ints(EXPECTED.get("attribute"));
        LabeledImages listed = new LabeledImages(
                "planted",
                IntStream.range(0, site.length)
                        .mapToObj(i -> new LabeledImage("" + i, "", "x", "", Map.of("site", "" + site[i]), () -> null))
                        .toList());
        results = new ArrayList<>(rows.results());
        results.addAll(ObservedShortcut.of(listed, "site").measure(images.clean(), seed));
    }

    /** The reference reads thresholds off a grid of two million places. */
    private static double tolerance(String variant) {
        return variant.startsWith("flip-threshold") ? 1e-6 : 1e-9;
    }

    @Test
    void everyValueEqualsNumPyAndScikitLearn() {
        SoftAssertions.assertSoftly(all -> EXPECTED.get("values")
                .properties()
                .forEach(expected -> all.assertThat(
                                variant(results, expected.getKey()).value().orElseThrow())
                        .as(expected.getKey())
                        .isCloseTo(expected.getValue().asDouble(), within(tolerance(expected.getKey())))));
    }

    @Test
    void everyControlEqualsNumPyAndScikitLearn() {
        SoftAssertions.assertSoftly(all -> EXPECTED.get("nulls")
                .properties()
                .forEach(expected -> all.assertThat(
                                variant(results, expected.getKey()).nullValue().orElseThrow())
                        .as(expected.getKey())
                        .isCloseTo(expected.getValue().asDouble(), within(tolerance(expected.getKey())))));
    }

    @Test
    void theProbeEqualsScikitLearnsNearestCentroid() {
        int[] folds = Golden.ints(EXPECTED.get("folds"));
        List<LabeledEmbeddings> strings = List.of(shown("portable"), shown("date"), shown("greek"));
        assertThat(new NearestCentroid(strings, folds).correct())
                .containsExactly(Golden.doubles(EXPECTED.at("/probe/strings")), within(1e-12));
        assertThat(new NearestCentroid(List.of(shown("clean"), shown("text")), folds).correct())
                .containsExactly(Golden.doubles(EXPECTED.at("/probe/present")), within(1e-12));
    }

    @Test
    void everyValueLiesInItsIntervalWhichHasAWidth() {
        assertThat(results)
                .allSatisfy(result -> result.interval().ifPresent(ends -> {
                    assertThat(result.value().orElseThrow())
                            .as(result.variant())
                            .isBetween(ends.low(), ends.high());
                    assertThat(ends.low()).as(result.variant()).isLessThan(ends.high());
                }));
    }

    @Test
    void intervalsEqualThoseByLeavingGroupsOutInNumPyAndScikitLearn() {
        SoftAssertions.assertSoftly(all -> Golden.json("overlay_intervals.json")
                .get("intervals")
                .properties()
                .forEach(expected -> {
                    MetricResult result = variant(results, expected.getKey());
                    all.assertThat(new double[] {
                                result.ciLow().orElseThrow(), result.ciHigh().orElseThrow()
                            })
                            .as(expected.getKey())
                            .containsExactly(Golden.doubles(expected.getValue()), within(1e-9));
                }));
    }

    @Test
    void permutedVersionsAreAtChance() {
        assertThat(variant(results, "decode,what=string").nullValue().orElseThrow())
                .isCloseTo(1 / 3.0, within(0.02));
        assertThat(variant(results, "decode,what=present").nullValue().orElseThrow())
                .isCloseTo(0.5, within(0.02));
        assertThat(variant(results, "variance-share,of=overlay-p").value()).hasValue(0.001);
        // Four versions of 48 images: three degrees of freedom of the 144 that are not between images.
        double within = 1 - betweenImages();
        assertThat(variant(results, "variance-share,of=overlay").nullValue().orElseThrow())
                .isCloseTo(within * 3 / 144, within(0.002));
    }

    private static double betweenImages() {
        double[][] rows = UnitVectors.of(List.of(shown("clean"), shown("portable"), shown("date"), shown("greek")));
        double[] mean = new double[rows[0].length];
        for (double[] row : rows) {
            UnitVectors.add(mean, row, 1.0 / rows.length);
        }
        double between = 0;
        double total = 0;
        for (int image = 0; image < 48; image++) {
            double[] ofImage = new double[mean.length];
            for (int version = 0; version < 4; version++) {
                UnitVectors.add(ofImage, rows[version * 48 + image], 0.25);
                double[] away = rows[version * 48 + image].clone();
                UnitVectors.add(away, mean, -1);
                total += UnitVectors.dot(away, away);
            }
            UnitVectors.add(ofImage, mean, -1);
            between += 4 * UnitVectors.dot(ofImage, ofImage);
        }
        return between / total;
    }

    @Test
    void noVariantOccursTwice() {
        assertThat(results).extracting(MetricResult::variant).doesNotHaveDuplicates();
    }
}
