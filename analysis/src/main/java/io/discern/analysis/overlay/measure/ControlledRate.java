package io.discern.analysis.overlay.measure;

import io.discern.analysis.ResultKey;
import io.discern.analysis.overlay.draw.OverlayInk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A share of images that something happens to, with the text and with each control: the share with the text (null value: with
 * the box), with each control, and image by image the text's minus each control's. What {@link QuickLook} reports already
 * is left to it.
 *
 * @param rows where the results go
 * @param rate the share with the text
 * @param reported results that stand elsewhere
 */
record ControlledRate(OverlayRows rows, OverlayRate rate, List<? extends ResultKey> reported) {

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
        put(rate, of, text, OptionalDouble.of(OverlayRows.mean(happened.apply(OverlayInk.BOX))));
        for (OverlayInk control : OverlayInk.CONTROLS) {
            double[] without = happened.apply(control);
            put(rate.with(control), of, without, OptionalDouble.empty());
            rows.difference(rate.minus(control), of, text, without, OptionalDouble.of(0), "");
        }
    }

    private void put(OverlayRate key, int[] of, double[] happened, OptionalDouble control) {
        if (!reported.contains(key)) {
            rows.share(key, of, happened, control, "");
        }
    }

    private void absent(String reason) {
        List<OverlayRate> keys = new ArrayList<>(List.of(rate));
        for (OverlayInk control : OverlayInk.CONTROLS) {
            keys.add(rate.with(control));
            keys.add(rate.minus(control));
        }
        keys.removeAll(reported);
        keys.forEach(key -> rows.absent(key, reason));
    }
}
