package io.discern.analysis.report;

import io.discern.analysis.MetricResult;
import io.discern.analysis.overlay.OverlayBias;
import io.discern.analysis.study.StudyRow;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A measure of the overlay suite over doses.
 *
 * @param title of the chart
 * @param explanation what it shows and what its control is
 * @param axis what the doses are
 * @param variant matches the variants that belong to it; its group is the dose
 */
record OverlayCurve(String title, String explanation, String axis, Pattern variant) {

    static final List<OverlayCurve> ALL = List.of(
            new OverlayCurve(
                    "Flips by size",
                    "Share of images whose 5-NN class changes. Dashed: blank box.",
                    "font size, share of the short edge",
                    Pattern.compile("flip-rate,size=([0-9.E-]+),k=.*")),
            new OverlayCurve(
                    "Flips by contrast",
                    "The same, for fainter ink on the same box. Dashed: blank box.",
                    "contrast of the ink",
                    Pattern.compile("flip-rate,contrast=([0-9.E-]+),k=.*")),
            new OverlayCurve(
                    "Flips by opacity",
                    "The same, for boxes that let the image through. Dashed: blank box.",
                    "opacity of the box",
                    Pattern.compile("flip-rate,opacity=([0-9.E-]+),k=.*")),
            new OverlayCurve(
                    "Shortcut",
                    "Accuracy with the image's own class name minus accuracy with another's, where names in the bank predict"
                            + " the class so well. Dashed: blank boxes.",
                    "correlation of name and class in the bank",
                    Pattern.compile("shortcut-gap,rho=([0-9.E-]+),k=.*")));

    /** The results of one encoder on one data set by dose; empty if there are none. */
    SortedMap<Double, MetricResult> of(List<StudyRow> rows, String encoder, String dataset) {
        SortedMap<Double, MetricResult> line = new TreeMap<>();
        for (StudyRow row : rows) {
            Matcher matcher = variant.matcher(row.result().variant());
            if (row.encoder().equals(encoder)
                    && row.dataset().equals(dataset)
                    && row.result().metric().equals(OverlayBias.NAME)
                    && matcher.matches()) {
                line.put(Double.valueOf(matcher.group(1)), row.result());
            }
        }
        return line;
    }
}
