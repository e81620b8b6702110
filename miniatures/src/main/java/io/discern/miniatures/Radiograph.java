package io.discern.miniatures;

import java.util.ArrayList;
import java.util.List;

/**
 * A caricature of a chest radiograph: two dark lungs, ribs, spine and heart. A nodule is a small dense
 * spot, a consolidation a cloudy area; vessels seen end-on and haze imitate both in clear lungs.
 */
record Radiograph(
        String label,
        int width,
        int height,
        double gain,
        double gamma,
        double ribs,
        double heart,
        double haze,
        double vessels,
        boolean rightSide,
        double lesionX,
        double lesionY,
        double lesionSize,
        double density,
        long seed)
        implements Scene {

    static Radiograph sample(String label, Chance patient, Chance image) {
        double gain = patient.uniform(0.75, 1.15);
        double gamma = patient.uniform(0.75, 1.35);
        double ribs = patient.uniform(0.25, 1.0);
        double heart = patient.uniform(0.16, 0.25);
        double haze = patient.uniform(0.1, 0.8);
        boolean right = patient.happens(0.5);
        double x = patient.uniform(-0.5, 0.5);
        double y = patient.uniform(-0.65, 0.65);
        double size = switch (label) {
            case "nodule" -> patient.uniform(0.028, 0.075);
            case "consolidation" -> patient.uniform(0.085, 0.19);
            default -> 0;
        };
        double density = label.equals("nodule") ? patient.uniform(28, 80) : patient.uniform(24, 72);
        return new Radiograph(
                label,
                Scene.side(image),
                Scene.side(image),
                gain * image.uniform(0.92, 1.08),
                gamma,
                ribs,
                heart,
                haze,
                patient.uniform(0.3, 1.0),
                right,
                x,
                y,
                size * image.uniform(0.85, 1.15),
                density * image.uniform(0.85, 1.15),
                image.bits());
    }

    @Override
    public List<String> details() {
        List<String> words = new ArrayList<>();
        String place = (lesionY < -0.2 ? "upper" : lesionY < 0.25 ? "middle" : "lower")
                + (rightSide ? " right lung" : " left lung");
        switch (label) {
            case "nodule" ->
                words.addAll(List.of(
                        lesionSize < 0.05 ? "small round spot" : "large round spot",
                        place,
                        density < 52 ? "faint" : "dense"));
            case "consolidation" ->
                words.addAll(List.of(
                        "cloudy opacity",
                        lesionSize < 0.13 ? "small area" : "large area",
                        place,
                        density < 48 ? "faint" : "dense"));
            default -> words.add("no opacity");
        }
        words.add(gain < 0.9 ? "dark film" : gain < 1.05 ? "grey film" : "bright film");
        return words;
    }

    @Override
    public Canvas paint() {
        Chance chance = Chance.of(seed);
        Canvas canvas = new Canvas(width, height);
        ValueNoise noise = new ValueNoise(chance);
        float w = width;
        float h = height;
        double tilt = chance.uniform(-0.07, 0.07);
        double centre = w * chance.uniform(0.47, 0.53);
        double middle = h * chance.uniform(0.44, 0.54);
        double lungX = w * chance.uniform(0.21, 0.25);
        double rx = w * chance.uniform(0.145, 0.185);
        double ry = h * chance.uniform(0.31, 0.38);
        Outline left = new Outline(centre - lungX, middle, rx, ry, tilt, 0.05, 4, chance);
        Outline right = new Outline(centre + lungX, middle, rx, ry, -tilt, 0.05, 4, chance);
        float drift = chance.uniform(0f, 50f);
        canvas.fill((px, py) -> {
            float soft = noise.fractal(px / w * 4 + drift, py / h * 4, 3);
            float body = 150 + 30 * (soft - 0.5f);
            float lung = Math.max(left.cover(px, py, 0.16f), right.cover(px, py, 0.16f));
            float air = 46 + (float) haze * 62 * (noise.fractal(px / w * 5, py / h * 5 + drift, 3) - 0.25f);
            float vessel = noise.ridge(px / w * 9 + drift, py / h * 9) * (float) vessels * 26;
            return Ink.grey(body + lung * (air + vessel - body));
        });
        paintBones(canvas, chance, centre);
        canvas.ellipse(centre + w * 0.06, h * 0.66, w * heart, h * heart * 0.95, 0.5, 0.06 * w, Ink.grey(178), 0.8);
        double sideways = rightSide ? -1 : 1; // the patient's right is on the viewer's left
        double x = centre + sideways * lungX + lesionX * rx;
        double y = middle + lesionY * ry;
        double r = lesionSize * canvas.side();
        if (label.equals("nodule")) {
            Outline spot = new Outline(x, y, r, r, 0, 0.06, 5, chance);
            brighten(canvas, (px, py) -> spot.cover(px, py, 0.7f));
        } else if (label.equals("consolidation")) {
            Outline cloud = new Outline(x, y, r * 1.2, r, chance.uniform(0, 3), 0.22, 6, chance);
            brighten(
                    canvas,
                    (px, py) -> cloud.cover(px, py, 1.1f)
                            * (0.35f + 1.1f * noise.fractal(px / w * 14 + 7, py / h * 14, 2)));
        }
        if (chance.happens(0.25 * vessels)) { // a vessel seen end-on, in any class
            double s = chance.happens(0.5) ? -1 : 1;
            double size = canvas.side() * chance.uniform(0.015, 0.04);
            canvas.ellipse(
                    centre + s * lungX + rx * chance.uniform(-0.5, 0.5),
                    middle + ry * chance.uniform(-0.5, 0.5),
                    size,
                    size,
                    0,
                    size,
                    Ink.grey(chance.uniform(95, 135)),
                    0.7);
        }
        canvas.grain(chance, chance.uniform(6.0, 24.0));
        return canvas.fillGrey(level -> 255 * (float) (gain * StrictMath.pow(level / 255, gamma)));
    }

    private void brighten(Canvas canvas, Canvas.Cover cover) {
        float lift = (float) (density / 130);
        canvas.lay(Ink.grey(176), (px, py) -> Canvas.clamp(cover.at(px, py) * lift));
    }

    private void paintBones(Canvas canvas, Chance chance, double centre) {
        double h = canvas.height;
        double w = canvas.width;
        canvas.ellipse(centre, h / 2, w * 0.035, h * 0.6, 0, w * 0.04, Ink.grey(205), 0.75);
        double top = h * chance.uniform(0.10, 0.16);
        double gap = h * chance.uniform(0.085, 0.11);
        for (int i = 0; i < 8; i++) {
            for (int s = -1; s <= 1; s += 2) {
                double y = top + i * gap;
                canvas.curve(
                        new double[] {centre + s * w * 0.04, y},
                        new double[] {centre + s * w * 0.34, y - h * 0.045},
                        new double[] {centre + s * w * 0.44, y + h * 0.13},
                        w * 0.022,
                        Ink.grey(190),
                        0.13 * ribs);
            }
        }
    }
}
