package io.discern.analysis.overlay;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.overlay.measure.SuiteEvidence;
import io.discern.analysis.internal.overlay.run.AlignedImages;
import io.discern.analysis.internal.overlay.run.UnitVectors;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.overlay.draw.OverlayFactor;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.run.HarmlessChange;
import io.discern.analysis.overlay.run.OverlayCondition;
import io.discern.analysis.overlay.run.OverlayPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Reads every image in every condition, one by one. */
final class OverlaidImages {
    private final SuiteEvidence evidence;
    private final AlignedImages images;
    private final List<String> classes;

    OverlaidImages(SuiteEvidence evidence) {
        this.evidence = evidence;
        this.images = evidence.images();
        this.classes = images.clean().classes();
    }

    /** One for each image that is in all conditions and has a class named on it. */
    List<OverlaidImage> read() {
        boolean voted = evidence.votes().reasonAgainst().isEmpty();
        boolean told = evidence.words().reasonAgainst(classes).isEmpty();
        Map<String, int[]> byNeighbors = new LinkedHashMap<>();
        Map<String, int[]> byNames = new LinkedHashMap<>();
        if (voted) {
            byNeighbors.put(OverlaidImage.CLEAN, evidence.votes().clean().classes());
        }
        if (told) {
            byNames.put(OverlaidImage.CLEAN, nearestNames(images.clean()));
        }
        names(evidence.plan()).forEach((condition, name) -> {
            if (voted) {
                byNeighbors.put(name, evidence.votes().of(condition).classes());
            }
            if (told) {
                byNames.put(name, nearestNames(images.in(condition)));
            }
        });
        IntFunction<List<OverlaidImage.Neighbor>> nearest = voted ? nearest() : row -> List.of();
        return IntStream.range(0, images.count())
                .filter(row -> images.named()[row] >= 0)
                .mapToObj(row -> new OverlaidImage(
                        images.clean().ids().get(row),
                        classes.get(images.named()[row]),
                        ofRow(byNeighbors, row),
                        ofRow(byNames, row),
                        nearest.apply(row)))
                .toList();
    }

    private Map<String, String> ofRow(Map<String, int[]> taken, int row) {
        Map<String, String> own = new LinkedHashMap<>();
        taken.forEach((condition, of) -> own.put(condition, classes.get(of[row])));
        return own;
    }

    private int[] nearestNames(LabeledEmbeddings shown) {
        return IntStream.range(0, shown.rows())
                .map(row -> evidence.words().nearest(UnitVectors.of(shown, row), classes))
                .toArray();
    }

    private IntFunction<List<OverlaidImage.Neighbor>> nearest() {
        int[] groups = images.clean().groupIndices();
        LabeledEmbeddings text = images.in(evidence.plan().wrong(OverlayInk.TEXT));
        NearestNeighbors near = NearestNeighbors.find(
                text, groups, images.clean(), groups, evidence.votes().k());
        return row -> {
            List<OverlaidImage.Neighbor> nearest = new ArrayList<>();
            for (int rank = 0; rank < near.found(row); rank++) {
                nearest.add(new OverlaidImage.Neighbor(
                        images.clean().ids().get(near.row(row, rank)), near.similarity(row, rank)));
            }
            return nearest;
        };
    }

    /** The conditions that were drawn, by what they are called. */
    private Map<Condition, String> names(OverlayPlan plan) {
        Map<Condition, String> names = new LinkedHashMap<>();
        for (OverlayCondition style : plan.styles()) {
            String at = plan.at(style).map(where -> ",at=" + where).orElse("");
            for (OverlayInk ink : OverlayInk.values()) {
                names.putIfAbsent(style.with(ink), ink.tag() + at);
            }
        }
        HarmlessChange.ALL.forEach(change -> names.put(change, change.tag()));
        for (OverlayInk ink : OverlayInk.values()) {
            names.putIfAbsent(plan.truth(ink), ink.tag() + ",text=" + OverlayText.TRUE_LABEL.tag());
            plan.markers()
                    .forEach(text -> names.putIfAbsent(plan.marker(text, ink), ink.tag() + ",text=" + text.tag()));
            for (OverlayFactor factor : OverlayFactor.values()) {
                plan.doses(factor)
                        .forEach((dose, shown) ->
                                names.putIfAbsent(shown.with(ink), ink.tag() + "," + factor.tag() + "=" + dose));
            }
        }
        names.keySet().retainAll(images.shown().keySet());
        return names;
    }
}
