package io.discern.analysis.internal.picture;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.GeneralPath;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/** The bundled font (Liberation Sans Bold 2.1.5): outlines and advances in units of the font size. Safe for concurrent use. */
public final class Lettering {
    private static final String FILE = "LiberationSans-Bold.ttf";

    /** Loaded when first used. */
    private static final class Holder {
        static final Lettering FONT = load();
    }

    private record Glyph(Shape outline, double advance) {}

    private final TrueTypeFont font;
    private final CmapLookup glyphs;
    private final double unitsPerEm;
    private final Map<Integer, Glyph> cache = new HashMap<>();

    private Lettering(TrueTypeFont font) throws IOException {
        this.font = font;
        this.glyphs = font.getUnicodeCmapLookup();
        this.unitsPerEm = font.getUnitsPerEm();
    }

    /** The font, read when first asked for. */
    public static Lettering bundled() {
        return Holder.FONT;
    }

    private static Lettering load() {
        try (InputStream in = Lettering.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IOException(FILE + " is missing beside " + Lettering.class.getName());
            }
            return new Lettering(new TTFParser().parse(new RandomAccessReadBuffer(in.readAllBytes())));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The height above the baseline that a line takes. */
    public double ascent() {
        return metric(true);
    }

    /** The depth below the baseline that a line takes, positive. */
    public double descent() {
        return -metric(false);
    }

    private double metric(boolean above) {
        try {
            var header = font.getHorizontalHeader();
            return (above ? header.getAscender() : header.getDescender()) / unitsPerEm;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Whether it has a character. */
    public boolean has(int character) {
        return glyphs.getGlyphId(character) != 0;
    }

    /** The width of a line. */
    public double width(String text) {
        return text.codePoints()
                .mapToDouble(character -> glyph(character).advance())
                .sum();
    }

    /** The outline of a line that starts at (left, baseline), scaled to a font size; y grows downwards. */
    public Shape outline(String text, double size, double left, double baseline) {
        Path2D.Double line = new Path2D.Double(Path2D.WIND_NON_ZERO);
        double x = 0;
        for (int character : text.codePoints().toArray()) {
            Glyph glyph = glyph(character);
            AffineTransform place = new AffineTransform(size, 0, 0, -size, left + x * size, baseline);
            line.append(glyph.outline().getPathIterator(place), false);
            x += glyph.advance();
        }
        return line;
    }

    private synchronized Glyph glyph(int character) {
        return cache.computeIfAbsent(character, this::read);
    }

    private Glyph read(int character) {
        int id = glyphs.getGlyphId(character);
        if (id == 0) {
            throw new IllegalArgumentException(
                    "overlay text has the character '" + Character.toString(character) + "' (U+"
                            + String.format("%04X", character) + "), which " + FILE
                            + " lacks; expected Latin, Greek or Cyrillic script");
        }
        try {
            GlyphData data = font.getGlyph().getGlyph(id);
            GeneralPath path = data == null ? new GeneralPath() : data.getPath();
            AffineTransform toEm = AffineTransform.getScaleInstance(1 / unitsPerEm, 1 / unitsPerEm);
            return new Glyph(new Path2D.Double(path, toEm), font.getAdvanceWidth(id) / unitsPerEm);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
