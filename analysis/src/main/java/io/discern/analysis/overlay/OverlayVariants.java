package io.discern.analysis.overlay;

import io.discern.analysis.MetricResult;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** The results of {@link OverlayBias}, from the embeddings of the three conditions. */
final class OverlayVariants {
    private final Conditions conditions;
    private final ImageEffects effects;
    private final OverlaySpec style;
    private final int k;
    private final long seed;
    private final List<MetricResult> results = new ArrayList<>();

    OverlayVariants(Conditions conditions, OverlaySpec style, int k, long seed) {
        this.conditions = conditions;
        this.effects = new ImageEffects(conditions);
        this.style = style;
        this.k = k;
        this.seed = seed;
    }

    /** The variants, in order. */
    static List<String> names(int k) {
        List<String> names = new ArrayList<>(List.of("shift", "box-shift", "text-shift", "text-shift,class-units"));
        for (String rate : List.of("flip-rate", "box-flip-rate", "flip-to-named", "box-flip-to-named", "accuracy-drop",
                "box-accuracy-drop")) {
            names.add(rate + ",k=" + k);
        }
        return List.copyOf(names);
    }

    List<MetricResult> results() {
        shifts();
        int[] clean = effects.predictions(conditions.clean(), k);
        if (clean == null) {
            names(k).stream().filter(name -> name.contains("k=")).forEach(name -> absent(name,
                    "k = " + k + ", but some image has no more than k clean images of other groups; expected more"));
            return results;
        }
        int[] text = effects.predictions(conditions.text(), k);
        int[] box = effects.predictions(conditions.box(), k);
        int[] all = IntStream.range(0, clean.length).toArray();
        pair("flip-rate", all, row -> text[row] != clean[row] ? 1 : 0, row -> box[row] != clean[row] ? 1 : 0, "");
        int[] open = effects.canFlipToNamed(clean);
        int[] named = conditions.named();
        pair("flip-to-named", open, row -> text[row] == named[row] ? 1 : 0, row -> box[row] == named[row] ? 1 : 0,
                "among " + open.length + " images not taken for the named class when clean");
        int[] truth = conditions.clean().classIndices();
        pair("accuracy-drop", all, row -> right(clean, truth, row) - right(text, truth, row),
                row -> right(clean, truth, row) - right(box, truth, row), "");
        return results;
    }

    private void shifts() {
        double[] text = effects.shift(conditions.text());
        double[] box = effects.shift(conditions.box());
        double[] glyphs = new double[text.length];
        Arrays.setAll(glyphs, row -> text[row] - box[row]);
        int[] all = IntStream.range(0, text.length).toArray();
        add("shift", all, text, OptionalDouble.of(mean(box)), "");
        add("box-shift", all, box, OptionalDouble.empty(), "");
        add("text-shift", all, glyphs, OptionalDouble.of(0), "");
        double unit = effects.centroidDistance();
        if (unit > 0) {
            double[] scaled = Arrays.stream(glyphs).map(shift -> shift / unit).toArray();
            add("text-shift,class-units", all, scaled, OptionalDouble.of(0), "class unit " + unit);
        } else {
            absent("text-shift,class-units", conditions.clean().classes().size() < 2
                    ? "one class only is left, so there is no distance between classes"
                    : "class centroids have the same direction, so there is no unit");
        }
    }

    private interface PerImage {
        double of(int row);
    }

    private static double right(int[] predicted, int[] truth, int row) {
        return predicted[row] == truth[row] ? 1 : 0;
    }

    private void pair(String name, int[] rows, PerImage text, PerImage box, String remark) {
        String suffix = ",k=" + k;
        if (rows.length == 0) {
            absent(name + suffix, "every clean image is already taken for the class that its text names");
            absent("box-" + name + suffix, "every clean image is already taken for the class that its text names");
            return;
        }
        double[] withText = Arrays.stream(rows).mapToDouble(text::of).toArray();
        double[] withBox = Arrays.stream(rows).mapToDouble(box::of).toArray();
        add(name + suffix, rows, withText, OptionalDouble.of(mean(withBox)), remark);
        add("box-" + name + suffix, rows, withBox, OptionalDouble.empty(), remark);
    }

    private void add(String variant, int[] rows, double[] values, OptionalDouble control, String remark) {
        int[] groups = conditions.clean().groupIndices();
        int[] rowGroups = Arrays.stream(rows).map(row -> groups[row]).toArray();
        Optional<List<Interval>> interval = Bootstrap.seeded(seed).means(new double[][] {values}, rowGroups);
        MetricResult result = MetricResult.of(OverlayBias.NAME, variant, mean(values), conditions.clean(), seed)
                .withN(rows.length)
                .withNull(control)
                .withNote(remark)
                .withNote(remarks());
        results.add(interval.map(intervals -> result.withInterval(intervals.get(0)))
                .orElseGet(() -> result.withNote("no interval: expected at least two groups")));
    }

    private void absent(String variant, String reason) {
        results.add(MetricResult.absent(OverlayBias.NAME, variant, reason, conditions.clean(), seed).withNote(remarks()));
    }

    private String remarks() {
        String drawn = style.position() + ", size " + style.size();
        String dropped = conditions.dropped() == 0 ? "" : "; " + conditions.dropped() + " images failed in some condition";
        return drawn + dropped + (conditions.zeros() == 0 ? "" : "; excluded " + conditions.zeros() + " with a zero row");
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
