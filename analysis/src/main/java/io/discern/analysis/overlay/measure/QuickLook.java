package io.discern.analysis.overlay.measure;

import io.discern.analysis.Headline;
import io.discern.analysis.ResultKey;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.measure.ControlledShifts.Beyond;
import io.discern.analysis.overlay.measure.ControlledShifts.Shift;
import io.discern.analysis.overlay.run.ClassVotes;
import io.discern.analysis.overlay.run.OverlayEvidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The quick look of {@code OverlayBias}: shifts, flips and accuracy with the text, beside those with the blank box. */
public final class QuickLook implements OverlayMeasure {

    private static final Shift BOX_SHIFT = Shift.of(OverlayInk.BOX);
    private static final Beyond IN_CLASS_UNITS = Beyond.BOX.inClassUnits();

    /** The results, in order. */
    public static List<ResultKey> keys(int k) {
        List<ResultKey> keys = new ArrayList<>(List.of(Shift.OF_TEXT, BOX_SHIFT, Beyond.BOX, IN_CLASS_UNITS));
        keys.addAll(rates(k));
        return List.copyOf(keys);
    }

    /** What a summary shows of votes of k neighbours. */
    public static List<Headline> headlines(int k) {
        return List.of(
                Headline.of("Text shift", Beyond.BOX)
                        .explained(
                                "How far a burned-in class name moves the embedding beyond what its blank box does, in cosine"
                                        + " distance. Nearer 0 is better.")
                        .nearerZeroIsBetter(),
                rate("Flips to the named class", OverlayRate.Kind.FLIP_TO_NAMED, k)
                        .explained("Share of images whose " + k
                                + "-NN class becomes the wrong class that the text names. Lower is better."),
                rate("Prediction flips", OverlayRate.Kind.FLIP, k)
                        .explained("Share of images whose " + k
                                + "-NN class changes at all when the text is drawn. Lower is better."),
                rate("Accuracy lost to text", OverlayRate.Kind.ACCURACY_DROP, k)
                        .explained(
                                k + "-NN accuracy of the clean images minus that of the same images with text. Lower is"
                                        + " better."));
    }

    private static Headline rate(String title, OverlayRate.Kind kind, int k) {
        return Headline.of(title, OverlayRate.byNeighbors(kind, k))
                .asShare()
                .nearerZeroIsBetter()
                .against("blank box");
    }

    private static List<OverlayRate> rates(int k) {
        return Stream.of(OverlayRate.Kind.FLIP, OverlayRate.Kind.FLIP_TO_NAMED, OverlayRate.Kind.ACCURACY_DROP)
                .map(kind -> OverlayRate.byNeighbors(kind, k))
                .flatMap(rate -> Stream.of(rate, rate.with(OverlayInk.BOX)))
                .toList();
    }

    @Override
    public void measure(OverlayEvidence evidence, OverlayRows rows) {
        new Quick(evidence, rows).measure();
    }

    /** What the text and the box did to each image. */
    private record Quick(OverlayEvidence evidence, OverlayRows rows) {

        void measure() {
            shifts();
            ClassVotes votes = evidence.votes();
            if (votes.reasonAgainst().isPresent()) {
                rates(votes.k())
                        .forEach(rate -> rows.absent(rate, votes.reasonAgainst().get() + "; " + style()));
                return;
            }
            int[] clean = votes.clean();
            int[] text = votes.of(evidence.plan().wrong(OverlayInk.TEXT));
            int[] box = votes.of(evidence.plan().wrong(OverlayInk.BOX));
            int[] all = evidence.all();
            pair(
                    OverlayRate.Kind.FLIP,
                    all,
                    ClassVotes.differ(all, text, clean),
                    ClassVotes.differ(all, box, clean),
                    "");
            int[] open = votes.canTurn(clean);
            int[] named = evidence.images().named();
            pair(
                    OverlayRate.Kind.FLIP_TO_NAMED,
                    open,
                    equal(open, text, named),
                    equal(open, box, named),
                    "among " + open.length + " images not taken for the named class when clean");
            drop(votes.right(clean), votes.right(text), votes.right(box));
        }

        private void shifts() {
            double[] text = evidence.shift(evidence.plan().wrong(OverlayInk.TEXT));
            double[] box = evidence.shift(evidence.plan().wrong(OverlayInk.BOX));
            double[] glyphs = OverlayRows.minus(text, box);
            int[] all = evidence.all();
            rows.mean(Shift.OF_TEXT, all, text, OptionalDouble.of(OverlayRows.mean(box)), style());
            rows.mean(BOX_SHIFT, all, box, OptionalDouble.empty(), style());
            rows.mean(Beyond.BOX, all, glyphs, OptionalDouble.of(0), style());
            double unit = evidence.classUnit();
            if (unit > 0) {
                double[] scaled =
                        Arrays.stream(glyphs).map(shift -> shift / unit).toArray();
                rows.mean(IN_CLASS_UNITS, all, scaled, OptionalDouble.of(0), "class unit " + unit + "; " + style());
            } else {
                rows.absent(IN_CLASS_UNITS, evidence.reasonAgainstClassUnit() + "; " + style());
            }
        }

        private static double[] equal(int[] rows, int[] a, int[] b) {
            return Arrays.stream(rows)
                    .mapToDouble(row -> a[row] == b[row] ? 1 : 0)
                    .toArray();
        }

        private void pair(OverlayRate.Kind kind, int[] of, double[] text, double[] box, String remark) {
            OverlayRate rate = OverlayRate.byNeighbors(kind, evidence.votes().k());
            if (of.length == 0) {
                String nothing = "every clean image is already taken for the class that its text names; " + style();
                rows.absent(rate, nothing);
                rows.absent(rate.with(OverlayInk.BOX), nothing);
                return;
            }
            String note = remark.isEmpty() ? style() : remark + "; " + style();
            rows.share(rate, of, text, OptionalDouble.of(OverlayRows.mean(box)), note);
            rows.share(rate.with(OverlayInk.BOX), of, box, OptionalDouble.empty(), note);
        }

        private void drop(double[] clean, double[] text, double[] box) {
            OverlayRate rate = OverlayRate.byNeighbors(
                    OverlayRate.Kind.ACCURACY_DROP, evidence.votes().k());
            OptionalDouble control = OptionalDouble.of(OverlayRows.mean(OverlayRows.minus(clean, box)));
            rows.difference(rate, evidence.all(), clean, text, control, style());
            rows.difference(rate.with(OverlayInk.BOX), evidence.all(), clean, box, OptionalDouble.empty(), style());
        }

        private String style() {
            return evidence.plan().base().position() + ", size "
                    + evidence.plan().base().size();
        }
    }
}
