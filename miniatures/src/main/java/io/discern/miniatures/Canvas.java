package io.discern.miniatures;

/**
 * An RGB picture while it is painted: {@code width x height x 3} floats, row-major, 0 to 255 but not
 * yet clipped. Mutable; used by one thread.
 */
final class Canvas {

    final int width;
    final int height;
    private final float[] rgb;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        this.rgb = new float[width * height * 3];
    }

    /** Something that gives every pixel a colour. */
    interface Shade {
        Ink at(int x, int y);
    }

    /** Something that covers a pixel by a share in [0, 1]. */
    interface Cover {
        float at(int x, int y);
    }

    static float clamp(float share) {
        return share < 0 ? 0 : share > 1 ? 1 : share;
    }

    int side() {
        return Math.min(width, height);
    }

    Canvas fill(Shade shade) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                Ink ink = shade.at(x, y);
                int i = (y * width + x) * 3;
                rgb[i] = ink.red();
                rgb[i + 1] = ink.green();
                rgb[i + 2] = ink.blue();
            }
        }
        return this;
    }

    void blend(int x, int y, Ink ink, float share) {
        int i = (y * width + x) * 3;
        rgb[i] += share * (ink.red() - rgb[i]);
        rgb[i + 1] += share * (ink.green() - rgb[i + 1]);
        rgb[i + 2] += share * (ink.blue() - rgb[i + 2]);
    }

    /** Multiplies every pixel by a factor. */
    Canvas times(Cover factor) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float f = factor.at(x, y);
                int i = (y * width + x) * 3;
                rgb[i] *= f;
                rgb[i + 1] *= f;
                rgb[i + 2] *= f;
            }
        }
        return this;
    }

    /** Lays an ink over the picture where the cover says so. */
    Canvas lay(Ink ink, Cover cover) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float share = cover.at(x, y);
                if (share > 0) {
                    blend(x, y, ink, share);
                }
            }
        }
        return this;
    }

    /** An ellipse with half axes {@code rx, ry}, turned, with an edge about {@code soft} pixels wide. */
    Canvas ellipse(double x, double y, double rx, double ry, double turn, double soft, Ink ink, double share) {
        float c = (float) StrictMath.cos(turn);
        float s = (float) StrictMath.sin(turn);
        double reach = Math.max(rx, ry) + soft;
        float mean = (float) Math.sqrt(rx * ry);
        for (int py = Math.max(0, (int) (y - reach)); py <= Math.min(height - 1, (int) (y + reach) + 1); py++) {
            for (int px = Math.max(0, (int) (x - reach)); px <= Math.min(width - 1, (int) (x + reach) + 1); px++) {
                float dx = px - (float) x;
                float dy = py - (float) y;
                float u = (dx * c + dy * s) / (float) rx;
                float v = (dy * c - dx * s) / (float) ry;
                float depth = (1 - (float) Math.sqrt(u * u + v * v)) * mean;
                float cover = clamp(0.5f + depth / (float) soft);
                if (cover > 0) {
                    blend(px, py, ink, cover * (float) share);
                }
            }
        }
        return this;
    }

    /** A curved line through three points (quadratic Bezier), {@code thickness} pixels wide. */
    Canvas curve(double[] from, double[] by, double[] to, double thickness, Ink ink, double share) {
        double length =
                StrictMath.hypot(by[0] - from[0], by[1] - from[1]) + StrictMath.hypot(to[0] - by[0], to[1] - by[1]);
        int steps = (int) (length / Math.max(0.6, thickness * 0.6)) + 1;
        for (int i = 0; i <= steps; i++) {
            double t = (double) i / steps;
            double x = (1 - t) * ((1 - t) * from[0] + t * by[0]) + t * ((1 - t) * by[0] + t * to[0]);
            double y = (1 - t) * ((1 - t) * from[1] + t * by[1]) + t * ((1 - t) * by[1] + t * to[1]);
            ellipse(x, y, thickness / 2, thickness / 2, 0, 1, ink, share);
        }
        return this;
    }

    /** A function of a grey level in [0, 255]. */
    interface Curve {
        float at(float level);
    }

    /** Sends every pixel's red level, which stands for grey, through a curve read from 1,024 steps. */
    Canvas fillGrey(Curve curve) {
        float[] table = new float[1024];
        for (int i = 0; i < table.length; i++) {
            table[i] = curve.at(i * 255f / (table.length - 1));
        }
        for (int i = 0; i < rgb.length; i += 3) {
            int step = (int) (clamp(rgb[i] / 255) * (table.length - 1) + 0.5f);
            rgb[i] = table[step];
            rgb[i + 1] = table[step];
            rgb[i + 2] = table[step];
        }
        return this;
    }

    /** Adds grain of the given strength to every pixel, the same in the three channels. */
    Canvas grain(Chance chance, double strength) {
        for (int i = 0; i < rgb.length; i += 3) {
            float g = chance.grain() * (float) strength;
            rgb[i] += g;
            rgb[i + 1] += g;
            rgb[i + 2] += g;
        }
        return this;
    }

    /** The picture as 8-bit RGB, row-major; values are rounded half up and clipped. */
    byte[] toBytes() {
        byte[] bytes = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            bytes[i] = (byte) (int) Math.max(0f, Math.min(255f, rgb[i] + 0.5f));
        }
        return bytes;
    }
}
