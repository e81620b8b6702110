package io.discern.analysis.overlay;

import io.discern.VisionLanguageEncoder;
import io.discern.analysis.Curve;
import io.discern.analysis.Headline;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.measure.OverlayMeasure;
import io.discern.analysis.overlay.verdict.VerdictBounds;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.run.RunListener;
import io.discern.run.RunResult;
import io.discern.similarity.CosineSimilarity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The quick look at overlays: each image gets the name of a class other than its own, chosen by the seed, on a box, in one
 * style; the controls are the same box blank, with scrambled and with mirrored ink, and harmless changes of the clean image.
 * The measures are those of the {@link OverlaySuite} on which verdicts rest: shifts, flips, accuracy lost, attacks by names, how
 * well the classes are told, and what the encoder's crop leaves of the overlay. One style finds much
 * and rules out nothing: its verdict is never that an encoder is robust.
 *
 * <p>An image that fails in one condition is left out of all, listed, and counted in the note.
 *
 * <p>References for the effect: Goh et al., <i>Multimodal neurons in artificial neural networks</i>, Distill (2021);
 * Materzynska et al., <i>Disentangling visual and written concepts in CLIP</i>, CVPR 2022.
 */
public final class OverlayScreening implements OverlayExperiment {
    /** The name of this metric in results. */
    public static final String NAME = OverlayMeasure.NAME;

    private final OverlaySpec style;
    private final int k;
    private final VerdictBounds bounds;
    /** 0 for the encoder's own. */
    private final int batchSize;

    private final Optional<CosineSimilarity> similarity;
    private final RunListener listener;

    private OverlayScreening(
            OverlaySpec style,
            int k,
            VerdictBounds bounds,
            int batchSize,
            Optional<CosineSimilarity> similarity,
            RunListener listener) {
        this.style = style;
        this.k = k;
        this.bounds = Objects.requireNonNull(bounds, "bounds");
        this.batchSize = batchSize;
        this.similarity = similarity;
        this.listener = listener;
    }

    /** With the style of {@link OverlaySpec#of} and five neighbours. */
    public static OverlayScreening standard() {
        return new OverlayScreening(
                OverlaySpec.of("text"), 5, VerdictBounds.standard(), 0, Optional.empty(), RunListener.SILENT);
    }

    /** The same with another position, size or colour; the text of {@code style} is replaced by class names. */
    public OverlayScreening style(OverlaySpec style) {
        return new OverlayScreening(style, k, bounds, batchSize, similarity, listener);
    }

    /** The same with that many neighbours. */
    public OverlayScreening neighbors(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k " + k + "; expected at least 1");
        }
        return new OverlayScreening(style, k, bounds, batchSize, similarity, listener);
    }

    @Override
    public OverlayScreening bounds(VerdictBounds bounds) {
        return new OverlayScreening(style, k, bounds, batchSize, similarity, listener);
    }

    @Override
    public OverlayScreening batchSize(int batchSize) {
        return new OverlayScreening(style, k, bounds, batchSize, similarity, listener);
    }

    @Override
    public OverlayScreening similarity(CosineSimilarity similarity) {
        return new OverlayScreening(style, k, bounds, batchSize, Optional.of(similarity), listener);
    }

    @Override
    public OverlayScreening listener(RunListener listener) {
        return new OverlayScreening(style, k, bounds, batchSize, similarity, listener);
    }

    private OverlaySuite suite() {
        return OverlaySuite.quick(style, k, bounds, batchSize, similarity, listener);
    }

    @Override
    public OverlaySpec style() {
        return style;
    }

    @Override
    public int conditionCount() {
        return suite().conditionCount();
    }

    @Override
    public List<OverlaySpec> styles() {
        return List.of(style);
    }

    @Override
    public List<Headline> headlines() {
        return suite().headlines();
    }

    @Override
    public List<Headline> columns() {
        return suite().columns();
    }

    @Override
    public List<Curve<?>> curves() {
        return List.of();
    }

    @Override
    public OverlayResult measure(VisionLanguageEncoder encoder, LabeledImages images, long seed) {
        return suite().measure(encoder, images, seed);
    }

    @Override
    public OverlayResult measure(VisionLanguageEncoder encoder, LabeledImages images, RunResult clean, long seed) {
        return suite().measure(encoder, images, clean, seed);
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
