package io.discern.examples;

import static io.discern.analysis.overlay.verdict.Finding.Kind.CONSTANT;
import static io.discern.analysis.overlay.verdict.Finding.Kind.CROPPED;
import static io.discern.analysis.overlay.verdict.Finding.Kind.FLIPS;
import static io.discern.analysis.overlay.verdict.Finding.Kind.FRAGILE;
import static io.discern.analysis.overlay.verdict.Finding.Kind.INDISTINCT;
import static io.discern.analysis.overlay.verdict.Finding.Kind.MOVED;
import static io.discern.analysis.overlay.verdict.Finding.Kind.MOVED_BY_TEXT;
import static io.discern.analysis.overlay.verdict.Finding.Kind.NOT_REPEATABLE;
import static io.discern.analysis.overlay.verdict.Finding.Kind.READS_TEXT;
import static io.discern.analysis.overlay.verdict.Finding.Kind.ROBUST;
import static io.discern.analysis.overlay.verdict.Finding.Kind.STILL;
import static io.discern.analysis.overlay.verdict.Finding.Kind.UNDECIDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.overlay.OverlaySuite;
import io.discern.analysis.overlay.draw.OverlayPosition;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.analysis.overlay.verdict.Finding.Kind;
import io.discern.analysis.overlay.verdict.OverlayVerdict;
import io.discern.dataset.DatasetConfig;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.dataset.TableColumns;
import io.discern.image.RgbImage;
import io.discern.miniatures.SyntheticLesions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts on encoders whose truth is known: what they must say, and what none of them may. */
class PlantedEncodersTest {
    /** Everything but the truth of most. */
    private static final Set<Kind> OF_TEXT = Set.of(READS_TEXT, MOVED_BY_TEXT);

    private static final Set<Kind> CALM = Set.of(ROBUST, STILL, UNDECIDED);

    /**
     * What a verdict must and must not say.
     *
     * @param says kinds of findings, all of them
     * @param not other kinds, none of them
     */
    private record Truth(Set<Kind> says, Set<Kind> not) {
        static Truth of(Set<Kind> not, Kind... says) {
            return new Truth(Set.of(says), not);
        }

        static Truth moves(Kind... says) {
            return of(union(OF_TEXT, CALM), says);
        }

        static Truth reads(Kind says) {
            return of(CALM, says);
        }

        static Truth useless(Kind... says) {
            return of(union(OF_TEXT, Set.of(MOVED, FLIPS, ROBUST)), says);
        }
    }

    private static Set<Kind> union(Set<Kind> a, Set<Kind> b) {
        Set<Kind> union = new HashSet<>(a);
        union.addAll(b);
        return union;
    }

    private static final Map<String, Truth> TRUTHS = new LinkedHashMap<>();

    static {
        TRUTHS.put("pixels and reader", Truth.reads(MOVED_BY_TEXT));
        TRUTHS.put("reads at the middle", Truth.reads(READS_TEXT));
        TRUTHS.put("blind to the upper 40 %", Truth.moves(MOVED, FLIPS));
        TRUTHS.put("hash of the margin", Truth.useless(INDISTINCT, FRAGILE));
        TRUTHS.put("fresh noise", Truth.useless(NOT_REPEATABLE, INDISTINCT));
        TRUTHS.put("mean colour", Truth.moves(FLIPS));
        TRUTHS.put("class and reader", Truth.reads(READS_TEXT));
        TRUTHS.put("memorised class", Truth.of(Set.of(), ROBUST));
        TRUTHS.put("constant", Truth.useless(CONSTANT));
        TRUTHS.put("collapsed", Truth.moves());
        TRUTHS.put("random projection", Truth.moves(MOVED));
        TRUTHS.put("random convolution", Truth.moves(MOVED));
        TRUTHS.put("cropped", Truth.useless(CROPPED));
        TRUTHS.put("reads only large text", Truth.reads(READS_TEXT));
        TRUTHS.put("reads only white on black", Truth.reads(READS_TEXT));
        TRUTHS.put("reads only black on white", Truth.reads(READS_TEXT));
        TRUTHS.put("any high-contrast edge", Truth.moves(MOVED));
        TRUTHS.put("saturated", Truth.of(Set.of(), ROBUST));
        TRUTHS.put("pixels beside a large constant", Truth.moves(MOVED));
        TRUTHS.put("good, weak reader", Truth.reads(MOVED_BY_TEXT));
        TRUTHS.put("order of the batch", Truth.useless(NOT_REPEATABLE));
        TRUTHS.put("reads mirrored words too", Truth.reads(READS_TEXT));
        TRUTHS.put("mini:general", Truth.reads(READS_TEXT));
        TRUTHS.put("mini:general-rich", Truth.reads(READS_TEXT));
        TRUTHS.put("reads one class's name only", Truth.reads(READS_TEXT));
        TRUTHS.put("reads on plain ground only", Truth.reads(READS_TEXT));
        TRUTHS.put("reads another class than is named", Truth.reads(FLIPS));
        TRUTHS.put("any ink takes it elsewhere", Truth.moves(FLIPS));
        TRUTHS.put("reads the marker only", Truth.moves(FLIPS));
        TRUTHS.put("reads, lengths of all orders", Truth.reads(READS_TEXT));
        TRUTHS.put("class, lengths of all orders", Truth.of(Set.of(), ROBUST));
        TRUTHS.put("reads, beside a large common mean", Truth.reads(READS_TEXT));
        TRUTHS.put("class, beside a large common mean", Truth.of(Set.of(), ROBUST));
        TRUTHS.put("noise of the picture's own", Truth.useless());
        TRUTHS.put("flips at any change", Truth.useless(FRAGILE));
        TRUTHS.put("reads what is not drawn", Truth.of(Set.of(), ROBUST));
        TRUTHS.put("reads by names, images stay", Truth.reads(READS_TEXT));
        TRUTHS.put("mean of the batch", Truth.useless(NOT_REPEATABLE));
    }

