package io.discern.analysis.overlay.verdict;

import io.discern.analysis.ResultKey;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.measure.OverlayRate;
import io.discern.analysis.overlay.measure.ShiftKeys.Beyond;
import io.discern.analysis.overlay.measure.ShiftKeys.MarkerBeyond;
import io.discern.analysis.overlay.measure.ShiftKeys.OfMarker;
import io.discern.analysis.overlay.measure.ShiftKeys.Shift;
import io.discern.analysis.overlay.measure.ShiftKeys.Unit;
import io.discern.analysis.overlay.measure.VoteKeys.FlipOfMarker;
import io.discern.analysis.overlay.run.Control;
import java.util.Optional;

/** Readable text that was drawn, and under which keys its results stand. */
sealed interface ShownText {
    /** In image units. */
    ResultKey shift();

    /** Beyond a harmless change. */
    ResultKey shiftBeyond(Control harmless);

    /** How many predictions change. */
    ResultKey flips();

    /** Beyond a harmless change. */
    ResultKey flipsBeyond(Control harmless);

    /** In words. */
    String where();

    /**
     * The wrong label in a style.
     *
     * @param at in what the style departs from the base
     * @param k how many neighbours vote
     */
    record Label(Optional<String> at, int k, String where) implements ShownText {
        @Override
        public ResultKey shift() {
            return Shift.OF_TEXT.at(at).in(Unit.IMAGE);
        }

        @Override
        public ResultKey shiftBeyond(Control harmless) {
            return new Beyond(harmless, at);
        }

        @Override
        public OverlayRate flips() {
            return OverlayRate.byNeighbors(OverlayRate.Kind.FLIP, k).at(at);
        }

        @Override
        public ResultKey flipsBeyond(Control harmless) {
            return flips().minus(harmless);
        }
    }

    /**
     * A marker at the base.
     *
     * @param k how many neighbours vote
     */
    record Marker(OverlayText text, int k) implements ShownText {
        @Override
        public ResultKey shift() {
            return new OfMarker(text);
        }

        @Override
        public ResultKey shiftBeyond(Control harmless) {
            return new MarkerBeyond(text, harmless);
        }

        @Override
        public FlipOfMarker flips() {
            return FlipOfMarker.of(text, k);
        }

        @Override
        public ResultKey flipsBeyond(Control harmless) {
            return flips().minus(harmless);
        }

        @Override
        public String where() {
            return "by the marker " + text.tag();
        }
    }
}
