package io.discern.analysis.overlay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A share of images that something happens to, with the text and with each control: the share with the text (null value: with
 * the box), with each control, and image by image the text's minus each control's. What {@link OverlayVariants} reports already
 * is left to it.
 *
 * @param rows where the results go
 * @param name of the share
 * @param suffix of the variants, for example {@code ,k=5}
 * @param reported variants that stand elsewhere
 */
record ControlledRate(OverlayRows rows, String name, String suffix, List<String> reported) {

    /**
     * Adds the results.
     *
     * @param reason why there are none, if so
     * @param of the images that count
     * @param nobody the reason if no image counts
     * @param happened for an ink, 1 for each of these images that it happens to
     */
    void add(Optional<String> reason, int[] of, String nobody, Function<OverlayInk, double[]> happened) {
        if (reason.isPresent() || of.length == 0) {
            absent(reason.orElse(nobody));
            return;
        }
        double[] text = happened.apply(OverlayInk.TEXT);
        put(name + suffix, of, text, OptionalDouble.of(OverlayRows.mean(happened.apply(OverlayInk.BOX))));
        for (OverlayInk control : OverlayInk.CONTROLS) {
            double[] without = happened.apply(control);
            put(control.tag() + "-" + name + suffix, of, without, OptionalDouble.empty());
            rows.difference(beyond(control), of, text, without, OptionalDouble.of(0), "");
        }
    }

    private String beyond(OverlayInk control) {
        return name + ",minus=" + control.tag() + suffix;
    }

    private void put(String variant, int[] of, double[] happened, OptionalDouble control) {
        if (!reported.contains(variant)) {
            rows.share(variant, of, happened, control, "");
        }
    }

    private void absent(String reason) {
        List<String> variants = new ArrayList<>(List.of(name + suffix));
        for (OverlayInk control : OverlayInk.CONTROLS) {
            variants.add(control.tag() + "-" + name + suffix);
            variants.add(beyond(control));
        }
        variants.removeAll(reported);
        variants.forEach(variant -> rows.absent(variant, reason));
    }
}