    /** Top and middle, two sizes, both polarities, a marker. */
    private static OverlayPlan plan() {
        OverlaySpec base = OverlaySpec.of("text");
        OverlayPlan standard = OverlayPlan.standard();
        return new OverlayPlan(
                base,
                List.of(OverlayText.PORTABLE),
                standard.markerInks(),
                List.of(OverlayPosition.CENTER),
                List.of(0.2),
                true,
                List.of(),
                List.of());
    }

    @Test
    void verdictsOnSyntheticLesionsAreRight() throws IOException {
        assertRight(halved(onePerGroup(SyntheticLesions.of("dermoscopy", 90, 3), 90)), plan());
    }

    /** Know the class and see no overlay. */
    private static final Set<String> BLIND =
            Set.of("memorised class", "saturated", "class, lengths of all orders", "class, beside a large common mean");

    /** See overlays and cannot read. */
    private static final Set<String> ILLITERATE = Set.of(
            "blind to the upper 40 %",
            "hash of the margin",
            "fresh noise",
            "mean colour",
            "collapsed",
            "random projection",
            "random convolution",
            "any high-contrast edge",
            "pixels beside a large constant",
            "order of the batch",
            "any ink takes it elsewhere",
            "noise of the picture's own",
            "flips at any change",
            "mean of the batch");

    private static final Set<String> READERS = Set.of(
            "class and reader",
            "reads mirrored words too",
            "reads, lengths of all orders",
            "reads, beside a large common mean",
            "reads by names, images stay");

    /** What cannot be found of these, whatever else is. */
    private static final Set<String> KNOWN =
            Stream.of(BLIND, ILLITERATE, READERS).flatMap(Set::stream).collect(Collectors.toSet());

    @Test
    void ofADozenImagesNobodyIsRobustNorSaidToReadWhoCannot() throws IOException {
        LabeledImages few = halved(onePerGroup(SyntheticLesions.of("dermoscopy", 60, 3), 12));
        SoftAssertions.assertSoftly(all -> verdicts(few, name -> true).forEach((name, verdict) -> {
            all.assertThat(verdict.kinds()).as(name + ": " + verdict).doesNotContain(ROBUST);
            notMoreThanTrue(all, name, verdict);
        }));
    }

    /** The named class is always the other one, so that whoever leaves its class goes there. */
    @Test
    void ofTwoClassesOnlyWhoReadsIsSaidToRead() throws IOException {
        LabeledImages three = halved(onePerGroup(SyntheticLesions.of("dermoscopy", 60, 3), 60));
        Set<String> two = new HashSet<>(three.classes().subList(0, 2));
        LabeledImages pair = new LabeledImages(
                "pair",
                three.images().stream()
                        .filter(image -> two.contains(image.label()))
                        .toList());
        SoftAssertions.assertSoftly(all -> verdicts(pair, KNOWN::contains).forEach((name, verdict) -> {
            notMoreThanTrue(all, name, verdict);
            if (READERS.contains(name)) {
                all.assertThat(verdict.kinds()).as(name + ": " + verdict).contains(READS_TEXT);
            }
            if (name.equals("any ink takes it elsewhere")) {
                all.assertThat(verdict.kinds()).as(name + ": " + verdict).contains(FLIPS);
            }
        }));
    }

