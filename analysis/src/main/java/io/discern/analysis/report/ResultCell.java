package io.discern.analysis.report;

import io.discern.analysis.MetricResult;
import java.util.Optional;

/** A result as a cell of a table: value, 95 % interval and control, or why there is no value. */
final class ResultCell {
    private ResultCell() {}

    /** The cell of what has no value, or was not measured, with at most so many characters of the reason. */
    static String none(Optional<MetricResult> found, int length) {
        String reason = found.map(MetricResult::note).orElse("not measured");
        return "<td class=\"num none\">no value<small>" + Text.shortened(reason, length) + "</small></td>";
    }

    /**
     * The cell of what has a value.
     *
     * @param style a class of the style sheet besides that of numbers; may be empty
     * @param control what the null value is called; empty if it is not shown
     */
    static String of(MetricResult result, boolean percent, String style, String control) {
        StringBuilder cell = new StringBuilder("<td class=\"num" + (style.isEmpty() ? "" : " " + style)
                + "\" data-value=\"" + result.value().orElseThrow() + "\">");
        cell.append(Text.value(result.value().orElseThrow(), percent)).append("<small>");
        if (result.ciLow().isPresent()) {
            cell.append(Text.range(result.ciLow().getAsDouble(), result.ciHigh().orElseThrow(), percent));
        }
        cell.append("</small><small>");
        if (result.nullValue().isPresent() && !control.isEmpty()) {
            cell.append(Text.escape(control))
                    .append(' ')
                    .append(Text.value(result.nullValue().getAsDouble(), percent));
        }
        return cell.append("</small></td>").toString();
    }
}
