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
                "<svg viewBox=\"0 0 %1$d %1$d\" width=\"%1$d\" height=\"%1$d\" role=\"img\" aria-label=\"map\">"
                        + "<rect x=\"0.5\" y=\"0.5\" width=\"%2$d\" height=\"%2$d\" class=\"frame\"/><g opacity=\"0.72\">",
                SIZE,
                SIZE - 1));
        int stride = stride(map);
        for (int row = 0; row < x.length; row += stride) {
            svg.append(Palette.mark(
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

    static String legend(StudyMap map) {
        StringBuilder legend = new StringBuilder("<ul class=\"legend\">");
        for (int label = 0; label < map.classes().size(); label++) {
            legend.append("<li><svg width=\"12\" height=\"12\">")
                    .append(Palette.mark(label, 6, 6))
                    .append("</svg>")
                    .append(Text.shortened(map.classes().get(label), 40))
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
