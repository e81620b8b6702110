package io.discern.analysis.report;

import io.discern.analysis.internal.picture.Lettering;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A drawing as a PNG for print. Letters are outlines of the bundled font: a machine without fonts draws the same. */
final class Raster implements Canvas {
    /** Pixels for one of the drawing: 300 for an inch, where the drawing has 100. */
    private static final int SCALE = 3;

    private static final double FONT = 11.5;
    private static final double SMALL_FONT = 10.5;

    private final BufferedImage image;
    private final Graphics2D graphics;
    private final Lettering letters = Lettering.bundled();

    Raster(int width, int height) {
        image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(SCALE, SCALE);
        graphics.setColor(Color.WHITE);
        graphics.fill(new Rectangle2D.Double(0, 0, width, height));
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, String style) {
        graphics.setColor(
                switch (style) {
                    case "grid" -> new Color(0xd9dee6);
                    case "zero" -> new Color(0x8b94a3);
                    case "halo" -> Color.WHITE;
                    default -> new Color(0x1c2330);
                });
        graphics.setStroke(
                switch (style) {
                    case "halo" -> new BasicStroke(4);
                    case "whisker" -> new BasicStroke(1.5f);
                    case "control" ->
                        new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {4, 2.5f}, 0);
                    default -> new BasicStroke(1);
                });
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    @Override
    public void rectangle(double x, double y, double width, double height, String color) {
        graphics.setColor(Color.decode(color));
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void text(double x, double y, String style, String text) {
        double size = style.equals("tick") ? SMALL_FONT : FONT;
        String known = known(text);
        double width = letters.width(known) * size;
        double left = switch (style) {
            case "name" -> x - width;
            case "tick" -> x - width / 2;
            default -> x;
        };
        graphics.setColor(new Color(style.equals("tick") ? 0x5b6575 : style.equals("absent") ? 0x8a4b00 : 0x1c2330));
        graphics.fill(letters.outline(known, size, left, y));
    }

    /** What the font lacks becomes a question mark, narrow spaces common ones. */
    private String known(String text) {
        StringBuilder known = new StringBuilder();
        text.codePoints().forEach(character -> {
            int drawn = Character.isSpaceChar(character) ? ' ' : character;
            known.appendCodePoint(letters.has(drawn) ? drawn : '?');
        });
        return known.toString();
    }

    @Override
    public void begin(String title) {
        // a picture says nothing to whoever points at it
    }

    @Override
    public void end() {
        // as above
    }

    /** The file. */
    byte[] png() {
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // Given a plain stream, ImageIO would write a temporary file first.
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
