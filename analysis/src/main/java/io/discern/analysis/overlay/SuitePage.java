package io.discern.analysis.overlay;

import io.discern.analysis.Curve;
import io.discern.analysis.Headline;
import io.discern.analysis.overlay.draw.OverlayFactor;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.measure.ControlledShifts.Beyond;
import io.discern.analysis.overlay.measure.ControlledShifts.Shift;
import io.discern.analysis.overlay.measure.CropAccount;
import io.discern.analysis.overlay.measure.Decodability;
import io.discern.analysis.overlay.measure.DoseResponse;
import io.discern.analysis.overlay.measure.OverlayRate;
import io.discern.analysis.overlay.measure.VarianceShares;
import io.discern.analysis.overlay.shortcut.ShortcutCurve;
import java.util.List;

/** What a page about the overlay suite shows first. */
final class SuitePage {
    private SuitePage() {}

    /** For votes of k neighbours. */
    static List<Headline> columns(int k) {
        return List.of(
                Headline.of("Visible", CropAccount.Key.OF_BOX)
                        .explained("share of the box that the encoder's crop leaves.")
                        .asShare(),
                Headline.of("Box shift", Shift.of(OverlayInk.BOX).inClassUnits())
                        .explained("what the blank box does, in class units."),
                Headline.of("Text beyond box", Beyond.BOX.inClassUnits()).explained("what the text adds to that."),
                Headline.of(
                                "Text beyond scrambled",
                                Beyond.of(OverlayInk.SCRAMBLED).inClassUnits())
                        .explained("text against the same ink without letters."),
                Headline.of("To the named class", OverlayRate.byNeighbors(OverlayRate.Kind.FLIP_TO_NAMED, k))
                        .explained("images whose " + k + "-NN class becomes the one that the text names.")
                        .asShare()
                        .against("box"),
                Headline.of("Harmful flips", OverlayRate.byNeighbors(OverlayRate.Kind.HARMFUL_FLIP, k))
                        .explained("right when clean, wrong with text.")
                        .asShare()
                        .against("box"),
                Headline.of("String told", Decodability.Key.of(Decodability.Question.STRING))
                        .explained("markers told apart by a nearest-centroid probe.")
                        .asShare()
                        .against("chance"),
                Headline.of("Overlay to class", new VarianceShares.Key(VarianceShares.Part.OVERLAY_TO_CLASS, false))
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
                        ShortcutCurve.Key.class,
                        key -> key.what() == ShortcutCurve.What.GAP && key.k() == k,
                        ShortcutCurve.Key::rho));
    }

    private static Curve<?> flips(String title, String explanation, String axis, OverlayFactor factor, int k) {
        return new Curve<>(
                title,
                explanation,
                axis,
                DoseResponse.FlipAt.class,
                key -> key.factor() == factor && key.k() == k,
                DoseResponse.FlipAt::dose);
    }
}