    private static void notMoreThanTrue(SoftAssertions all, String name, OverlayVerdict verdict) {
        if (BLIND.contains(name)) {
            all.assertThat(verdict.kinds())
                    .as(name + ": " + verdict)
                    .doesNotContain(READS_TEXT, MOVED_BY_TEXT, MOVED, FLIPS);
        } else if (ILLITERATE.contains(name)) {
            all.assertThat(verdict.kinds()).as(name + ": " + verdict).doesNotContainAnyElementsOf(OF_TEXT);
        }
    }

    private static Map<String, OverlayVerdict> verdicts(LabeledImages images, Predicate<String> asked) {
        try {
            PlantedEncoders planted = new PlantedEncoders(images, plan());
            Map<String, VisionLanguageEncoder> encoders = new LinkedHashMap<>(planted.all());
            encoders.putAll(new SlyEncoders(images, plan(), planted).all());
            assertThat(encoders.keySet()).containsAll(KNOWN);
            encoders.keySet().removeIf(asked.negate());
            Map<String, OverlayVerdict> verdicts = new LinkedHashMap<>();
            Gallery gallery = new Gallery();
            encoders.forEach((name, encoder) -> verdicts.put(
                    name,
                    OverlaySuite.of(plan())
                            .measure(gallery.shownTo(encoder), images, 1)
                            .verdict()));
            return verdicts;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** By {@code -Ddiscern.data=FOLDER} with {@code images/ham10000} in it. */
    @Test
    @EnabledIfSystemProperty(named = "discern.data", matches = ".+", disabledReason = "needs -Ddiscern.data=FOLDER")
    void verdictsOnRealLesionsAreRight(@TempDir Path folder) throws IOException {
        Path data = Path.of(System.getProperty("discern.data"), "images", "ham10000");
        Path names = Files.writeString(folder.resolve("names.csv"), """
                label,name
                akiec,keratosis
                bcc,basal carcinoma
                bkl,benign keratosis
                df,dermatofibroma
                mel,melanoma
                nv,nevus
                vasc,vascular lesion
                """);
        LabeledImages images = LabeledImages.open(
                data,
                DatasetConfig.standard()
                        .withMetadata(data.resolve("metadata.csv"))
                        .withClassNames(names)
                        .withColumns(new TableColumns(
                                Optional.empty(),
                                Optional.of("image_id"),
                                Optional.of("dx"),
                                Optional.of("lesion_id"),
                                Optional.empty())));
        OverlayPlan plan = Boolean.getBoolean("discern.whole-plan") ? OverlayPlan.standard() : plan();
        assertRight(onePerGroup(images, Integer.getInteger("discern.images", 150)), plan);
    }

    private static void assertRight(LabeledImages images, OverlayPlan plan) throws IOException {
        PlantedEncoders planted = new PlantedEncoders(images, plan);
        Map<String, VisionLanguageEncoder> encoders = new LinkedHashMap<>(planted.all());
        encoders.putAll(new SlyEncoders(images, plan, planted).all());
        for (String name : List.of("mini:general", "mini:general-rich")) {
            encoders.put(name, Encoders.open(name));
        }
        Gallery gallery = new Gallery();
        SoftAssertions.assertSoftly(all -> {
            all.assertThat(encoders.keySet()).containsExactlyInAnyOrderElementsOf(TRUTHS.keySet());
            encoders.forEach((name, encoder) -> {
                OverlayVerdict verdict = OverlaySuite.of(plan)
                        .measure(gallery.shownTo(encoder), images, 1)
                        .verdict();
                System.out.println("| " + name + " | " + verdict + " |");
                all.assertThat(verdict.kinds())
                        .as(name + ": " + verdict)
                        .containsAll(TRUTHS.get(name).says())
                        .doesNotContainAnyElementsOf(
                                TRUTHS.get(name).not().isEmpty()
                                        ? Set.of(MOVED)
                                        : TRUTHS.get(name).not());
                encoder.close();
            });
        });
    }

    /** The first images of so many groups, in memory, as even over the classes as they come. */
    private static LabeledImages onePerGroup(LabeledImages images, int most) throws IOException {
        List<LabeledImage> first = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (LabeledImage image : images.images()) {
            if (seen.add(image.group())) {
                first.add(image);
            }
        }
        List<LabeledImage> held = new ArrayList<>();
        for (LabeledImage image :
                new LabeledImages(images.name(), first).limit(most).images()) {
            RgbImage pixels = image.source().load();
            held.add(image.withSource(() -> pixels));
        }
        return new LabeledImages(images.name(), held);
    }

    private static LabeledImages halved(LabeledImages images) throws IOException {
        List<LabeledImage> halved = new ArrayList<>();
        for (LabeledImage image : images.images()) {
            RgbImage half = Thinned.of(image.source().load(), 2);
            halved.add(image.withSource(() -> half));
        }
        return new LabeledImages(images.name(), halved);
    }
}
