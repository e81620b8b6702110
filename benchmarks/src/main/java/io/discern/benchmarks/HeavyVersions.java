package io.discern.benchmarks;

import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.overlay.measure.SuiteEvidence;
import io.discern.analysis.internal.overlay.run.AlignedImages;
import io.discern.analysis.internal.overlay.run.ClassVotes;
import io.discern.analysis.internal.overlay.run.OverlayWords;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayPosition;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.run.HarmlessChange;
import io.discern.analysis.overlay.run.OverlayCondition;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.image.RgbImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images as {@link HeavyRows}, shown under every condition of a plan; all but encoding again add noise with heavy tails.
 *
 * @param groups how many, at least 10
 * @param distance of the class means from the origin
 * @param effect what overlays do
 * @param again noise of encoding again
 * @param plan what is drawn
 */
record HeavyVersions(int groups, double distance, Effect effect, double again, OverlayPlan plan) {
    /**
     * What overlays do to an image. Lengths and shares vary from group to group, with heavy tails.
     *
     * @param step of every overlay, along an axis of its own
     * @param writing a step of the text, along another
     * @param reading a step of the text to the mean of the named class, in distances; a marker's goes along the axis of its word
     * @param taken the share of images that each overlay, whatever its ink, takes to the place of the named class
     * @param named the share that the text takes there
     * @param style the only style of the plan in which all this happens; -1 for all
     */
    record Effect(double step, double writing, double reading, double taken, double named, int style) {
        static final Effect NONE = new Effect(0, 0, 0, 0, 0, -1);

        static Effect step(double step, int style) {
            return new Effect(step, 0, 0, 0, 0, style);
        }

        static Effect writing(double writing, int style) {
            return new Effect(0, writing, 0, 0, 0, style);
        }

        static Effect reading(double step, double reading, int style) {
            return new Effect(step, 0, reading, 0, 0, style);
        }

        static Effect taken(double share, int style) {
            return new Effect(0, 0, 0, share, 0, style);
        }

        static Effect named(double share, int style) {
            return new Effect(0, 0, 0, 0, share, style);
        }
    }

    HeavyVersions(int groups, double distance, Effect effect, OverlayPlan plan) {
        this(groups, distance, effect, 0, plan);
    }

    /** The quick look. */
    static final OverlayPlan ONE_STYLE = OverlayPlan.labelsOnly(OverlaySpec.of("x"));
    /** The styles of the standard plan. */
    static final OverlayPlan ALL_STYLES = new OverlayPlan(
            OverlaySpec.of("x"),
            List.of(),
            OverlayPlan.standard().markerInks(),
            OverlayPlan.standard().positions(),
            OverlayPlan.standard().sizes(),
            true,
            List.of(),
            List.of());
    /** One style, two places, two markers. */
    static final OverlayPlan MARKERS = new OverlayPlan(
            OverlaySpec.of("x"),
            List.of(OverlayText.PORTABLE, OverlayText.DATE),
            OverlayPlan.standard().markerInks(),
            List.of(OverlayPosition.CENTER),
            List.of(),
            false,
            List.of(),
            List.of());

    private static final int DIM = 32;
    private static final int CLASSES = 3;
    private static final int MOST_ROWS = 8;
    private static final double SHARED = 0.3;

    /** One sample, of which the images are to be closed. */
    SuiteEvidence draw(SplittableRandom random, long seed) {
        List<Condition> conditions = plan.markers().isEmpty() ? plan.conditionsOfStyles() : plan.conditions();
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
            double length = Math.abs(1 + 0.4 * HeavyRows.student(random));
            double share = effect.taken() + effect.named() > 0 ? -Math.log(1 - random.nextDouble()) : 0;
            int size = 1 + random.nextInt(MOST_ROWS);
            for (int i = 0; i < size; i++) {
                double[] clean = noise(random, Math.sqrt(1 - SHARED));
                for (int j = 0; j < DIM; j++) {
                    clean[j] += common[j] + (j == label ? distance : 0);
                }
                int other = (label + 1 + random.nextInt(CLASSES - 1)) % CLASSES;
                rows.get(0).add(clean);
                for (int version = 1; version < rows.size(); version++) {
                    Condition condition = conditions.get(version - 1);
                    double[] shown = noise(random, condition == HarmlessChange.AGAIN ? again : 0.1);
                    for (int j = 0; j < DIM; j++) {
                        shown[j] += clean[j];
                    }
                    if (condition instanceof OverlayCondition overlay && happens(overlay)) {
                        boolean text = overlay.ink() == OverlayInk.TEXT;
                        shown[axis(version)] += length * (effect.step() + (text ? effect.writing() : 0));
                        read(overlay, other, shown);
                        double taken = share * (effect.taken() + (text ? effect.named() : 0));
                        if (taken > 0 && random.nextDouble() < taken) {
                            shown[label] -= distance;
                            shown[other] += distance;
                        }
                    }
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
        return new SuiteEvidence(images, plan, new ClassVotes(images, 5), words(), seed);
    }

    /** From the last down to those of words. */
    private int axis(int version) {
        return DIM - 1 - (version - 1) % (DIM - said().size());
    }

    private boolean happens(OverlayCondition overlay) {
        return effect.style() < 0
                || overlay.equals(plan.styles().get(effect.style()).with(overlay.ink()));
    }

    private void read(OverlayCondition overlay, int named, double[] shown) {
        if (overlay.ink() != OverlayInk.TEXT) {
            return;
        }
        if (overlay.text() == OverlayText.WRONG_LABEL) {
            shown[named] += effect.reading() * distance;
        } else if (overlay.text().isMarker()) {
            shown[said().indexOf(overlay.text().marker())] += effect.reading() * distance;
        }
    }

    /** The words, each of the axis of its place. */
    private List<String> said() {
        List<String> said = new ArrayList<>();
        for (int label = 0; label < CLASSES; label++) {
            said.add("c" + label);
        }
        plan.strings().forEach(text -> said.add(text.marker()));
        return said;
    }

    private OverlayWords words() {
        List<String> said = said();
        return OverlayWords.of(
                new VisionLanguageEncoder() {
                    @Override
                    public EncoderInfo info() {
                        return EncoderInfo.of("words", DIM).withCapabilities(Set.of(Capability.IMAGE, Capability.TEXT));
                    }

                    @Override
                    public Embeddings encodeImages(List<RgbImage> images) {
                        throw new UnsupportedOperationException("words only");
                    }

                    @Override
                    public Embeddings encodeTexts(List<String> texts) {
                        float[] values = new float[texts.size() * DIM];
                        for (int text = 0; text < texts.size(); text++) {
                            values[text * DIM + said.indexOf(texts.get(text))] = 1;
                        }
                        return Embeddings.ofRows(DIM, values);
                    }
                },
                said);
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
