package io.discern.analysis.overlay;

import io.discern.VisionLanguageEncoder;
import io.discern.analysis.Curve;
import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.measure.OverlayMeasure;
import io.discern.analysis.overlay.measure.QuickLook;
import io.discern.analysis.overlay.run.AlignedImages;
import io.discern.analysis.overlay.run.ClassVotes;
import io.discern.analysis.overlay.run.OverlayCondition;
import io.discern.analysis.overlay.run.OverlayEvidence;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.analysis.overlay.run.OverlayWords;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.run.RunListener;
import io.discern.run.RunResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How far text burned into images moves an encoder: each image gets the name of a class other than its own, chosen by the
 * seed, on a box; the control is the same box left blank.
 *
 * <p>With e, t, b the embeddings of an image clean, with text and with the box, the results are (means over images):
 * <ul>
 *   <li>{@code shift} = 1 - cos(e, t); {@code box-shift} = 1 - cos(e, b); {@code text-shift} their difference, image by image:
 *       what the glyphs add. {@code text-shift,class-units} = that divided by the mean of 1 - cos between class centroids.
 *   <li>{@code flip-rate,k=5}: share of images whose k-NN prediction (clean bank without the image's own group) changes;
 *       {@code flip-to-named,k=5}: share, among images not yet predicted so when clean, whose prediction becomes the class
 *       that the text names; {@code accuracy-drop,k=5}: accuracy clean minus with text. {@code box-...} are the same with the
 *       blank box, and stand as the null value beside their partners.
 * </ul>
 *
 * <p><b>Interval.</b> Whole groups at a time, for shares and their differences {@link
 * io.discern.analysis.stats.ShareIntervals}, for shifts the percentile bootstrap; the class unit and the bank stay
 * fixed. An image that fails in one condition is left out of all, listed, and counted in the note.
 *
 * <p>References for the effect: Goh et al., <i>Multimodal neurons in artificial neural networks</i>, Distill (2021);
 * Materzynska et al., <i>Disentangling visual and written concepts in CLIP</i>, CVPR 2022.
 */
public final class OverlayBias implements OverlayExperiment {
    /** The name of this metric in results. */
    public static final String NAME = OverlayMeasure.NAME;

    private final OverlaySpec style;
    private final int k;
    /** 0 for the encoder's own. */
    private final int batchSize;

    private final RunListener listener;

    private OverlayBias(OverlaySpec style, int k, int batchSize, RunListener listener) {
        this.style = style;
        this.k = k;
        this.batchSize = batchSize;
        this.listener = listener;
    }

    /** With the style of {@link OverlaySpec#of} and five neighbours. */
    public static OverlayBias standard() {
        return new OverlayBias(OverlaySpec.of("text"), 5, 0, RunListener.SILENT);
    }

    /** The same with another position, size or colour; the text of {@code style} is replaced by class names. */
    public OverlayBias style(OverlaySpec style) {
        return new OverlayBias(style, k, batchSize, listener);
    }

    /** The same with that many neighbours. */
    public OverlayBias neighbors(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k " + k + "; expected at least 1");
        }
        return new OverlayBias(style, k, batchSize, listener);
    }

    @Override
    public OverlayBias batchSize(int batchSize) {
        return new OverlayBias(style, k, batchSize, listener);
    }

    @Override
    public OverlayBias listener(RunListener listener) {
        return new OverlayBias(style, k, batchSize, listener);
    }

    @Override
    public OverlaySpec style() {
        return style;
    }

    @Override
    public List<Headline> headlines() {
        return QuickLook.headlines(k);
    }

    @Override
    public List<Headline> columns() {
        return headlines();
    }

    @Override
    public List<Curve<?>> curves() {
        return List.of();
    }

    @Override
    public OverlayResult measure(VisionLanguageEncoder encoder, LabeledImages images, long seed) {
        return run(encoder, images, seed).measure(conditions(), (aligned, drawn) -> results(aligned, seed));
    }

    @Override
    public OverlayResult measure(VisionLanguageEncoder encoder, LabeledImages images, RunResult clean, long seed) {
        return run(encoder, images, seed).measure(clean, conditions(), (aligned, drawn) -> results(aligned, seed));
    }

    private OverlayRun run(VisionLanguageEncoder encoder, LabeledImages images, long seed) {
        return new OverlayRun(encoder, images, k, batchSize, listener, seed);
    }

    private List<OverlayCondition> conditions() {
        OverlayPlan plan = OverlayPlan.labelsOnly(style);
        return List.of(plan.wrong(OverlayInk.TEXT), plan.wrong(OverlayInk.BOX));
    }

    private List<MetricResult> results(AlignedImages images, long seed) {
        OverlayPlan plan = OverlayPlan.labelsOnly(style);
        OverlayWords words = OverlayWords.none("not asked for");
        Measuring measuring = new Measuring(new OverlayEvidence(images, plan, new ClassVotes(images, k), words, seed));
        measuring.add(new QuickLook());
        return measuring.results();
    }

    /**
     * The class named on each image, by image id: one of the others, each equally likely. The study's examples show the same.
     *
     * @param images of at least two classes
     */
    public static Map<String, String> namedClasses(LabeledImages images, long seed) {
        List<String> classes = images.classes();
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, String> named = new LinkedHashMap<>();
        for (LabeledImage image : images.images()) {
            int other = random.nextInt(classes.size() - 1);
            named.put(image.id(), classes.get(other < classes.indexOf(image.label()) ? other : other + 1));
        }
        return named;
    }
}
