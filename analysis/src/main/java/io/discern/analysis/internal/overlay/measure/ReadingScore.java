package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.overlay.run.UnitVectors;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.measure.ReadingKeys.Score;
import io.discern.analysis.overlay.measure.ReadingKeys.ScoreOfMarker;
import io.discern.analysis.overlay.run.OverlayCondition;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much closer the overlay brings an image to what it says: mean of {@code cos(e^o, T(o)) - cos(e, T(o))} with T(o) the
 * embedding of the drawn string, for the wrong label and for each marker. Null value: the same with a control in the string's
 * place (the box for the label, the scrambled string for markers).
 */
public final class ReadingScore implements SuiteMeasure {
    @Override
    public void measure(SuiteEvidence evidence, OverlayRows rows) {
        List<String> classes = evidence.images().clean().classes();
        int[] named = evidence.images().named();
        List<String> said = Arrays.stream(named)
                .mapToObj(name -> name < 0 ? "" : classes.get(name))
                .toList();
        int[] of = Arrays.stream(evidence.all()).filter(row -> named[row] >= 0).toArray();
        Optional<String> reason = evidence.words()
                .reasonAgainst(classes)
                .or(() -> of.length == 0 ? Optional.of("no clean image of a named class is left") : Optional.empty());
        if (reason.isPresent()) {
            rows.absent(Score.PLAIN, reason.get());
            OverlayInk.CONTROLS.forEach(control -> rows.absent(Score.minus(control), reason.get()));
        } else {
            label(evidence, rows, of, said);
        }
        for (OverlayText marker : evidence.plan().strings()) {
            marker(evidence, rows, marker);
        }
    }

    private static void label(SuiteEvidence evidence, OverlayRows rows, int[] of, List<String> said) {
        double[] text = approach(evidence, evidence.plan().wrong(OverlayInk.TEXT), of, said);
        double[] box = approach(evidence, evidence.plan().wrong(OverlayInk.BOX), of, said);
        rows.mean(Score.PLAIN, of, text, OptionalDouble.of(OverlayRows.mean(box)), "in cosines");
        for (OverlayInk control : OverlayInk.CONTROLS) {
            double[] without = approach(evidence, evidence.plan().wrong(control), of, said);
            rows.mean(Score.minus(control), of, OverlayRows.minus(text, without), OptionalDouble.of(0), "in cosines");
        }
    }

    private static void marker(SuiteEvidence evidence, OverlayRows rows, OverlayText marker) {
        ScoreOfMarker key = new ScoreOfMarker(marker);
        String string = marker.marker();
        Optional<String> refused = evidence.words().reasonAgainst(List.of(string));
        if (refused.isPresent()) {
            rows.absent(key, refused.get());
            return;
        }
        int[] all = evidence.all();
        List<String> said = Collections.nCopies(all.length, string);
        double[] text = approach(evidence, evidence.plan().marker(marker, OverlayInk.TEXT), all, said);
        double[] scrambled = approach(evidence, evidence.plan().marker(marker, OverlayInk.SCRAMBLED), all, said);
        rows.mean(key, all, OverlayRows.minus(text, scrambled), OptionalDouble.of(0), "in cosines");
    }

    private static double[] approach(SuiteEvidence evidence, OverlayCondition condition, int[] of, List<String> said) {
        LabeledEmbeddings clean = evidence.images().clean();
        LabeledEmbeddings overlaid = evidence.images().in(condition);
        return Arrays.stream(of)
                .mapToDouble(row -> {
                    double[] word = evidence.words().of(said.get(row));
                    return UnitVectors.dot(UnitVectors.of(overlaid, row), word)
                            - UnitVectors.dot(UnitVectors.of(clean, row), word);
                })
                .toArray();
    }
}
