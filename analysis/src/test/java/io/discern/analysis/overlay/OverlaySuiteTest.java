package io.discern.analysis.overlay;

import static io.discern.analysis.Golden.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.FloatSimilarity;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.analysis.overlay.verdict.Finding.Kind;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.similarity.CosineSimilarity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Encoders whose truth is planted: the suite must tell them apart, and say cropped where robust would be wrong. */
class OverlaySuiteTest {
    /** As many as it takes to show that none flips. */
    private static final LabeledImages IMAGES = ToyImages.of(78, 3, 1);

    private static final LabeledImages FEW = ToyImages.of(45, 3, 1);
    private static final LabeledImages SMALL = ToyImages.of(24, 3, 1);

    private static final Map<String, OverlayResult> MEASURED = new HashMap<>();

    /** Measured once for each encoder. */
    private static OverlayResult suite(PlantedEncoder encoder, LabeledImages images) {
        return MEASURED.computeIfAbsent(
                encoder.info().name() + " " + images.images().size(),
                unseen -> OverlaySuite.standard().measure(encoder, images, 1));
    }

    private static double value(OverlayResult result, String variant) {
        return variant(result.results(), variant).value().orElseThrow();
    }

    private static double control(OverlayResult result, String variant) {
        return variant(result.results(), variant).nullValue().orElseThrow();
    }

    private static List<Kind> findings(OverlayResult result) {
        return result.verdict().kinds();
    }

    @Test
    void anEncoderOfTheOverlayAloneIsMovedByTheBoxAndForgetsTheClass() {
        OverlayResult result = suite(PlantedEncoder.overlayOnly(), IMAGES);
        assertThat(findings(result))
                .containsExactly(Kind.MOVED, Kind.FLIPS, Kind.OUTWEIGHS_CLASS, Kind.FRAGILE, Kind.INDISTINCT);
        assertThat(value(result, "decode,what=string")).isEqualTo(1);
        assertThat(value(result, "decode,what=string,selectivity")).isZero();
        assertThat(value(result, "purity,same=string,k=10")).isEqualTo(1);
        assertThat(value(result, "purity,same=class,k=10"))
                .isCloseTo(control(result, "purity,same=class,k=10"), within(0.1));
        assertThat(value(result, "shortcut-gap,rho=1.0,k=5")).isEqualTo(1);
        assertThat(value(result, "shortcut-worst-group,rho=1.0,k=5")).isZero();
        assertThat(value(result, "shortcut-gap,rho=0.0,k=5")).isCloseTo(0, within(0.3));
        assertThat(variant(result.results(), "attack-success,by=zero-shot").note())
                .contains("no text tower");
    }

    @Test
    void neighboursThatASimilarityFindsAreTheSame() {
        PlantedEncoder encoder = PlantedEncoder.overlayOnly();
        CosineSimilarity similarity = new FloatSimilarity();
        OverlaySuite compared = OverlaySuite.standard().similarity(similarity);
        List<MetricResult> expected = suite(encoder, SMALL).results();
        assertThat(compared.measure(encoder, SMALL, 1).results()).isEqualTo(expected);
        similarity.close();
        assertThat(compared.measure(encoder, SMALL, 1).results())
                .as("a similarity that is closed is missed")
                .isNotEqualTo(expected);
    }

    @Test
    void anEncoderOfTheClassAloneIsRobust() {
        OverlayResult result = suite(PlantedEncoder.classOnly(), IMAGES);
        assertThat(findings(result)).containsExactly(Kind.ROBUST);
        assertThat(value(result, "visible-share")).isEqualTo(1);
        assertThat(value(result, "variance-share,of=overlay")).isZero();
        assertThat(value(result, "variance-share,of=overlay-p")).isEqualTo(1);
        assertThat(value(result, "variance-share,of=class")).isGreaterThan(0.99);
        assertThat(value(result, "decode,what=present")).isEqualTo(0.5);
        assertThat(value(result, "purity,same=class,k=10")).isEqualTo(1);
        assertThat(value(result, "shortcut-worst-group,rho=1.0,k=5")).isEqualTo(1);
        assertThat(variant(result.results(), "direction-consistency").note())
                .contains("the overlay moves no embedding");
        assertThat(variant(result.results(), "flip-threshold,size,k=5").note()).contains("no dose flips 5 %");
    }

