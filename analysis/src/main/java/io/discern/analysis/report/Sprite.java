package io.discern.analysis.report;

import io.discern.image.RgbImage;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Many small pictures as one: a JPEG's head is as long as a small picture's body. Cells are square, in rows of {@link #COLUMNS}. */
final class Sprite {
    static final int COLUMNS = 16;
    private static final float QUALITY = 0.72f;
    private static final int AROUND = 0xe4e7ec;

    private final int cell;
    private final List<RgbImage> pictures = new ArrayList<>();

    /**
     * An empty one.
     *
     * @param cell the edge of a cell in pixels; a multiple of 16 keeps neighbours out of each other's JPEG blocks
     */
    Sprite(int cell) {
        this.cell = cell;
    }

    /** Adds a picture, centred in its cell, what does not fit cut off; returns its place. */
    int add(RgbImage picture) {
        pictures.add(picture);
        return pictures.size() - 1;
    }

    boolean isEmpty() {
        return pictures.isEmpty();
    }

    /** The rule of a style sheet that shows a cell of it: an element of that class names its place by {@code --x} and {@code --y}. */
    String rule(String name) {
        return "." + name + "{background-image:url(" + uri() + ");--columns:" + COLUMNS + ";--rows:" + rows() + "}";
    }

    private int rows() {
        return (pictures.size() + COLUMNS - 1) / COLUMNS;
    }

    private String uri() {
        BufferedImage all = new BufferedImage(COLUMNS * cell, rows() * cell, BufferedImage.TYPE_INT_RGB);
        int[] line = new int[all.getWidth()];
        Arrays.fill(line, AROUND);
        for (int y = 0; y < all.getHeight(); y++) {
            all.setRGB(0, y, line.length, 1, line, 0, line.length);
        }
        for (int i = 0; i < pictures.size(); i++) {
            paint(pictures.get(i), all, i % COLUMNS * cell, i / COLUMNS * cell);
        }
        return PictureData.uri(all, QUALITY);
    }

    private void paint(RgbImage picture, BufferedImage all, int left, int top) {
        int dx = (cell - picture.width()) / 2;
        int dy = (cell - picture.height()) / 2;
        for (int y = Math.max(0, -dy); y < picture.height() && y + dy < cell; y++) {
            for (int x = Math.max(0, -dx); x < picture.width() && x + dx < cell; x++) {
                all.setRGB(left + dx + x, top + dy + y, PictureData.rgb(picture, x, y));
            }
        }
    }
}
