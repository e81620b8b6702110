package io.discern.benchmarks;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.overlay.measure.SuiteEvidence;
import io.discern.analysis.internal.overlay.run.AlignedImages;
import io.discern.analysis.internal.overlay.run.ClassVotes;
import io.discern.analysis.internal.overlay.run.OverlayWords;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.run.HarmlessChange;
import io.discern.analysis.overlay.run.OverlayCondition;
import io.discern.analysis.overlay.run.OverlayPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images as {@link HeavyRows}, shown under every condition of the quick look: each overlay adds a step along an axis of its own,
 * whose length varies with the group; all but encoding again add noise with heavy tails; the text adds a step to the mean of the
 * named class.
 *
 * @param groups how many, at least 10
 * @param distance of the class means from the origin
 * @param step of every overlay
 * @param reading of the text, in distances
 */
record HeavyVersions(int groups, double distance, double step, double reading) {
    static final OverlayPlan PLAN = OverlayPlan.labelsOnly(OverlaySpec.of("x"));
    private static final int DIM = 32;
    private static final int CLASSES = 3;
    private static final int MOST_ROWS = 8;
    private static final double SHARED = 0.3;

    /** One sample, of which the images are to be closed. */
    SuiteEvidence draw(SplittableRandom random, long seed) {
        List<Condition> conditions = PLAN.conditionsOfStyles();
        List<List<double[]>> rows = new ArrayList<>();
        for (int version = 0; version <= conditions.size(); version++) {
            rows.add(new ArrayList<>());
        }
        List<String> labels = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Integer> named = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            int label = group < groups * 5 / 10 ? 0 : group < groups * 8 / 10 ? 1 : 2;
            double[] common = noise(random, Math.sqrt(SHARED));
            double length = step * Math.abs(1 + 0.4 * HeavyRows.student(random));
            int size = 1 + random.nextInt(MOST_ROWS);
            for (int i = 0; i < size; i++) {
                double[] clean = noise(random, Math.sqrt(1 - SHARED));
                for (int j = 0; j < DIM; j++) {
                    clean[j] += common[j] + (j == label ? distance : 0);
                }
                int other = (label + 1 + random.nextInt(CLASSES - 1)) % CLASSES;
                rows.get(0).add(clean);
                for (int version = 1; version < rows.size(); version++) {
                    double[] shown = noise(random, conditions.get(version - 1) == HarmlessChange.AGAIN ? 0 : 0.1);
                    boolean drawn = conditions.get(version - 1) instanceof OverlayCondition;
                    for (int j = 0; j < DIM; j++) {
                        shown[j] += clean[j] + (drawn && j == DIM - version ? length : 0);
                    }
                    shown[other] += version == 1 ? reading * distance : 0;
                    rows.get(version).add(shown);
                }
                labels.add("c" + label);
                names.add("g" + group);
                named.add(other);
            }
        }
        Map<Condition, LabeledEmbeddings> shown = new LinkedHashMap<>();
        for (int version = 1; version < rows.size(); version++) {
            shown.put(conditions.get(version - 1), embeddings(rows.get(version), labels, names));
        }
        AlignedImages images = new AlignedImages(
                embeddings(rows.get(0), labels, names),
                shown,
                named.stream().mapToInt(Integer::intValue).toArray(),
                0,
                0);
        return new SuiteEvidence(images, PLAN, new ClassVotes(images, 5), OverlayWords.none("no words"), seed);
    }

    private static LabeledEmbeddings embeddings(List<double[]> rows, List<String> labels, List<String> names) {
        return LabeledEmbeddings.of(Nd4j.create(rows.toArray(double[][]::new)), labels)
                .withGroups(names);
    }

    private static double[] noise(SplittableRandom random, double scale) {
        double[] noise = new double[DIM];
        for (int j = 0; j < DIM; j++) {
            noise[j] = scale * HeavyRows.student(random);
        }
        return noise;
    }
}