    @Test
    void aFewImagesThatDoNotFlipDoNotShowThatNoneDoes() {
        OverlayResult result = suite(PlantedEncoder.classOnly(), FEW);
        assertThat(value(result, "flip-rate,k=5")).isZero();
        assertThat(variant(result.results(), "flip-rate,k=5").ciHigh().orElseThrow())
                .isGreaterThan(0.05);
        assertThat(findings(result)).containsExactly(Kind.UNDECIDED);
    }

    @Test
    void anEncoderThatCropsTheOverlayAwayIsCalledCroppedNotRobust() {
        OverlayResult result = suite(PlantedEncoder.cropping(), IMAGES);
        assertThat(value(result, "shift")).isZero();
        assertThat(findings(result)).containsExactly(Kind.CROPPED);
        assertThat(result.verdict().findings().get(0).toString())
                .startsWith("cropped (0 % of the overlay is visible at");
        MetricResult visible = variant(result.results(), "visible-share");
        assertThat(visible.value()).hasValue(0);
        assertThat(visible.note()).contains("cropped: below 0.9");
        assertThat(value(result, "visible-share,at=center")).isEqualTo(1);
        assertThat(variant(result.results(), OverlaySuite.VERDICT.variant()).note())
                .contains("cropped");
    }

    @Test
    void anEncoderThatReadsTakesImagesToWhatTheTextSays() {
        OverlayResult result = suite(PlantedEncoder.reader(FEW.classes()), FEW);
        assertThat(findings(result)).startsWith(Kind.READS_TEXT).doesNotContain(Kind.ROBUST, Kind.CROPPED);
        assertThat(value(result, "flip-to-named,minus=scrambled,k=5")).isEqualTo(1);
        assertThat(value(result, "attack-success,by=zero-shot")).isEqualTo(1);
        assertThat(value(result, "box-attack-success,by=zero-shot")).isZero();
        assertThat(value(result, "reading-score,minus=mirrored")).isGreaterThan(0.5);
        assertThat(value(result, "reading-score,text=greek,minus=scrambled")).isCloseTo(1, within(1e-6));
        assertThat(value(result, "decode,what=string,selectivity")).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(value(result, "text-shift,text=random-letters,minus=scrambled,image-units"))
                .isZero();
    }

    @Test
    void anEncoderThatHidesWhatItSeesIsNotCalledRobust() {
        OverlayResult result = suite(PlantedEncoder.silentClassOnly(), IMAGES);
        assertThat(findings(result)).containsExactly(Kind.UNSEEN, Kind.STILL);
        assertThat(variant(result.results(), "visible-share").note()).contains("does not say how it preprocesses");
    }

    @Test
    void anEncoderThatHidesWhatItSeesAndIsMovedIsSaidToBe() {
        assertThat(findings(OverlayScreening.standard().measure(PlantedEncoder.silentOverlayOnly(), SMALL, 1)))
                .contains(Kind.MOVED)
                .doesNotContain(Kind.UNSEEN);
    }

    @Test
    void theOverlayOutweighsTheClassWhereItSpreadsMoreThoughBothAreSeen() {
        OverlaySuite suite = OverlaySuite.of(new OverlayPlan(
                OverlaySpec.of("text"),
                List.of(OverlayText.PORTABLE, OverlayText.DATE),
                OverlayPlan.standard().markerInks(),
                List.of(),
                List.of(),
                false,
                List.of(),
                List.of()));
        OverlayResult weak = suite.measure(PlantedEncoder.overlayAndClass(4), FEW, 1);
        assertThat(findings(weak)).contains(Kind.MOVED, Kind.OUTWEIGHS_CLASS).doesNotContain(Kind.INDISTINCT);
        OverlayResult strong = suite.measure(PlantedEncoder.overlayAndClass(30), FEW, 1);
        assertThat(findings(strong)).doesNotContain(Kind.OUTWEIGHS_CLASS);
        assertThat(value(strong, "variance-share,of=overlay-to-class")).isGreaterThan(0);
    }

    @Test
    void theQuickLookHasTheSameValues() {
        PlantedEncoder encoder = PlantedEncoder.overlayOnly();
        List<MetricResult> quick =
                OverlayScreening.standard().measure(encoder, SMALL, 1).results();
        List<MetricResult> whole = suite(encoder, SMALL).results();
        assertThat(quick.subList(0, quick.size() - 1)).hasSizeGreaterThan(50).isSubsetOf(whole);
    }

