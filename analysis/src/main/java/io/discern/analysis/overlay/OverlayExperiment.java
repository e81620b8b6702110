package io.discern.analysis.overlay;

import io.discern.VisionLanguageEncoder;
import io.discern.analysis.Curve;
import io.discern.analysis.Headline;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.verdict.VerdictBounds;
import io.discern.dataset.LabeledImages;
import io.discern.run.RunListener;
import io.discern.run.RunResult;
import io.discern.similarity.CosineSimilarity;
import java.util.List;

/** Something that draws overlays on a data set, encodes it again and measures what changed. Immutable. */
public sealed interface OverlayExperiment permits OverlayScreening, OverlaySuite {

    /** The same judged by other bounds than the {@linkplain VerdictBounds#standard() usual ones}. */
    OverlayExperiment bounds(VerdictBounds bounds);

    /** The same handing that many images to the encoder at once. */
    OverlayExperiment batchSize(int batchSize);

    /** The same telling a listener of the images encoded. */
    OverlayExperiment listener(RunListener listener);

    /**
     * The same finding neighbours by a similarity that somebody opened, on a GPU for instance: results are equal to the last digit.
     *
     * @param similarity stays the caller's
     */
    OverlayExperiment similarity(CosineSimilarity similarity);

    /** How the overlay looks that most of the measures are about. */
    OverlaySpec style();

    /** How many pictures of each image are drawn and encoded, the clean one aside. */
    int conditionCount();

    /** Every style that verdicts are about, {@link #style()} first. */
    List<OverlaySpec> styles();

    /** Which results the summary of a study shows. */
    List<Headline> headlines();

    /** Which results a page about overlays shows. */
    List<Headline> columns();

    /** Which results a page about overlays draws over doses. */
    List<Curve<?>> curves();

    /** Encodes the clean images and all overlaid ones, and measures; where nothing can be, the results say why. */
    OverlayResult measure(VisionLanguageEncoder encoder, LabeledImages images, long seed);

    /**
     * Encodes the overlaid images and measures them against clean ones that were encoded before.
     *
     * @param images the whole data set
     * @param clean what a run of that encoder on those images gave
     */
    OverlayResult measure(VisionLanguageEncoder encoder, LabeledImages images, RunResult clean, long seed);
}
