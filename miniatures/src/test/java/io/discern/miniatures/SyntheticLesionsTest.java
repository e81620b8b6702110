package io.discern.miniatures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SyntheticLesionsTest {

    static List<String> modalities() {
        return SyntheticLesions.modalities();
    }

    /** Computed once on JDK 17, Linux x86-64; any other platform must agree. */
    @ParameterizedTest
    @CsvSource({
        "dermoscopy, 61975eab0906356e51cd958bd3b8d74001fb5d6767fced984ee589df03ca5fa5",
        "radiograph, 379ae74754c22cbf7a1cde353d90995cf02579c75861d38a1b8d5cf6a4e6db84",
        "ultrasound, 44d24356366d378c9475c563e1f2a1a1b4739aa3ce092d2eac33dc8a1fee77b1",
        "histology, ceed7be6254c94d7f0f6bbb06367ea8bba44e6c1aef9a09bb17e207811163faf"
    })
    void theSameSeedGivesTheSameBytesForEver(String modality, String expected) throws Exception {
        assertEquals(expected, hash(SyntheticLesions.of(modality, 8, 42)));
    }

    @ParameterizedTest
    @MethodSource("modalities")
    void loadingTwiceGivesEqualImages(String modality) throws IOException {
        LabeledImage row = SyntheticLesions.of(modality, 1, 3).images().get(0);
        assertEquals(row.source().load(), row.source().load());
        assertEquals(
                row.source().load(),
                SyntheticLesions.of(modality, 1, 3).images().get(0).source().load());
    }

    @ParameterizedTest
    @MethodSource("modalities")
    void anotherSeedGivesOtherImages(String modality) throws IOException {
        assertNotEquals(
                SyntheticLesions.of(modality, 1, 3).images().get(0).source().load(),
                SyntheticLesions.of(modality, 1, 4).images().get(0).source().load());
    }

    @ParameterizedTest
    @MethodSource("modalities")
    void imagesOfAPatientShareTheirLabel(String modality) {
        Map<String, Set<String>> labels = new HashMap<>();
        Map<String, Integer> sizes = new HashMap<>();
        for (LabeledImage row : SyntheticLesions.of(modality, 100, 7).images()) {
            labels.computeIfAbsent(row.group(), key -> new HashSet<>()).add(row.label());
            sizes.merge(row.group(), 1, Integer::sum);
        }
        assertEquals(100, labels.size());
        assertTrue(labels.values().stream().allMatch(set -> set.size() == 1), labels.toString());
        assertEquals(Set.of(1, 2, 3, 4), new HashSet<>(sizes.values()));
    }

    @ParameterizedTest
    @MethodSource("modalities")
    void classesAreMildlyImbalancedAndAllThereFromThreePatients(String modality) {
        assertEquals(
                new HashSet<>(SyntheticLesions.labels(modality)),
                new HashSet<>(SyntheticLesions.of(modality, 3, 11).classes()));
        LabeledImages many = SyntheticLesions.of(modality, 400, 11);
        Map<String, Long> counts =
                many.images().stream().collect(Collectors.groupingBy(LabeledImage::label, Collectors.counting()));
        counts.values().forEach(n -> assertTrue(n > 0.18 * many.size() && n < 0.52 * many.size(), counts.toString()));
    }

    @ParameterizedTest
    @MethodSource("modalities")
    void captionsNameTheModalityAndTheClass(String modality) {
        for (LabeledImage row : SyntheticLesions.of(modality, 60, 5).images()) {
            String caption = row.attributes().get("caption");
            assertTrue(caption.startsWith(modality + " image of "), caption);
            assertTrue(caption.contains(row.label()), caption);
            assertEquals(modality, row.attributes().get("modality"));
        }
    }

    @ParameterizedTest
    @MethodSource("modalities")
    void sidesVaryBetween128And200AndAreMostlyUnequal(String modality) throws IOException {
        int square = 0;
        LabeledImages images = SyntheticLesions.of(modality, 12, 9);
        for (LabeledImage row : images.images()) {
            RgbImage image = row.source().load();
            assertTrue(Math.min(image.width(), image.height()) >= 128, image.toString());
            assertTrue(Math.max(image.width(), image.height()) <= 200, image.toString());
            square += image.width() == image.height() ? 1 : 0;
        }
        assertTrue(square < images.size() / 4);
    }

    @Test
    void seedsThatTrainedTheMiniaturesAreRefused() {
        for (long seed : new long[] {-1, SyntheticLesions.FIRST_TRAINING_SEED, ExportTrainingSet.TRAINING_SEED}) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> SyntheticLesions.of("histology", 3, seed));
            assertTrue(refused.getMessage().contains(Long.toString(seed)), refused.getMessage());
        }
        assertTrue(ExportTrainingSet.HELD_OUT_SEED < SyntheticLesions.FIRST_TRAINING_SEED);
    }

    @Test
    void noImageOfATrainingSeedOccursUnderAnOrdinarySeed() throws IOException {
        for (String modality : modalities()) {
            Set<RgbImage> trained = new HashSet<>();
            for (LabeledImage row : SyntheticLesions.draw(modality, 10, ExportTrainingSet.TRAINING_SEED)
                    .images()) {
                trained.add(row.source().load());
            }
            for (LabeledImage row : SyntheticLesions.of(modality, 10, 1).images()) {
                assertTrue(!trained.contains(row.source().load()), row.id());
            }
        }
    }

    @Test
    void wrongArgumentsNameTheLegalOnes() {
        IllegalArgumentException unknown =
                assertThrows(IllegalArgumentException.class, () -> SyntheticLesions.of("mri", 3, 1));
        assertEquals(
                "no synthetic modality 'mri'; modalities: [dermoscopy, radiograph, ultrasound, histology]",
                unknown.getMessage());
        IllegalArgumentException none =
                assertThrows(IllegalArgumentException.class, () -> SyntheticLesions.of("radiograph", 0, 1));
        assertEquals("0 patients; expected at least 1", none.getMessage());
    }

    private static String hash(LabeledImages images) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (LabeledImage row : images.images()) {
            RgbImage image = row.source().load();
            String facts = String.join(
                    "|",
                    row.id(),
                    row.label(),
                    row.group(),
                    row.attributes().get("caption"),
                    image.width() + "x" + image.height());
            digest.update(facts.getBytes(StandardCharsets.UTF_8));
            digest.update(image.pixels());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
