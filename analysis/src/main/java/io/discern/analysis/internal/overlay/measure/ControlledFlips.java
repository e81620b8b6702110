package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.internal.overlay.run.Taken;
import io.discern.analysis.overlay.measure.OverlayRate;
import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.run.Control;
import io.discern.analysis.overlay.run.OverlayCondition;
import java.util.List;
import java.util.Optional;

/**
 * Whose class, voted by neighbours, the overlay changes. In every style: at all ({@code flip-rate}, beside what harmless changes
 * do), and to the class that the text names ({@code flip-to-named}, beside the box, scrambled and mirrored text). At the base
 * also: from right to wrong ({@code harmful-flip-rate}), from right to the named class ({@code attack-success}), and the
 * accuracy that is lost ({@code accuracy-drop}).
 */
public final class ControlledFlips implements SuiteMeasure {

    /** What happened to an image: NaN if it does not count. */
    private interface Flip {
        double of(int image, int before, int after);
    }

    @Override
    public void measure(SuiteEvidence evidence, OverlayRows rows) {
        int[] truth = evidence.images().clean().classIndices();
        int[] named = evidence.images().named();
        Flips flips = new Flips(evidence, rows);
        for (OverlayCondition style : evidence.plan().styles()) {
            boolean base = evidence.plan().at(style).isEmpty();
            flips.add(
                    OverlayRate.Kind.FLIP,
                    style,
                    base ? List.of(Control.values()) : Control.HARMLESS,
                    (image, before, after) -> after != before ? 1 : 0,
                    "there is no image");
            flips.add(
                    OverlayRate.Kind.FLIP_TO_NAMED,
                    style,
                    Control.INKS,
                    (image, before, after) ->
                            counted(named[image] >= 0 && before != named[image], after == named[image]),
                    "every clean image is already taken for the class that its text names");
        }
        OverlayCondition base = evidence.plan().styles().get(0);
        flips.add(
                OverlayRate.Kind.HARMFUL_FLIP,
                base,
                Control.INKS,
                (image, before, after) -> counted(before == truth[image], after != truth[image]),
                "no clean image is taken for its own class");
        flips.add(
                OverlayRate.Kind.ATTACK,
                base,
                Control.INKS,
                (image, before, after) -> counted(named[image] >= 0 && before == truth[image], after == named[image]),
                "no clean image is taken for its own class");
    }

    private static double counted(boolean counts, boolean happened) {
        return !counts ? Double.NaN : happened ? 1 : 0;
    }

    private record Flips(SuiteEvidence evidence, OverlayRows rows) {

        void add(OverlayRate.Kind kind, OverlayCondition style, List<Control> controls, Flip flip, String nobody) {
            Optional<String> at = evidence.plan().at(style);
            ControlledRate rate = new ControlledRate(
                    OverlayRate.byNeighbors(kind, evidence.votes().k()).at(at), controls, nobody);
            Optional<String> reason = evidence.votes().reasonAgainst();
            if (reason.isPresent()) {
                rate.absent(rows, reason.get());
            } else {
                rate.add(
                        rows,
                        style,
                        condition -> share(condition, flip),
                        evidence.votes().remark());
            }
        }

        private VotedShare share(Condition condition, Flip flip) {
            Taken before = evidence.votes().clean();
            Taken after = evidence.votes().of(condition);
            return VotedShare.of(
                    evidence.images().clean().groupIndices(),
                    List.of(before, after),
                    (image, taken) -> flip.of(image, taken[0], taken[1]));
        }
    }
}
