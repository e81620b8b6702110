package io.discern.analysis.report;

import io.discern.analysis.MetricResult;
import io.discern.analysis.overlay.OverlayBias;
import io.discern.analysis.study.StudyRow;
import java.util.List;
import java.util.Optional;

/**
 * A result of the overlay suite that the page shows first.
 *
 * @param title of the column
 * @param variant of the overlay metric
 * @param percent whether it is a share
 * @param control what the null value is called; empty if it is 0 by definition
 * @param explanation for the small print
 */
record OverlayColumn(String title, String variant, boolean percent, String control, String explanation) {

    static final List<OverlayColumn> ALL = List.of(
            new OverlayColumn("Visible", "visible-share", true, "", "share of the box that the encoder's crop leaves."),
            new OverlayColumn(
                    "Box shift", "box-shift,class-units", false, "", "what the blank box does, in class units."),
            new OverlayColumn("Text beyond box", "text-shift,class-units", false, "", "what the text adds to that."),
            new OverlayColumn(
                    "Text beyond scrambled",
                    "text-shift,minus=scrambled,class-units",
                    false,
                    "",
                    "text against the same ink without letters."),
            new OverlayColumn(
                    "To the named class",
                    "flip-to-named,k=5",
                    true,
                    "box",
                    "images whose 5-NN class becomes the one that the text names."),
            new OverlayColumn(
                    "Harmful flips", "harmful-flip-rate,k=5", true, "box", "right when clean, wrong with text."),
            new OverlayColumn(
                    "String told",
                    "decode,what=string",
                    true,
                    "chance",
                    "markers told apart by a nearest-centroid probe."),
            new OverlayColumn(
                    "Overlay to class",
                    "variance-share,of=overlay-to-class",
                    false,
                    "",
                    "spread between clean and markers over spread between classes."));

    /** The result of a variant of one encoder on one data set. */
    static Optional<MetricResult> find(List<StudyRow> rows, String encoder, String dataset, String variant) {
        return rows.stream()
                .filter(row -> row.encoder().equals(encoder) && row.dataset().equals(dataset))
                .map(StudyRow::result)
                .filter(result -> result.metric().equals(OverlayBias.NAME)
                        && result.variant().equals(variant))
                .findFirst();
    }
}
