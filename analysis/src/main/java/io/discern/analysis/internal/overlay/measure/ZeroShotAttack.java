package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.overlay.run.Taken;
import io.discern.analysis.internal.overlay.run.UnitVectors;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.measure.OverlayRate;
import io.discern.analysis.overlay.measure.ReadingKeys.ByNames;
import io.discern.analysis.overlay.run.Control;
import io.discern.analysis.overlay.run.OverlayCondition;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What the wrong label does to classes told by words: the class is the name with the largest cosine to the image (of equal
 * ones the first), the prompts are the bare class names.
 *
 * <p>{@code flip-to-named,by=zero-shot}: share of images, not taken for the named class when clean, that the overlay makes to be,
 * in every style. {@code attack-success,by=zero-shot}: the same among images that are right when clean, at the base.
 * {@code margin-shift,by=zero-shot}: change of {@code cos(e, T(named)) - cos(e, T(true))}, clean to overlaid.
 * {@code two-way-attack,by=zero-shot}: share of images that are closer to the named class than to their own.
 */
public final class ZeroShotAttack implements SuiteMeasure {
    @Override
    public void measure(SuiteEvidence evidence, OverlayRows rows) {
        List<String> classes = evidence.images().clean().classes();
        Optional<String> reason = evidence.words().reasonAgainst(classes);
        if (reason.isPresent()) {
            rows.absent(ByNames.ACCURACY, reason.get());
            attacks(evidence).forEach((rate, style) -> rate.absent(rows, reason.get()));
            List.of(ByNames.MARGIN_SHIFT, ByNames.MARGIN_SHIFT_BEYOND_BOX, ByNames.TWO_WAY_ATTACK)
                    .forEach(key -> rows.absent(key, reason.get()));
            return;
        }
        int[] truth = evidence.images().clean().classIndices();
        int[] named = evidence.images().named();
        double[][] clean = cosines(evidence, evidence.images().clean());
        Taken before = taken(clean);
        rows.share(
                ByNames.ACCURACY,
                evidence.all(),
                evidence.votes().right(before.classes()),
                OptionalDouble.of(1.0 / classes.size()),
                "prompts: bare class names");
        attacks(evidence).forEach((rate, style) -> {
            boolean attack = rate.rate().kind() == OverlayRate.Kind.ATTACK;
            rate.add(
                    rows,
                    style,
                    condition -> VotedShare.of(
                            evidence.images().clean().groupIndices(),
                            List.of(
                                    before,
                                    taken(cosines(evidence, evidence.images().in(condition)))),
                            (image, taken) ->
                                    named[image] < 0 || (attack ? taken[0] != truth[image] : taken[0] == named[image])
                                            ? Double.NaN
                                            : taken[1] == named[image] ? 1 : 0),
                    "");
        });
        margins(evidence, rows, clean);
    }

    private static Map<ControlledRate, OverlayCondition> attacks(SuiteEvidence evidence) {
        Map<ControlledRate, OverlayCondition> attacks = new LinkedHashMap<>();
        for (OverlayCondition style : evidence.plan().styles()) {
            attacks.put(
                    new ControlledRate(
                            OverlayRate.byNames(OverlayRate.Kind.FLIP_TO_NAMED)
                                    .at(evidence.plan().at(style)),
                            Control.INKS,
                            "every clean image is already taken for the class that its text names"),
                    style);
        }
        attacks.put(
                new ControlledRate(
                        OverlayRate.byNames(OverlayRate.Kind.ATTACK),
                        Control.INKS,
                        "no clean image is taken for its own class"),
                evidence.plan().styles().get(0));
        return attacks;
    }

    /** By the nearest name; nobody votes. */
    private static Taken taken(double[][] cosines) {
        int[] classes = Arrays.stream(cosines).mapToInt(ZeroShotAttack::largest).toArray();
        return new Taken(classes, new int[classes.length][0], new int[classes.length][0]);
    }

    private static void margins(SuiteEvidence evidence, OverlayRows rows, double[][] clean) {
        int[] named = evidence.images().named();
        int[] truth = evidence.images().clean().classIndices();
        int[] of = Arrays.stream(evidence.all()).filter(row -> named[row] >= 0).toArray();
        double[] before = margin(clean, of, named, truth);
        double[] text = margin(wrong(evidence, OverlayInk.TEXT), of, named, truth);
        double[] box = margin(wrong(evidence, OverlayInk.BOX), of, named, truth);
        rows.mean(
                ByNames.MARGIN_SHIFT,
                of,
                OverlayRows.minus(text, before),
                OptionalDouble.of(OverlayRows.mean(OverlayRows.minus(box, before))),
                "in cosines");
        rows.mean(
                ByNames.MARGIN_SHIFT_BEYOND_BOX, of, OverlayRows.minus(text, box), OptionalDouble.of(0), "in cosines");
        rows.share(ByNames.TWO_WAY_ATTACK, of, positive(text), OptionalDouble.of(OverlayRows.mean(positive(box))), "");
    }

    private static double[] margin(double[][] cosines, int[] of, int[] named, int[] truth) {
        return Arrays.stream(of)
                .mapToDouble(row -> cosines[row][named[row]] - cosines[row][truth[row]])
                .toArray();
    }

    private static double[] positive(double[] margins) {
        return Arrays.stream(margins).map(margin -> margin > 0 ? 1 : 0).toArray();
    }

    private static double[][] wrong(SuiteEvidence evidence, OverlayInk ink) {
        return cosines(evidence, evidence.images().in(evidence.plan().wrong(ink)));
    }

    /** Of every image with every class name. */
    private static double[][] cosines(SuiteEvidence evidence, LabeledEmbeddings images) {
        List<String> classes = evidence.images().clean().classes();
        return IntStream.range(0, images.rows())
                .mapToObj(row -> {
                    double[] unit = UnitVectors.of(images, row);
                    return classes.stream()
                            .mapToDouble(name ->
                                    UnitVectors.dot(unit, evidence.words().of(name)))
                            .toArray();
                })
                .toArray(double[][]::new);
    }

    private static int largest(double[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return largest;
    }
}
