package io.discern.miniatures;

import java.util.ArrayList;
import java.util.List;

/**
 * A caricature of breast ultrasound: layered, speckled tissue around a dark mass. Cysts tend to be
 * black, round and bright behind; fibroadenomas oval, wide and grey; carcinomas ragged, upright and
 * shadowing. Gain, speckle size, depth and place say nothing about the class.
 */
record Ultrasound(
        int width,
        int height,
        double gain,
        double speckle,
        double grainSize,
        double size,
        double stretch,
        double turn,
        double irregularity,
        double softness,
        double echo,
        double behind,
        long seed)
        implements Scene {

    static Ultrasound sample(String label, Chance patient, Chance image) {
        double gain = patient.uniform(0.7, 1.25);
        double speckle = patient.uniform(0.45, 0.8);
        double grainSize = patient.uniform(1.5, 2.8);
        double[] traits = switch (label) {
            // log stretch (wide > 0), irregularity, edge softness, echo, light behind
            case "cyst" -> new double[] {0.12, 0.035, 0.12, 0.13, 0.28};
            case "fibroadenoma" -> new double[] {0.34, 0.05, 0.12, 0.29, 0.05};
            default -> new double[] {-0.02, 0.115, 0.24, 0.23, -0.25};
        };
        double[] spread = {0.20, 0.035, 0.06, 0.07, 0.18};
        double[] low = {-0.6, 0.01, 0.05, 0.03, -0.6};
        double[] high = {0.8, 0.3, 0.5, 0.55, 0.6};
        for (int i = 0; i < traits.length; i++) {
            traits[i] = patient.normal(traits[i], spread[i] * 0.8, low[i], high[i]);
            traits[i] = image.normal(traits[i], spread[i] * 0.6, low[i], high[i]);
        }
        return new Ultrasound(
                Scene.side(image),
                Scene.side(image),
                gain * image.uniform(0.9, 1.1),
                speckle,
                grainSize,
                patient.uniform(0.12, 0.27) * image.uniform(0.85, 1.15),
                StrictMath.exp(traits[0]),
                image.uniform(-0.35, 0.35),
                traits[1],
                traits[2],
                traits[3],
                traits[4],
                image.bits());
    }

    @Override
    public List<String> details() {
        List<String> words = new ArrayList<>();
        words.add(stretch > 1.25 ? "wide oval mass" : stretch > 0.95 ? "round mass" : "upright mass");
        words.add(irregularity < 0.08 ? "smooth margin" : "ragged margin");
        words.add(echo < 0.18 ? "black inside" : echo < 0.27 ? "dark grey inside" : "grey inside");
        if (behind > 0.15) {
            words.add("bright behind");
        } else if (behind < -0.15) {
            words.add("shadow behind");
        }
        words.add(gain < 0.9 ? "low gain" : "high gain");
        return words;
    }

    @Override
    public Canvas paint() {
        Chance chance = Chance.of(seed);
        Canvas canvas = new Canvas(width, height);
        ValueNoise coarse = new ValueNoise(chance);
        ValueNoise fine = new ValueNoise(chance);
        float side = canvas.side();
        double x = width * chance.uniform(0.33, 0.67);
        double y = height * chance.uniform(0.34, 0.56);
        double rx = size * side * Math.sqrt(stretch);
        double ry = size * side / Math.sqrt(stretch);
        Outline mass = new Outline(x, y, rx, ry, turn, irregularity, 10, chance);
        float fat = (float) (height * chance.uniform(0.10, 0.22));
        float wall = (float) (height * chance.uniform(0.78, 0.95));
        float drift = chance.uniform(0f, 50f);
        float across = (float) (1 / grainSize);
        float along = across * 1.6f;
        float fade = chance.uniform(0.1f, 0.5f);
        canvas.fill((px, py) -> {
            float wave = (coarse.at(px / side * 3 + drift, py / side * 2) - 0.5f) * 0.1f * height;
            float tissue = 0.52f + 0.5f * (coarse.fractal(px / side * 4 + drift, py / side * 11, 2) - 0.5f);
            if (py + wave < fat) {
                tissue = py < 5 ? 0.9f : 0.36f + 0.3f * coarse.ridge(px / side * 3, py / side * 18);
            } else if (py + wave > wall) {
                tissue = 0.72f;
            }
            float cover = mass.cover(px, py, (float) softness);
            float shade = 0;
            if (py > y) {
                float off = (px - (float) x) / (float) (rx * 0.95);
                float width = Canvas.clamp(1.4f - 1.4f * off * off);
                shade = (float) behind * width * (1 - cover) * Canvas.clamp((py - (float) y) / (float) ry);
            }
            float inside = (float) echo * (0.8f + 0.4f * coarse.at(px / side * 12, py / side * 12));
            float level = (tissue + cover * (inside - tissue)) * (1 + shade * 1.6f);
            level *= 1.1f - fade * py / height;
            float dots = fine.at(px * across, py * along) * 0.7f + fine.at(px * across * 2 + 5, py * along * 2) * 0.3f;
            float speckled = 1 + (float) speckle * 2.6f * (dots - 0.5f);
            return Ink.grey(Math.max(0, level) * Math.max(0.05f, speckled) * 225 * (float) gain);
        });
        return canvas.grain(chance, 10);
    }
}
