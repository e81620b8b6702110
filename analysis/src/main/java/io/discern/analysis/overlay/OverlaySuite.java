package io.discern.analysis.overlay;

import io.discern.VisionLanguageEncoder;
import io.discern.analysis.Curve;
import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Results;
import io.discern.analysis.internal.overlay.measure.AccuracyDrops;
import io.discern.analysis.internal.overlay.measure.ClassesTold;
import io.discern.analysis.internal.overlay.measure.ControlledFlips;
import io.discern.analysis.internal.overlay.measure.ControlledShifts;
import io.discern.analysis.internal.overlay.measure.CropAccount;
import io.discern.analysis.internal.overlay.measure.Decodability;
import io.discern.analysis.internal.overlay.measure.DoseResponse;
import io.discern.analysis.internal.overlay.measure.ReadingScore;
import io.discern.analysis.internal.overlay.measure.ShiftDirections;
import io.discern.analysis.internal.overlay.measure.StringPurity;
import io.discern.analysis.internal.overlay.measure.SuiteEvidence;
import io.discern.analysis.internal.overlay.measure.SuiteMeasure;
import io.discern.analysis.internal.overlay.measure.VarianceShares;
import io.discern.analysis.internal.overlay.measure.ZeroShotAttack;
import io.discern.analysis.internal.overlay.run.AlignedImages;
import io.discern.analysis.internal.overlay.run.ClassVotes;
import io.discern.analysis.internal.overlay.run.ConditionImages;
import io.discern.analysis.internal.overlay.run.OverlayWords;
import io.discern.analysis.internal.overlay.shortcut.ShortcutCurve;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.measure.OverlayMeasure;
import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.run.OverlayCondition;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.analysis.overlay.verdict.OverlayVerdict;
import io.discern.analysis.overlay.verdict.VerdictBounds;
import io.discern.analysis.shortcut.ObservedShortcut;
import io.discern.dataset.LabeledImages;
import io.discern.run.ImageFailure;
import io.discern.run.RunListener;
import io.discern.run.RunResult;
import io.discern.similarity.CosineSimilarity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that the library asks about overlays: every condition of an {@link OverlayPlan} is encoded once, then measured by
 * shift, direction, flips, accuracy, attack, decodability, variance, neighbourhoods, shortcut, reading and dose, and judged by
 * an {@link OverlayVerdict}. The variants of {@link OverlayScreening} are among the results, with equal values.
 *
 * <p>Memory: one {@code n x d} float matrix for each condition, two while they are aligned; pictures are drawn as they are
 * loaded and dropped. Immutable; each method that changes something gives a changed copy.
 */
public final class OverlaySuite implements OverlayExperiment {
    /** The result without value whose note is the verdict in words; {@link OverlayResult#verdict()} is the verdict. */
    public static final ResultKey VERDICT = ResultKey.of(OverlayScreening.NAME, "verdict");

    /** What verdicts rest on. */
    private static final List<SuiteMeasure> OF_STYLES = List.of(
            new ClassesTold(),
            new ControlledShifts(),
            new ControlledFlips(),
            new AccuracyDrops(),
            new ZeroShotAttack());

    /** What the suite asks, in order. */
    static final List<SuiteMeasure> MEASURES = Stream.concat(
                    OF_STYLES.stream(),
                    Stream.of(
                            new ShiftDirections(),
                            new Decodability(),
                            new VarianceShares(),
                            new StringPurity(),
                            new ShortcutCurve(),
                            new ReadingScore(),
                            new DoseResponse()))
            .toList();

    private final OverlayPlan plan;
    private final boolean quick;
    private final List<OverlayMeasure> own;
    private final List<String> attributes;
    private final int k;
    private final VerdictBounds bounds;
    /** 0 for the encoder's own. */
    private final int batchSize;

    private final Optional<CosineSimilarity> similarity;
    private final RunListener listener;

    private OverlaySuite(
            OverlayPlan plan,
            boolean quick,
            List<OverlayMeasure> own,
            List<String> attributes,
            int k,
            VerdictBounds bounds,
            int batchSize,
            Optional<CosineSimilarity> similarity,
            RunListener listener) {
        this.plan = Objects.requireNonNull(plan, "plan");
        this.quick = quick;
        this.own = List.copyOf(own);
        this.attributes = List.copyOf(attributes);
        this.k = k;
        this.bounds = Objects.requireNonNull(bounds, "bounds");
        this.batchSize = batchSize;
        this.similarity = similarity;
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /** The standard plan and five neighbours. */
    public static OverlaySuite standard() {
        return of(OverlayPlan.standard());
    }

    /** Another plan and five neighbours. */
    public static OverlaySuite of(OverlayPlan plan) {
        return new OverlaySuite(
                plan,
                false,
                List.of(),
                List.of(),
                5,
                VerdictBounds.standard(),
                0,
                Optional.empty(),
                RunListener.SILENT);
    }

    /** What verdicts rest on, in one style. */
    static OverlaySuite quick(
            OverlaySpec style,
            int k,
            VerdictBounds bounds,
            int batchSize,
            Optional<CosineSimilarity> similarity,
            RunListener listener) {
        return new OverlaySuite(
                OverlayPlan.labelsOnly(style), true, List.of(), List.of(), k, bounds, batchSize, similarity, listener);
    }

    /** The same with these attributes of the images measured as suspected shortcuts ({@link ObservedShortcut}) too. */
    public OverlaySuite attributes(List<String> attributes) {
        return new OverlaySuite(plan, quick, own, attributes, k, bounds, batchSize, similarity, listener);
    }

    /** The same with a measure of one's own after the suite's; its headlines and curves are shown as well. */
    public OverlaySuite withMeasure(OverlayMeasure measure) {
        List<OverlayMeasure> more = new ArrayList<>(own);
        more.add(Objects.requireNonNull(measure, "measure"));
        return new OverlaySuite(plan, quick, more, attributes, k, bounds, batchSize, similarity, listener);
    }

    /** The same with that many neighbours. */
    public OverlaySuite neighbors(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k " + k + "; expected at least 1");
        }
        return new OverlaySuite(plan, quick, own, attributes, k, bounds, batchSize, similarity, listener);
    }

