package io.discern.analysis.report;

import io.discern.analysis.study.StudyResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The encoders of a page: each has a place in the study, and with it a colour and a shape.
 *
 * @param all the labels of all encoders that something is said of, in the study's order
 * @param baselines those of them that know nothing
 */
record Who(List<String> all, List<String> baselines) {
    private static final int LONGEST = 40;

    static Who of(StudyResult study) {
        Set<String> labels = new LinkedHashSet<>(study.encoders().keySet());
        study.rows().forEach(row -> labels.add(row.encoder()));
        return new Who(List.copyOf(labels), study.baselines());
    }

    /** The place of an encoder, for its colour. */
    int place(String encoder) {
        return Math.max(0, all.indexOf(encoder));
    }

    /** The encoder as the heading of a row; a long name loses its middle, and says itself in full to whoever points at it. */
    String rowHeading(String encoder) {
        return "<th scope=\"row\" class=\"who\" title=\"" + Text.escape(encoder) + "\">" + Palette.chip(place(encoder))
                + Text.middle(encoder, LONGEST) + (baselines.contains(encoder) ? " <small>baseline</small>" : "")
                + "</th>";
    }

    /** The encoder as the heading of a column. */
    String columnHeading(String encoder) {
        return "<th scope=\"col\" class=\"num\" title=\"" + Text.escape(encoder) + "\">" + Text.middle(encoder, 24)
                + "</th>";
    }

    /** Whose line is whose. */
    String legend() {
        StringBuilder legend = new StringBuilder("<ul class=\"legend\">");
        all.stream()
                .filter(encoder -> !baselines.contains(encoder))
                .forEach(encoder -> legend.append("<li title=\"")
                        .append(Text.escape(encoder))
                        .append("\">")
                        .append(Palette.chip(place(encoder)))
                        .append(Text.middle(encoder, LONGEST))
                        .append("</li>"));
        return legend.append("</ul>").toString();
    }
}
