package io.discern.miniatures;

import java.util.ArrayList;
import java.util.List;

/**
 * A caricature of stained gland tissue: rings of nuclei around pale openings in pink stroma. Normal
 * glands tend to be round and apart, hyperplastic ones crowded, wavy and layered, carcinoma small,
 * fused and strewn with large uneven nuclei. Stain, magnification and focus say nothing about it.
 */
record Histology(
        int width,
        int height,
        Ink stroma,
        Ink nucleus,
        double zoom,
        double crowding,
        double waviness,
        double layers,
        double opening,
        double strewn,
        double nuclearSize,
        double unevenness,
        long seed)
        implements Scene {

    static Histology sample(String label, Chance patient, Chance image) {
        double hue = patient.uniform(0.0, 1.0);
        double strength = patient.uniform(0.0, 1.0);
        Ink stroma =
                Ink.of(238, 182, 206).mixed(Ink.of(222, 168, 188), hue).mixed(Ink.of(205, 150, 196), strength * 0.6);
        Ink nucleus = Ink.of(92, 58, 142).mixed(Ink.of(58, 40, 96), strength).mixed(Ink.of(120, 60, 120), hue * 0.5);
        double zoom = patient.uniform(0.75, 1.35);
        double[] traits = switch (label) {
            // crowding, waviness, layers, opening, strewn nuclei, nuclear size, unevenness
            case "normal" -> new double[] {0.32, 0.06, 1.15, 0.58, 0.20, 0.95, 0.12};
            case "hyperplasia" -> new double[] {0.58, 0.14, 1.75, 0.47, 0.26, 1.02, 0.16};
            default -> new double[] {0.62, 0.15, 1.7, 0.33, 0.50, 1.18, 0.26};
        };
        double[] spread = {0.16, 0.05, 0.40, 0.11, 0.16, 0.13, 0.06};
        for (int i = 0; i < traits.length; i++) {
            traits[i] = patient.normal(traits[i], spread[i] * 0.8, 0.01, 3);
            traits[i] = image.normal(traits[i], spread[i] * 0.6, 0.01, 3);
        }
        return new Histology(
                Scene.side(image),
                Scene.side(image),
                stroma,
                nucleus,
                zoom * image.uniform(0.9, 1.1),
                traits[0],
                traits[1],
                traits[2],
                traits[3],
                traits[4],
                traits[5],
                traits[6],
                image.bits());
    }

    @Override
    public List<String> details() {
        List<String> words = new ArrayList<>();
        words.add(crowding < 0.45 ? "glands apart" : "crowded glands");
        words.add(waviness < 0.11 ? "round glands" : "wavy glands");
        words.add(opening > 0.48 ? "open lumen" : opening > 0.36 ? "narrow lumen" : "closed lumen");
        words.add(layers < 1.45 ? "single layer of nuclei" : "layered nuclei");
        words.add(nuclearSize < 1.1 ? "small nuclei" : "large nuclei");
        if (unevenness > 0.2) {
            words.add("uneven nuclei");
        }
        if (strewn > 0.4) {
            words.add("scattered nuclei");
        }
        return words;
    }

    @Override
    public Canvas paint() {
        Chance chance = Chance.of(seed);
        Canvas canvas = new Canvas(width, height);
        ValueNoise noise = new ValueNoise(chance);
        float side = canvas.side();
        float drift = chance.uniform(0f, 50f);
        Ink pale = Ink.of(248, 238, 243);
        canvas.fill((px, py) -> {
            float u = px / side * 6;
            float v = py / side * 6;
            float fibre = noise.ridge(u * 1.2f + 2 * noise.at(v, u) + drift, v * 3);
            return stroma.mixed(pale, 0.35 * noise.fractal(u, v + drift, 3)).times(1 - 0.10 * fibre);
        });
        double unit = 15 * zoom;
        int strewnCount = (int) (strewn * 0.013 * width * height / (zoom * zoom));
        for (int i = 0; i < strewnCount; i++) {
            paintNucleus(
                    canvas, chance, chance.uniform(0, width), chance.uniform(0, height), chance.uniform(0, 3.1), 0.8);
        }
        double pitch = unit * (3.6 - 1.5 * Math.min(1, crowding));
        for (double gy = -pitch * 0.3; gy < height + pitch; gy += pitch) {
            for (double gx = -pitch * 0.3; gx < width + pitch; gx += pitch) {
                if (chance.happens(0.35 + 0.6 * Math.min(1, crowding))) {
                    double x = gx + chance.normal(0, 0.22) * pitch;
                    double y = gy + chance.normal(0, 0.22) * pitch;
                    paintGland(canvas, chance, x, y, unit * chance.normal(1, 0.2, 0.55, 1.5));
                }
            }
        }
        return canvas.grain(chance, chance.uniform(3.0, 14.0));
    }

    private void paintGland(Canvas canvas, Chance chance, double x, double y, double r) {
        double stretch = chance.uniform(1.0, 1.5);
        Outline gland = new Outline(x, y, r * stretch, r / stretch, chance.uniform(0, 3.1), waviness, 5, chance);
        Ink cell = stroma.mixed(nucleus, 0.28);
        Ink lumen = Ink.of(250, 244, 247);
        int reach = (int) (r * stretch * 1.5) + 2;
        float edge = 1 - (float) Math.min(0.85, opening);
        for (int py = Math.max(0, (int) y - reach); py < Math.min(canvas.height, (int) y + reach); py++) {
            for (int px = Math.max(0, (int) x - reach); px < Math.min(canvas.width, (int) x + reach); px++) {
                float depth = gland.depth(px, py);
                float cover = Canvas.clamp(0.5f + depth / 0.12f);
                if (cover > 0) {
                    canvas.blend(px, py, cell, cover * 0.85f);
                    canvas.blend(px, py, lumen, Canvas.clamp(0.5f + (depth - edge) / 0.12f));
                }
            }
        }
        int rings = layers < 1.45 ? 1 : layers < 2.1 ? 2 : 3;
        for (int ring = 0; ring < rings; ring++) {
            int count = (int) (r * (1.35 - 0.3 * ring) / nuclearSize) + 4;
            double start = chance.uniform(0, 6.28);
            for (int i = 0; i < count; i++) {
                double angle = start + 2 * StrictMath.PI * i / count + chance.normal(0, 0.06);
                double dx = StrictMath.cos(angle);
                double dy = StrictMath.sin(angle);
                double out = r
                        * (0.86 - 0.23 * ring + chance.normal(0, 0.05 + 0.05 * unevenness))
                        * (1 + (double) gland.depth((float) (x + dx * r), (float) (y + dy * r)));
                paintNucleus(canvas, chance, x + dx * out, y + dy * out, angle, 0.9);
            }
        }
    }

    private void paintNucleus(Canvas canvas, Chance chance, double x, double y, double turn, double share) {
        double r = 2.2 * Math.sqrt(zoom) * nuclearSize * StrictMath.exp(chance.normal(0, unevenness));
        double stretch = chance.uniform(1.0, 1.45);
        Ink ink = nucleus.times(chance.uniform(0.85, 1.15));
        canvas.ellipse(x, y, r * stretch, r / stretch, turn, 1.2, ink, share);
    }
}
