package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.overlay.run.AlignedImages;
import io.discern.analysis.internal.stats.GroupedStratifiedFolds;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.measure.ReadingKeys.Beside;
import io.discern.analysis.overlay.measure.ReadingKeys.Decoded;
import io.discern.analysis.overlay.measure.ReadingKeys.Question;
import io.discern.analysis.overlay.run.OverlayPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a {@link NearestCentroid} probe tells from an embedding alone: whether there is an overlay, which string it says, where
 * it lies. Accuracy over all versions of all images, which are equally many; folds never split an image or its group. The
 * {@code control} asks the same of the box or of scrambled strings, and {@code selectivity} is the difference (Hewitt and
 * Liang 2019): what is decodable because there are letters. Interval: that of a {@link VotedShare}, the images that train the probe being its voters. Null value:
 * versions dealt at random within each image.
 */
public final class Decodability implements SuiteMeasure {
    private static final int FOLDS = 5;

    @Override
    public void measure(SuiteEvidence evidence, OverlayRows rows) {
        OverlayPlan plan = evidence.plan();
        AlignedImages images = evidence.images();
        Task task = new Task(evidence, rows);
        task.add(
                Question.PRESENT,
                List.of(images.clean(), images.in(plan.wrong(OverlayInk.TEXT))),
                List.of(images.clean(), images.in(plan.wrong(OverlayInk.BOX))));
        task.add(Question.STRING, strings(evidence, OverlayInk.TEXT), strings(evidence, OverlayInk.SCRAMBLED));
        task.add(
                Question.POSITION,
                plan.places().stream().map(images::in).toList(),
                plan.places().stream()
                        .map(place -> images.in(place.with(OverlayInk.BOX)))
                        .toList());
    }

    private static List<LabeledEmbeddings> strings(SuiteEvidence evidence, OverlayInk ink) {
        return evidence.plan().strings().stream()
                .map(text -> evidence.images().in(evidence.plan().marker(text, ink)))
                .toList();
    }

    private record Task(SuiteEvidence evidence, OverlayRows rows) {

        void add(Question what, List<LabeledEmbeddings> versions, List<LabeledEmbeddings> controls) {
            Optional<String> reason = reasonAgainst(versions.size());
            if (reason.isPresent()) {
                Stream.of(Decoded.of(what), Decoded.of(what, Beside.CONTROL), Decoded.of(what, Beside.SELECTIVITY))
                        .forEach(key -> rows.absent(key, reason.get()));
                return;
            }
            LabeledEmbeddings clean = evidence.images().clean();
            GroupedStratifiedFolds dealt =
                    GroupedStratifiedFolds.of(clean.classIndices(), clean.groupIndices(), FOLDS, evidence.seed());
            int[] folds = Arrays.stream(evidence.all()).map(dealt::of).toArray();
            NearestCentroid text = new NearestCentroid(versions, folds);
            NearestCentroid control = new NearestCentroid(controls, folds);
            VotedShare told = told(text, clean.groupIndices(), versions.size());
            VotedShare toldOfControl = told(control, clean.groupIndices(), versions.size());
            String choices = versions.size() + " to tell apart";
            String many = text.reasonAgainst();
            String holds = many.isEmpty() ? "" : "holds the probes fixed: " + many;
            rows.votedOfVersions(
                    Decoded.of(what), told, OptionalDouble.of(text.chance(evidence.seed())), choices, holds);
            rows.votedOfVersions(
                    Decoded.of(what, Beside.CONTROL),
                    toldOfControl,
                    OptionalDouble.of(control.chance(evidence.seed())),
                    choices,
                    holds);
            rows.votedOfVersions(
                    Decoded.of(what, Beside.SELECTIVITY),
                    told.minus(toldOfControl),
                    OptionalDouble.of(0),
                    choices,
                    holds);
        }

        /** The share of rows that are taken for what they are, versions below each other. */
        private static VotedShare told(NearestCentroid probe, int[] groups, int versions) {
            int images = groups.length;
            int[] ofRows = IntStream.range(0, versions * images)
                    .map(row -> groups[row % images])
                    .toArray();
            return VotedShare.of(
                    ofRows, List.of(probe.taken(groups)), (row, taken) -> taken[0] == row / images ? 1 : 0);
        }

        private Optional<String> reasonAgainst(int versions) {
            List<String> reasons = new ArrayList<>();
            if (versions < 2) {
                reasons.add("the plan has " + versions + " to tell apart; expected two or more");
            }
            long groups = Arrays.stream(evidence.images().clean().groupIndices())
                    .distinct()
                    .count();
            if (groups < FOLDS) {
                reasons.add(groups + " groups for " + FOLDS + " folds; expected at least one for each fold");
            }
            return reasons.stream().findFirst();
        }
    }
}
