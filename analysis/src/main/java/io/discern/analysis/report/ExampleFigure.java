package io.discern.analysis.report;

import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.study.OverlayExample;
import io.discern.image.RgbImage;
import java.util.Collection;
import java.util.Locale;

/** An overlaid image beside the clean one, with what it is and what the text names. */
final class ExampleFigure {
    private static final int LONGEST_EDGE = 240;
    /** Letters have sharp edges. */
    private static final float QUALITY = 0.9f;

    private ExampleFigure() {}

    static String of(OverlayExample example, Collection<OverlayInk> inks) {
        StringBuilder figure = new StringBuilder("<figure><div class=\"triple\">");
        figure.append(picture(example.clean(), "clean"));
        inks.forEach(ink ->
                figure.append(picture(example.overlaid().get(ink), ink.name().toLowerCase(Locale.ROOT))));
        return figure.append("</div><figcaption>")
                .append(Text.escape(example.dataset()))
                .append(": <b>")
                .append(Text.escape(example.label()))
                .append("</b>, named \u201c")
                .append(Text.escape(example.named()))
                .append("\u201d</figcaption></figure>\n")
                .toString();
    }

    /** A picture and what it is; plain text. */
    static String picture(RgbImage image, String caption) {
        String safe = Text.escape(caption);
        return "<div><img src=\"" + PictureData.uri(image, LONGEST_EDGE, QUALITY) + "\" alt=\"" + safe + "\"><span>"
                + safe + "</span></div>";
    }
}
