package io.discern.miniatures;

import java.util.ArrayList;
import java.util.List;

/**
 * A caricature of dermoscopy: a pigmented patch on skin. Nevi tend to be even and regular, melanomas
 * uneven, ragged and of several colours, keratoses sharp-edged, waxy and rough; all three overlap.
 * Skin tone, light, hair, size and place say nothing about the class.
 */
record Dermoscopy(
        int width,
        int height,
        Ink skin,
        double pigment,
        double warmth,
        double size,
        double stretch,
        double irregularity,
        double softness,
        double unevenness,
        double blue,
        double network,
        double roughness,
        int hairs,
        boolean vignette,
        long seed)
        implements Scene {

    static Dermoscopy sample(String label, Chance patient, Chance image) {
        double tone = patient.uniform(0.0, 1.0);
        Ink skin = Ink.of(242, 205, 184).mixed(Ink.of(128, 84, 60), tone).times(patient.uniform(0.85, 1.08));
        int hairs = patient.happens(0.4) ? patient.between(1, 9) : 0;
        boolean vignette = patient.happens(0.3);
        double pigment = patient.normal(0.5, 0.13, 0.1, 0.95);
        double size = patient.uniform(0.17, 0.38);
        double[] traits = switch (label) {
            // irregularity, edge softness, unevenness, blue-grey veil, network, roughness
            case "nevus" -> new double[] {0.06, 0.24, 0.28, 0.06, 0.42, 0.22};
            case "melanoma" -> new double[] {0.12, 0.20, 0.62, 0.36, 0.36, 0.30};
            default -> new double[] {0.07, 0.11, 0.38, 0.13, 0.16, 0.62};
        };
        double[] spread = {0.035, 0.07, 0.17, 0.14, 0.20, 0.17};
        for (int i = 0; i < traits.length; i++) {
            traits[i] = patient.normal(traits[i], spread[i] * 0.8, 0.02, 1);
            traits[i] = image.normal(traits[i], spread[i] * 0.6, 0.02, 1);
        }
        pigment += label.equals("melanoma") ? 0.08 : label.equals("nevus") ? -0.03 : 0;
        return new Dermoscopy(
                Scene.side(image),
                Scene.side(image),
                skin,
                image.normal(pigment, 0.08, 0.1, 1),
                patient.uniform(0.0, 1.0),
                size * image.uniform(0.85, 1.15),
                image.uniform(1.0, 1.5),
                traits[0],
                traits[1],
                traits[2],
                traits[3],
                traits[4],
                traits[5],
                hairs == 0 ? 0 : image.between(1, hairs),
                vignette,
                image.bits());
    }

    @Override
    public List<String> details() {
        List<String> words = new ArrayList<>();
        words.add(stretch < 1.2 ? "round" : "oval");
        words.add(irregularity < 0.09 ? "regular border" : "irregular border");
        words.add(pigment < 0.45 ? "light brown" : pigment < 0.65 ? "brown" : "dark brown");
        words.add(unevenness < 0.35 ? "even colour" : unevenness < 0.55 ? "two colours" : "several colours");
        if (blue > 0.3) {
            words.add("blue grey veil");
        }
        if (network > 0.4) {
            words.add("pigment network");
        }
        if (roughness > 0.5) {
            words.add("rough surface");
        }
        if (softness < 0.14) {
            words.add("sharp edge");
        }
        if (hairs > 0) {
            words.add("hair");
        }
        return words;
    }

    @Override
    public Canvas paint() {
        Chance chance = Chance.of(seed);
        Canvas canvas = new Canvas(width, height);
        ValueNoise noise = new ValueNoise(chance);
        float side = canvas.side();
        float step = 1 / side;
        float lightX = chance.uniform(-0.25f, 0.25f);
        float lightY = chance.uniform(-0.25f, 0.25f);
        double turn = chance.uniform(0, StrictMath.PI);
        double x = width * chance.uniform(0.38, 0.62);
        double y = height * chance.uniform(0.38, 0.62);
        double rx = size * side * Math.sqrt(stretch);
        double ry = size * side / Math.sqrt(stretch);
        Outline outline = new Outline(x, y, rx, ry, turn, irregularity, 7, chance);
        float drift = chance.uniform(0f, 40f);
        Ink brown = Ink.of(176, 112, 62).mixed(Ink.of(142, 104, 82), warmth);
        Ink dark = Ink.of(52, 32, 26);
        Ink veil = Ink.of(92, 98, 118);
        Ink wax = Ink.of(214, 178, 128);
        float fine = chance.uniform(14f, 22f);
        float c = (float) StrictMath.cos(turn);
        float s = (float) StrictMath.sin(turn);
        canvas.fill((px, py) -> {
            float u = px * step;
            float v = py * step;
            float mottle = 0.93f + 0.10f * noise.fractal(u * 5 + drift, v * 5, 3);
            Ink here = skin.times(mottle);
            float cover = outline.cover(px, py, (float) softness);
            if (cover <= 0) {
                return here;
            }
            float patch = noise.fractal(u * 4 + 31, v * 4 + drift, 2) - 0.5f;
            float deep = Canvas.clamp(outline.depth(px, py));
            double depth = pigment * (0.75 + 0.35 * deep) + unevenness * patch * 1.7;
            Ink patchInk = brown.mixed(skin, 0.25).mixed(dark, Canvas.clamp((float) depth));
            float bluish = Canvas.clamp((noise.at(u * 3.5f + 9, v * 3.5f + drift) - 0.42f) * 4);
            patchInk = patchInk.mixed(veil, bluish * Math.min(0.85, blue * 1.3) * deep);
            float warp = 0.09f * patch + 0.05f * noise.at(v * 13, u * 13);
            float a = c * u - s * v + warp; // turned and bent, so that the noise lattice does not show
            float b = s * u + c * v - warp;
            float lines = Math.max(noise.ridge(a * fine + drift, b * fine), noise.ridge(b * fine, a * fine + 3));
            patchInk = patchInk.mixed(dark, lines * network * 0.45);
            float bumps = noise.fractal(a * 15, b * 15 + drift, 2) - 0.52f;
            patchInk = patchInk.mixed(wax, Canvas.clamp(bumps * 4.5f) * roughness * 0.8);
            return here.mixed(patchInk, cover);
        });
        for (int i = 0; i < hairs; i++) {
            paintHair(canvas, chance);
        }
        float soft = vignette ? 1 : 0;
        canvas.times((px, py) -> {
            float u = px * step - 0.5f * width * step;
            float v = py * step - 0.5f * height * step;
            float light = 1 + lightX * u + lightY * v;
            float corner = Canvas.clamp(((float) Math.sqrt(u * u + v * v) - 0.53f) * 14) * soft;
            return light * (1 - 0.93f * corner);
        });
        return canvas.grain(chance, chance.uniform(3.0, 14.0));
    }

    private static void paintHair(Canvas canvas, Chance chance) {
        double w = canvas.width;
        double h = canvas.height;
        double[] from = {chance.uniform(-0.1, 1.1) * w, chance.uniform(-0.1, 1.1) * h};
        double[] by = {chance.uniform(0.1, 0.9) * w, chance.uniform(0.1, 0.9) * h};
        double[] to = {chance.uniform(-0.1, 1.1) * w, chance.uniform(-0.1, 1.1) * h};
        canvas.curve(from, by, to, chance.uniform(0.8, 1.6), Ink.of(44, 30, 24), 0.45);
    }
}
