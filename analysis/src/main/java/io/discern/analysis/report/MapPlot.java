package io.discern.analysis.report;

import io.discern.analysis.study.StudyMap;
import java.util.Locale;

/** A scatter of rows placed in the plane, with one scale for both axes so that distances can be compared. */
final class MapPlot {
    private static final int SIZE = 360;
    private static final int MARGIN = 14;
    static final int MOST_POINTS = 1500;

    private MapPlot() {}

    static String of(StudyMap map) {
        double[] x = map.points().stream().mapToDouble(StudyMap.Point::x).toArray();
        double[] y = map.points().stream().mapToDouble(StudyMap.Point::y).toArray();
        double[] rangeX = range(x);
        double[] rangeY = range(y);
        double extent = Math.max(rangeX[1] - rangeX[0], rangeY[1] - rangeY[0]);
        double scale = extent > 0 ? (SIZE - 2.0 * MARGIN) / extent : 0;
        double centerX = (rangeX[0] + rangeX[1]) / 2;
        double centerY = (rangeY[0] + rangeY[1]) / 2;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %1$d %1$d\" width=\"%1$d\" height=\"%1$d\" role=\"img\" aria-label=\"%3$s\">"
                        + "<rect x=\"0.5\" y=\"0.5\" width=\"%2$d\" height=\"%2$d\" class=\"frame\"/><g opacity=\"0.72\">",
                SIZE,
                SIZE - 1,
                Text.escape(map.method() + " of " + map.encoder() + ", " + map.dataset())));
        int stride = stride(map);
        for (int row = 0; row < x.length; row += stride) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<use href=\"#k%d\" x=\"%.1f\" y=\"%.1f\"/>",
                    map.points().get(row).classIndex(),
                    SIZE / 2.0 + (x[row] - centerX) * scale,
                    SIZE / 2.0 - (y[row] - centerY) * scale));
        }
        return svg.append("</g></svg>").toString();
    }

    /** Every how many-th row is drawn. */
    static int stride(StudyMap map) {
        return (map.points().size() + MOST_POINTS - 1) / MOST_POINTS;
    }

    /** The marks of so many classes, which points refer to. */
    static String marks(int classes) {
        StringBuilder marks =
                new StringBuilder("<svg width=\"0\" height=\"0\" class=\"marks\" aria-hidden=\"true\"><defs>");
        for (int label = 0; label < classes; label++) {
            marks.append("<path id=\"k")
                    .append(label)
                    .append("\" d=\"M0,0")
                    .append(Palette.shape(label))
                    .append("\" fill=\"")
                    .append(Palette.color(label))
                    .append("\"/>");
        }
        return marks.append("</defs></svg>").toString();
    }

    static String legend(StudyMap map) {
        StringBuilder legend = new StringBuilder("<ul class=\"legend\">");
        for (int label = 0; label < map.classes().size(); label++) {
            legend.append("<li>")
                    .append(Palette.chip(label))
                    .append(Text.middle(map.classes().get(label), 40))
                    .append("</li>");
        }
        return legend.append("</ul>").toString();
    }

    private static double[] range(double[] values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return new double[] {least, most};
    }
}
