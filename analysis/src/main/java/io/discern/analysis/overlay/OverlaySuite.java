package io.discern.analysis.overlay;

import io.discern.EncoderConfig;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.MetricResult;
import io.discern.dataset.LabeledImages;
import io.discern.run.ImageFailure;
import io.discern.run.RunListener;
import io.discern.run.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that the library asks about overlays: every condition of an {@link OverlayPlan} is encoded once, then measured by
 * shift, direction, flips, accuracy, attack, decodability, variance, neighbourhoods, shortcut, reading and dose, and judged by
 * an {@link OverlayVerdict}. The variants of {@link OverlayBias} are among the results, with equal values.
 *
 * <p>Memory: one {@code n x d} float matrix for each condition, two while they are aligned; pictures are drawn as they are
 * loaded and dropped. Immutable; each method that changes something gives a changed copy.
 */
public final class OverlaySuite implements OverlayExperiment {
    /** The variant without value whose note is the verdict. */
    public static final String VERDICT = "verdict";

    static final List<OverlayMeasure> MEASURES = List.of(
            new OverlayVariants(),
            new ControlledShifts(),
            new ShiftDirections(),
            new ControlledFlips(),
            new AccuracyDrops(),
            new ZeroShotAttack(),
            new Decodability(),
            new VarianceShares(),
            new StringPurity(),
            new ShortcutCurve(),
            new ReadingScore(),
            new DoseResponse());

    private final OverlayPlan plan;
    private final List<String> attributes;
    private final int k;
    private final int batchSize;
    private final RunListener listener;

    private OverlaySuite(OverlayPlan plan, List<String> attributes, int k, int batchSize, RunListener listener) {
        this.plan = Objects.requireNonNull(plan, "plan");
        this.attributes = List.copyOf(attributes);
        this.k = k;
        this.batchSize = batchSize;
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /** The standard plan and five neighbours. */
    public static OverlaySuite standard() {
        return of(OverlayPlan.standard());
    }

    /** Another plan and five neighbours. */
    public static OverlaySuite of(OverlayPlan plan) {
        return new OverlaySuite(plan, List.of(), 5, EncoderConfig.DEFAULT_BATCH_SIZE, RunListener.SILENT);
    }

    /** The same with these attributes of the images measured as suspected shortcuts ({@link ObservedShortcut}) too. */
    public OverlaySuite attributes(List<String> attributes) {
        return new OverlaySuite(plan, attributes, k, batchSize, listener);
    }

    @Override
    public OverlaySuite batchSize(int batchSize) {
        return new OverlaySuite(plan, attributes, k, batchSize, listener);
    }

    @Override
    public OverlaySuite listener(RunListener listener) {
        return new OverlaySuite(plan, attributes, k, batchSize, listener);
    }

    /** What is drawn. */
    public OverlayPlan plan() {
        return plan;
    }

    @Override
    public OverlaySpec style() {
        return plan.base();
    }

    @Override
    public OverlayResult measure(VisionLanguageEncoder encoder, LabeledImages images, long seed) {
        List<OverlayCondition> conditions = plan.conditions();
        return judged(run(encoder, images, conditions.size() + 1, seed)
                .measure(conditions, (aligned, drawn) -> results(encoder, images, aligned, drawn, seed)));
    }

    @Override
    public OverlayResult measure(VisionLanguageEncoder encoder, LabeledImages images, RunResult clean, long seed) {
        List<OverlayCondition> conditions = plan.conditions();
        return judged(run(encoder, images, conditions.size(), seed)
                .measure(clean, conditions, (aligned, drawn) -> results(encoder, images, aligned, drawn, seed)));
    }

    private OverlayRun run(VisionLanguageEncoder encoder, LabeledImages images, int runs, long seed) {
        return new OverlayRun(encoder, images, k, batchSize, new WholeProgress(listener, runs), seed);
    }

    private List<MetricResult> results(
            VisionLanguageEncoder encoder, LabeledImages images, AlignedImages all, ConditionImages drawn, long seed) {
        List<String> texts = new ArrayList<>(all.clean().classes());
        plan.strings().forEach(text -> texts.add(text.marker()));
        OverlayWords words = OverlayWords.of(encoder, texts);
        OverlayEvidence evidence = new OverlayEvidence(all, plan, new ClassVotes(all, k), words, seed);
        OverlayRows rows = new OverlayRows(all.clean(), all.remarks(), seed);
        CropAccount.add(drawn, evidence, rows);
        MEASURES.forEach(measure -> measure.measure(evidence, rows));
        List<MetricResult> results = new ArrayList<>(rows.results());
        for (String attribute : attributes) {
            results.addAll(ObservedShortcut.of(images, attribute).measure(all.clean(), seed));
        }
        return results;
    }

    private OverlayResult judged(OverlayResult measured) {
        OverlayVerdict verdict = OverlayVerdict.of(measured.results(), k);
        MetricResult first = measured.results().get(0);
        List<MetricResult> results = new ArrayList<>(measured.results());
        results.add(MetricResult.absent(
                OverlayBias.NAME, VERDICT, verdict.toString(), first.n(), first.dim(), first.classes(), first.seed()));
        return new OverlayResult(results, Optional.of(verdict), measured.failures());
    }

    /** Adds up the progress of several runs of equal length. */
    private static final class WholeProgress implements RunListener {
        private final RunListener listener;
        private final int runs;
        private int finished;

        WholeProgress(RunListener listener, int runs) {
            this.listener = listener;
            this.runs = runs;
        }

        @Override
        public void onProgress(int done, int total) {
            listener.onProgress(finished * total + done, runs * total);
            finished += done == total ? 1 : 0;
        }

        @Override
        public void onFailure(ImageFailure failure) {
            listener.onFailure(failure);
        }
    }
}
