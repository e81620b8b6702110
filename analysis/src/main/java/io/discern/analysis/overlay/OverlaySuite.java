package io.discern.analysis.overlay;

import io.discern.VisionLanguageEncoder;
import io.discern.analysis.Curve;
import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Results;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.measure.AccuracyDrops;
import io.discern.analysis.overlay.measure.ControlledFlips;
import io.discern.analysis.overlay.measure.ControlledShifts;
import io.discern.analysis.overlay.measure.CropAccount;
import io.discern.analysis.overlay.measure.Decodability;
import io.discern.analysis.overlay.measure.DoseResponse;
import io.discern.analysis.overlay.measure.OverlayMeasure;
import io.discern.analysis.overlay.measure.QuickLook;
import io.discern.analysis.overlay.measure.ReadingScore;
import io.discern.analysis.overlay.measure.ShiftDirections;
import io.discern.analysis.overlay.measure.StringPurity;
import io.discern.analysis.overlay.measure.VarianceShares;
import io.discern.analysis.overlay.measure.ZeroShotAttack;
import io.discern.analysis.overlay.run.AlignedImages;
import io.discern.analysis.overlay.run.ClassVotes;
import io.discern.analysis.overlay.run.ConditionImages;
import io.discern.analysis.overlay.run.OverlayCondition;
import io.discern.analysis.overlay.run.OverlayEvidence;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.analysis.overlay.run.OverlayWords;
import io.discern.analysis.overlay.shortcut.ShortcutCurve;
import io.discern.analysis.overlay.verdict.OverlayVerdict;
import io.discern.analysis.shortcut.ObservedShortcut;
import io.discern.dataset.LabeledImages;
import io.discern.run.ImageFailure;
import io.discern.run.RunListener;
import io.discern.run.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that the library asks about overlays: every condition of an {@link OverlayPlan} is encoded once, then measured by
 * shift, direction, flips, accuracy, attack, decodability, variance, neighbourhoods, shortcut, reading and dose, and judged by
 * an {@link OverlayVerdict}. The variants of {@link OverlayBias} are among the results, with equal values.
 *
 * <p>Memory: one {@code n x d} float matrix for each condition, two while they are aligned; pictures are drawn as they are
 * loaded and dropped. Immutable; each method that changes something gives a changed copy.
 */
public final class OverlaySuite implements OverlayExperiment {
    /** The result without value whose note is the verdict in words; {@link OverlayResult#verdict()} is the verdict. */
    public static final ResultKey VERDICT = ResultKey.of(OverlayBias.NAME, "verdict");

    /** What the suite asks, in order. */
    public static final List<OverlayMeasure> MEASURES = List.of(
            new QuickLook(),
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
    private final List<OverlayMeasure> own;
    private final List<String> attributes;
    private final int k;
    /** 0 for the encoder's own. */
    private final int batchSize;

    private final RunListener listener;

    private OverlaySuite(
            OverlayPlan plan,
            List<OverlayMeasure> own,
            List<String> attributes,
            int k,
            int batchSize,
            RunListener listener) {
        this.plan = Objects.requireNonNull(plan, "plan");
        this.own = List.copyOf(own);
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
        return new OverlaySuite(plan, List.of(), List.of(), 5, 0, RunListener.SILENT);
    }

    /** The same with these attributes of the images measured as suspected shortcuts ({@link ObservedShortcut}) too. */
    public OverlaySuite attributes(List<String> attributes) {
        return new OverlaySuite(plan, own, attributes, k, batchSize, listener);
    }

    /** The same with a measure of one's own after the suite's; its headlines and curves are shown as well. */
    public OverlaySuite withMeasure(OverlayMeasure measure) {
        List<OverlayMeasure> more = new ArrayList<>(own);
        more.add(Objects.requireNonNull(measure, "measure"));
        return new OverlaySuite(plan, more, attributes, k, batchSize, listener);
    }

    /** The same with that many neighbours. */
    public OverlaySuite neighbors(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k " + k + "; expected at least 1");
        }
        return new OverlaySuite(plan, own, attributes, k, batchSize, listener);
    }

    @Override
    public OverlaySuite batchSize(int batchSize) {
        return new OverlaySuite(plan, own, attributes, k, batchSize, listener);
    }

    @Override
    public OverlaySuite listener(RunListener listener) {
        return new OverlaySuite(plan, own, attributes, k, batchSize, listener);
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
    public List<Headline> headlines() {
        return Stream.concat(QuickLook.headlines(k).stream(), own.stream().flatMap(each -> each.headlines().stream()))
                .toList();
    }

    @Override
    public List<Headline> columns() {
        return Stream.concat(SuitePage.columns(k).stream(), own.stream().flatMap(each -> each.headlines().stream()))
                .toList();
    }

    @Override
    public List<Curve<?>> curves() {
        return Stream.concat(SuitePage.curves(k).stream(), own.stream().flatMap(each -> each.curves().stream()))
                .toList();
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
        Measuring measuring = new Measuring(evidence);
        measuring.add(new CropAccount(drawn));
        MEASURES.forEach(measuring::add);
        own.forEach(measuring::add);
        for (String attribute : attributes) {
            ObservedShortcut shortcut = ObservedShortcut.of(images, attribute);
            measuring.add(shortcut, List.of(), () -> shortcut.measure(all.clean(), seed));
        }
        return measuring.results();
    }

    private OverlayResult judged(OverlayResult measured) {
        Results found = Results.of(measured.results());
        boolean judgeable = found.has(CropAccount.Key.OF_BOX) || !found.losses().isEmpty();
        OverlayVerdict verdict = judgeable ? OverlayVerdict.of(found, k) : OverlayVerdict.undecided();
        MetricResult first = measured.results().get(0);
        List<MetricResult> results = new ArrayList<>(measured.results());
        results.add(MetricResult.absent(VERDICT, verdict.toString(), first.extent(), first.seed()));
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
