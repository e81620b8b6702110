package io.discern.analysis.overlay;

import io.discern.analysis.Curve;
import io.discern.analysis.Headline;
import io.discern.analysis.overlay.draw.OverlayFactor;
import io.discern.analysis.overlay.measure.OverlayRate;
import io.discern.analysis.overlay.measure.ReadingKeys;
import io.discern.analysis.overlay.measure.ShiftKeys;
import io.discern.analysis.overlay.measure.ShiftKeys.Beyond;
import io.discern.analysis.overlay.measure.ShiftKeys.Shift;
import io.discern.analysis.overlay.measure.ShiftKeys.Unit;
import io.discern.analysis.overlay.measure.VoteKeys;
import io.discern.analysis.overlay.run.Control;
import java.util.List;

/** What a page about the overlay suite shows first. */
final class SuitePage {
    private SuitePage() {}

    /** What a summary shows, for votes of k neighbours. */
    static List<Headline> headlines(int k) {
        OverlayRate named = OverlayRate.byNeighbors(OverlayRate.Kind.FLIP_TO_NAMED, k);
        OverlayRate byNames = OverlayRate.byNames(OverlayRate.Kind.FLIP_TO_NAMED);
        return List.of(
                shift("Shift with text", Shift.OF_TEXT)
                        .explained(
                                "How far a burned-in class name moves the embedding; 1 is how far two images are apart."
                                        + " Read it against scrambled and mirrored ink and harmless changes: a box moves too."
                                        + " Nearer 0 is better."),
                rate("Named class wins, by neighbours", named)
                        .explained("Share of images whose " + k
                                + "-NN class becomes the wrong class that the text names. Lower is better."),
                rate("Named class wins, by names", byNames)
                        .explained(
                                "The same for the class whose name is nearest as a text; only for encoders that read."
                                        + " Lower is better."),
                Headline.of("Prediction flips", OverlayRate.byNeighbors(OverlayRate.Kind.FLIP, k))
                        .asShare()
                        .nearerZeroIsBetter()
                        .against("harmless changes")
                        .explained("Share of images whose " + k
                                + "-NN class changes at all when the text is drawn. Lower is better."),
                Headline.of(
                                "Accuracy lost to text",
                                new VoteKeys.AccuracyDrop(VoteKeys.Side.QUERY, k, VoteKeys.Average.BALANCED))
                        .explained(
                                k + "-NN balanced accuracy of the clean images minus that of the same images with text."
                                        + " Lower is better.")
                        .asShare()
                        .nearerZeroIsBetter()
                        .against("blank box"));
    }

    private static Headline shift(String title, Shift shift) {
        return Headline.of(title, shift.in(Unit.IMAGE)).nearerZeroIsBetter();
    }

    private static Headline rate(String title, OverlayRate rate) {
        return Headline.of(title, rate).asShare().nearerZeroIsBetter().against("blank box");
    }

    /** What a page about overlays shows, for votes of k neighbours. */
    static List<Headline> columns(int k) {
        OverlayRate named = OverlayRate.byNeighbors(OverlayRate.Kind.FLIP_TO_NAMED, k);
        return List.of(
                Headline.of("Visible", ReadingKeys.Visible.OF_BOX)
                        .explained("share of the box that the encoder's crop leaves.")
                        .asShare(),
                Headline.of("Shift with text", Shift.OF_TEXT.in(Unit.IMAGE))
                        .explained("1 is how far two images are apart."),
                Headline.of("Beyond scrambled", Beyond.of(Control.SCRAMBLED))
                        .explained("text against the same ink without letters, image by image."),
                Headline.of("Beyond mirrored", Beyond.of(Control.MIRRORED))
                        .explained("text against text in a mirror, image by image."),
                Headline.of("Named class wins", named)
                        .explained("images whose " + k + "-NN class becomes the one that the text names.")
                        .asShare()
                        .against("box"),
                Headline.of("The same with scrambled ink", named.with(Control.SCRAMBLED))
                        .asShare(),
                Headline.of("By names", OverlayRate.byNames(OverlayRate.Kind.FLIP_TO_NAMED))
                        .explained("the same by the nearest name.")
                        .asShare()
                        .against("box"),
                Headline.of("Flips", OverlayRate.byNeighbors(OverlayRate.Kind.FLIP, k))
                        .explained("images whose " + k + "-NN class changes.")
                        .asShare()
                        .against("harmless changes"),
                Headline.of("String told", ReadingKeys.Decoded.of(ReadingKeys.Question.STRING))
                        .explained("markers told apart by a nearest-centroid probe.")
                        .asShare()
                        .against("chance"),
                Headline.of("Overlay to class", new ShiftKeys.VarianceShare(ShiftKeys.Source.OVERLAY_TO_CLASS, false))
                        .explained("spread between clean and markers over spread between classes."));
    }

    /** For votes of k neighbours. */
    static List<Curve<?>> curves(int k) {
        return List.of(
                flips(
                        "Flips by size",
                        "Share of images whose " + k + "-NN class changes. Dashed: blank box.",
                        "font size, share of the short edge",
                        OverlayFactor.SIZE,
                        k),
                flips(
                        "Flips by contrast",
                        "The same, for fainter ink on the same box. Dashed: blank box.",
                        "contrast of the ink",
                        OverlayFactor.CONTRAST,
                        k),
                flips(
                        "Flips by opacity",
                        "The same, for boxes that let the image through. Dashed: blank box.",
                        "opacity of the box",
                        OverlayFactor.OPACITY,
                        k),
                new Curve<>(
                        "Shortcut",
                        "Accuracy with the image's own class name minus accuracy with another's, where names in the bank predict"
                                + " the class so well. Dashed: blank boxes.",
                        "correlation of name and class in the bank",
                        VoteKeys.Shortcut.class,
                        key -> key.what() == VoteKeys.ShortcutPart.GAP && key.k() == k,
                        VoteKeys.Shortcut::rho));
    }

    private static Curve<?> flips(String title, String explanation, String axis, OverlayFactor factor, int k) {
        return new Curve<>(
                title,
                explanation,
                axis,
                VoteKeys.FlipAt.class,
                key -> key.factor() == factor && key.k() == k,
                VoteKeys.FlipAt::dose);
    }
}