    @Test
    void everyVariantThatIsLackingSaysWhyAndNoneIsLost() {
        List<String> whole = variants(suite(PlantedEncoder.reader(FEW.classes()), FEW));
        LabeledImages six = ToyImages.of(6, 2, 1);
        OverlayResult result = OverlaySuite.standard().measure(PlantedEncoder.classOnly(), six, 1);
        assertThat(variants(result)).isEqualTo(whole);
        assertThat(result.results())
                .filteredOn(measured -> measured.value().isEmpty())
                .allSatisfy(measured -> assertThat(measured.note()).isNotBlank());
        assertThat(variant(result.results(), "harmful-flip-rate,k=5").note()).contains("k = 5, but some image");
        assertThat(findings(result)).containsExactly(Kind.UNDECIDED);
    }

    private static List<String> variants(OverlayResult result) {
        return result.results().stream().map(MetricResult::variant).toList();
    }

    @Test
    void hostileDataGiveReasons() {
        OverlaySuite suite = OverlaySuite.standard();
        assertThat(suite.measure(PlantedEncoder.classOnly(), ToyImages.of(8, 1, 1), 1)
                        .results())
                .allSatisfy(result -> assertThat(result.value()).isEmpty());
        assertThat(suite.measure(ToyEncoder.zero(), SMALL, 1).results().get(0).note())
                .contains("no image has a direction");
        OverlayResult failing = suite.measure(ToyEncoder.failing(), SMALL, 1);
        assertThat(failing.results().get(0).note()).contains("none of the 24 images");
        assertThat(findings(failing)).containsExactly(Kind.UNDECIDED);
        List<LabeledImage> rows = new ArrayList<>(SMALL.images());
        rows.set(4, rows.get(4).withSource(() -> {
            throw new IOException("broken.png: truncated");
        }));
        OverlayResult broken = suite.measure(PlantedEncoder.classOnly(), new LabeledImages("toy", rows), 1);
        assertThat(broken.failures()).hasSize(1);
        assertThat(variant(broken.results(), "shift").n()).isEqualTo(23);
    }

    @Test
    void oneGroupForAllLeavesNothingToVoteOrResample() {
        List<LabeledImage> rows = SMALL.images().stream()
                .map(image -> new LabeledImage(image.id(), "", image.label(), "one patient", Map.of(), image.source()))
                .toList();
        OverlayResult result =
                OverlaySuite.standard().measure(PlantedEncoder.overlayOnly(), new LabeledImages("toy", rows), 1);
        assertThat(variant(result.results(), "shift").ciNote()).contains("expected at least two groups");
        assertThat(variant(result.results(), "decode,what=present").note()).contains("1 groups for 5 folds");
        assertThat(variant(result.results(), "purity,same=string,k=10").note()).contains("only 0 candidates");
        assertThat(findings(result)).containsExactly(Kind.UNDECIDED);
    }

    @Test
    void anAttributeThatGivesTheClassAwayIsARiskOnlyWhereItIsSeen() {
        // The site is the class but for every seventh image; the encoder sees colours alone, so within a class no site.
        List<LabeledImage> rows = IntStream.range(0, 45)
                .mapToObj(i -> {
                    LabeledImage image = FEW.images().get(i);
                    String site = "site" + (i % 7 == 0 ? (i + 1) % 3 : i % 3);
                    return new LabeledImage(
                            image.id(), "", image.label(), image.id(), Map.of("site", site), image.source());
                })
                .toList();
        OverlayResult result = OverlaySuite.of(OverlayPlan.labelsOnly(OverlaySpec.of("x")))
                .attributes(List.of("site", "scanner"))
                .measure(PlantedEncoder.classOnly(), new LabeledImages("toy", rows), 1);
        assertThat(value(result, "observed-utility,attribute=site")).isBetween(0.4, 0.9);
        assertThat(value(result, "observed-risk,attribute=site,k=5")).isLessThan(0.1);
        assertThat(variant(result.results(), "observed-utility,attribute=scanner")
                        .note())
                .contains("attribute scanner has the values []; expected two or more");
    }
}