    @Override
    public OverlaySuite bounds(VerdictBounds bounds) {
        return new OverlaySuite(plan, quick, own, attributes, k, bounds, batchSize, similarity, listener);
    }

    @Override
    public OverlaySuite batchSize(int batchSize) {
        return new OverlaySuite(plan, quick, own, attributes, k, bounds, batchSize, similarity, listener);
    }

    @Override
    public OverlaySuite similarity(CosineSimilarity similarity) {
        return new OverlaySuite(plan, quick, own, attributes, k, bounds, batchSize, Optional.of(similarity), listener);
    }

    @Override
    public OverlaySuite listener(RunListener listener) {
        return new OverlaySuite(plan, quick, own, attributes, k, bounds, batchSize, similarity, listener);
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
    public int conditionCount() {
        return conditions().size();
    }

    @Override
    public List<OverlaySpec> styles() {
        return plan.styles().stream().map(OverlayCondition::style).toList();
    }

    @Override
    public List<Headline> headlines() {
        return with(SuitePage.headlines(k));
    }

    @Override
    public List<Headline> columns() {
        return with(quick ? SuitePage.headlines(k) : SuitePage.columns(k));
    }

    private List<Headline> with(List<Headline> headlines) {
        return Stream.concat(headlines.stream(), own.stream().flatMap(each -> each.headlines().stream()))
                .toList();
    }

    @Override
    public List<Curve<?>> curves() {
        return quick
                ? List.of()
                : Stream.concat(SuitePage.curves(k).stream(), own.stream().flatMap(each -> each.curves().stream()))
                        .toList();
    }

    @Override
    public OverlayResult measure(VisionLanguageEncoder encoder, LabeledImages images, long seed) {
        return run(encoder, images, conditions().size() + 1, seed)
                .measure((aligned, drawn, failures) -> judged(encoder, images, aligned, drawn, failures, seed));
    }

    @Override
    public OverlayResult measure(VisionLanguageEncoder encoder, LabeledImages images, RunResult clean, long seed) {
        return run(encoder, images, conditions().size(), seed)
                .measure(clean, (aligned, drawn, failures) -> judged(encoder, images, aligned, drawn, failures, seed));
    }

    private List<Condition> conditions() {
        return quick ? plan.conditionsOfStyles() : plan.conditions();
    }

    private OverlayRun run(VisionLanguageEncoder encoder, LabeledImages images, int runs, long seed) {
        List<ResultKey> expected = headlines().stream()
                .flatMap(headline -> headline.keys().stream())
                .distinct()
                .toList();
        return new OverlayRun(
                encoder,
                images,
                conditions(),
                expected,
                batchSize,
                similarity,
                new WholeProgress(listener, runs),
                seed);
    }

    private OverlayResult judged(
            VisionLanguageEncoder encoder,
            LabeledImages images,
            AlignedImages all,
            ConditionImages drawn,
            List<ImageFailure> failures,
            long seed) {
        List<String> classes = all.clean().classes();
        List<String> texts = new ArrayList<>(classes);
        plan.strings().forEach(text -> texts.add(text.marker()));
        OverlayWords words = OverlayWords.of(encoder, texts);
        SuiteEvidence evidence = new SuiteEvidence(all, plan, new ClassVotes(all, k), words, seed);
        Measuring measuring = new Measuring(evidence);
        measuring.add(new CropAccount(drawn, bounds.visible()));
        (quick ? OF_STYLES : MEASURES).forEach(measuring::add);
        own.forEach(measuring::add);
        for (String attribute : attributes) {
            ObservedShortcut shortcut = ObservedShortcut.of(images, attribute);
            measuring.add(shortcut, List.of(), () -> shortcut.measure(all.clean(), seed));
        }
        List<OverlaidImage> each = new ArrayList<>();
        OverlaidImages readers = new OverlaidImages(evidence);
        measuring.add(readers, List.of(), () -> {
            each.addAll(readers.read());
            return List.of();
        });
        List<MetricResult> results = new ArrayList<>(measuring.results());
        OverlayVerdict verdict =
                OverlayVerdict.of(Results.of(results), plan, k, bounds).withCaveats(words.caveats(classes));
        results.add(MetricResult.absent(VERDICT, verdict.toString(), all.clean(), seed));
        return new OverlayResult(results, verdict, each, failures);
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
