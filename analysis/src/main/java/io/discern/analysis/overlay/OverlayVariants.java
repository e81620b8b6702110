package io.discern.analysis.overlay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** The quick look of {@link OverlayBias}: shifts, flips and accuracy with the text, beside those with the blank box. */
final class OverlayVariants implements OverlayMeasure {

    /** The variants, in order. */
    static List<String> names(int k) {
        List<String> names = new ArrayList<>(List.of("shift", "box-shift", "text-shift", "text-shift,class-units"));
        for (String rate : List.of(
                "flip-rate",
                "box-flip-rate",
                "flip-to-named",
                "box-flip-to-named",
                "accuracy-drop",
                "box-accuracy-drop")) {
            names.add(rate + ",k=" + k);
        }
        return List.copyOf(names);
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
                names(votes.k()).stream()
                        .filter(name -> name.contains("k="))
                        .forEach(name -> rows.absent(name, votes.reasonAgainst().get() + "; " + style()));
                return;
            }
            int[] clean = votes.clean();
            int[] text = votes.of(evidence.plan().wrong(OverlayInk.TEXT));
            int[] box = votes.of(evidence.plan().wrong(OverlayInk.BOX));
            int[] all = evidence.all();
            pair("flip-rate", all, ClassVotes.differ(all, text, clean), ClassVotes.differ(all, box, clean), "");
            int[] open = votes.canTurn(clean);
            int[] named = evidence.images().named();
            pair(
                    "flip-to-named",
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
            rows.mean("shift", all, text, OptionalDouble.of(OverlayRows.mean(box)), style());
            rows.mean("box-shift", all, box, OptionalDouble.empty(), style());
            rows.mean("text-shift", all, glyphs, OptionalDouble.of(0), style());
            double unit = evidence.classUnit();
            if (unit > 0) {
                double[] scaled =
                        Arrays.stream(glyphs).map(shift -> shift / unit).toArray();
                rows.mean(
                        "text-shift,class-units",
                        all,
                        scaled,
                        OptionalDouble.of(0),
                        "class unit " + unit + "; " + style());
            } else {
                rows.absent("text-shift,class-units", evidence.reasonAgainstClassUnit() + "; " + style());
            }
        }

        private static double[] equal(int[] rows, int[] a, int[] b) {
            return Arrays.stream(rows)
                    .mapToDouble(row -> a[row] == b[row] ? 1 : 0)
                    .toArray();
        }

        private void pair(String name, int[] of, double[] text, double[] box, String remark) {
            String suffix = ",k=" + evidence.votes().k();
            if (of.length == 0) {
                String nothing = "every clean image is already taken for the class that its text names; " + style();
                rows.absent(name + suffix, nothing);
                rows.absent("box-" + name + suffix, nothing);
                return;
            }
            String note = remark.isEmpty() ? style() : remark + "; " + style();
            rows.share(name + suffix, of, text, OptionalDouble.of(OverlayRows.mean(box)), note);
            rows.share("box-" + name + suffix, of, box, OptionalDouble.empty(), note);
        }

        private void drop(double[] clean, double[] text, double[] box) {
            String suffix = ",k=" + evidence.votes().k();
            OptionalDouble control = OptionalDouble.of(OverlayRows.mean(OverlayRows.minus(clean, box)));
            rows.difference("accuracy-drop" + suffix, evidence.all(), clean, text, control, style());
            rows.difference("box-accuracy-drop" + suffix, evidence.all(), clean, box, OptionalDouble.empty(), style());
        }

        private String style() {
            return evidence.plan().base().position() + ", size "
                    + evidence.plan().base().size();
        }
    }
}
