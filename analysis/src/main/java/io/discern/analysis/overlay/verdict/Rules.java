package io.discern.analysis.overlay.verdict;

import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Results;
import io.discern.analysis.internal.overlay.measure.CropAccount;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.measure.OverlayRate;
import io.discern.analysis.overlay.measure.ReadingKeys;
import io.discern.analysis.overlay.measure.ShiftKeys;
import io.discern.analysis.overlay.measure.ShiftKeys.Beyond;
import io.discern.analysis.overlay.measure.ShiftKeys.Shift;
import io.discern.analysis.overlay.measure.ShiftKeys.Unit;
import io.discern.analysis.overlay.measure.ShiftKeys.UnitKey;
import io.discern.analysis.overlay.measure.VoteKeys;
import io.discern.analysis.overlay.run.Control;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.analysis.overlay.verdict.Finding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From intervals to sentences. A finding needs the whole interval beyond its bound; that nothing is found needs every interval
 * below. An end that is not there satisfies no rule. How often each errs: docs/METRICS.md.
 */
final class Rules {
    /** Text that moves embeddings beyond unreadable ink by more than this, in image units, is read. */
    static final double TEXT = 0.05;
    /** A movement beyond harmless changes counts from this many image units. */
    static final double MOVED = 0.1;
    /** Flips beyond those of a control count from this share of the images. */
    static final double FLIPPED = 0.05;
    /** An encoder repeats itself if the same images move by less, in image units. */
    static final double REPEATED = 0.001;
    /** And if it flips less than this share of them. */
    static final double REPEATED_FLIPS = 0.01;

    private final Results results;
    private final OverlayPlan plan;
    private final int k;
    /** The styles by what they depart in from the base. */
    private final List<Optional<String>> styles;

    Rules(Results results, OverlayPlan plan, int k) {
        this.results = results;
        this.plan = plan;
        this.k = k;
        this.styles = plan.styles().stream().map(plan::at).toList();
    }

    List<Finding> findings() {
        List<Finding> found = new ArrayList<>();
        reads().or(this::movedByText).or(this::moved).ifPresent(found::add);
        flips().ifPresent(found::add);
        outweighs().ifPresent(found::add);
        boolean moved = !found.isEmpty();
        notRepeatable().ifPresent(found::add);
        fragile().ifPresent(found::add);
        indistinct().ifPresent(found::add);
        Optional<Finding> cropped = cropped();
        cropped.ifPresent(found::add);
        boolean read = found.stream().anyMatch(finding -> finding.kind() == Kind.READS_TEXT);
        (read ? Optional.<Finding>empty() : tooSmall()).ifPresent(found::add);
        if (constant()) {
            found.add(new Finding(Kind.CONSTANT, ""));
        } else if (!moved) {
            if (!seen()) {
                found.add(new Finding(Kind.UNSEEN, ""));
            }
            if (!still(List.of(worst()))) {
                found.add(undecided());
            } else if (found.isEmpty() && told() && variedInAll() && still(Control.HARMLESS)) {
                found.add(new Finding(Kind.ROBUST, covered()));
            } else if (cropped.isEmpty()) {
                found.add(new Finding(Kind.STILL, covered()));
            }
        }
        return found;
    }

    private Optional<Finding> reads() {
        return styles.stream()
                .flatMap(at -> Stream.of(
                                OverlayRate.byNeighbors(OverlayRate.Kind.FLIP_TO_NAMED, k),
                                OverlayRate.byNames(OverlayRate.Kind.FLIP_TO_NAMED))
                        .map(rate -> rate.at(at)))
                .filter(rate -> named(rate) > FLIPPED)
                .max(Comparator.comparingDouble(this::named))
                .map(rate -> new Finding(
                        Kind.READS_TEXT,
                        "the named class wins " + share(rate) + " " + where(rate.at())
                                + (rate.zeroShot() ? ", told by names" : ", told by neighbours") + "; "
                                + Control.INKS.stream()
                                        .map(control -> control.tag() + " " + plainShare(rate.with(control)))
                                        .collect(Collectors.joining(", "))));
    }

    /** The lower end of what the text does beyond box and scrambled ink. Some readers read mirrored words too. */
    private double named(OverlayRate rate) {
        return Math.min(low(rate.minus(Control.BOX)), low(rate.minus(Control.SCRAMBLED)));
    }

    private Optional<Finding> movedByText() {
        return furthest(
                        at -> Math.min(low(new Beyond(Control.SCRAMBLED, at)), low(new Beyond(Control.MIRRORED, at))),
                        TEXT)
                .map(at -> new Finding(
                        Kind.MOVED_BY_TEXT,
                        "beyond scrambled by " + number(new Beyond(Control.SCRAMBLED, at)) + " and beyond mirrored by "
                                + number(new Beyond(Control.MIRRORED, at)) + " image units " + where(at)));
    }

    private Optional<Finding> moved() {
        return furthest(
                        at -> Control.HARMLESS.stream()
                                .mapToDouble(harmless -> low(new Beyond(harmless, at)))
                                .min()
                                .orElseThrow(),
                        MOVED)
                .map(at -> new Finding(Kind.MOVED, number(shift(at)) + " image units " + where(at)));
    }

    private static Shift shift(Optional<String> at) {
        return Shift.OF_TEXT.at(at).in(Unit.IMAGE);
    }

    private Optional<Finding> flips() {
        return furthest(
                        at -> Control.HARMLESS.stream()
                                .mapToDouble(harmless -> low(flip(at).minus(harmless)))
                                .min()
                                .orElseThrow(),
                        FLIPPED)
                .map(at -> new Finding(
                        Kind.FLIPS,
                        share(flip(at)) + " " + where(at) + "; harmless changes at most "
                                + plainShare(flip(Optional.empty()).with(worst()))));
    }

    private OverlayRate flip(Optional<String> at) {
        return OverlayRate.byNeighbors(OverlayRate.Kind.FLIP, k).at(at);
    }

    /** The harmless change that flips most. */
    private Control worst() {
        return Control.HARMLESS.stream()
                .max(Comparator.comparingDouble(
                        harmless -> value(flip(Optional.empty()).with(harmless)).orElse(0)))
                .orElseThrow();
    }

    /** The style where a measure is largest, if it is above a bound there. */
    private Optional<Optional<String>> furthest(ToDoubleFunction<Optional<String>> measure, double bound) {
        return styles.stream().filter(at -> measure.applyAsDouble(at) > bound).max(Comparator.comparingDouble(measure));
    }

    /** The ratio has no interval where the class's share may be nothing. */
    private Optional<Finding> outweighs() {
        ShiftKeys.VarianceShare ratio = new ShiftKeys.VarianceShare(ShiftKeys.Source.OVERLAY_TO_CLASS, false);
        ShiftKeys.VarianceShare overlay = new ShiftKeys.VarianceShare(ShiftKeys.Source.OVERLAY, false);
        ShiftKeys.VarianceShare ofClass = new ShiftKeys.VarianceShare(ShiftKeys.Source.CLASS, false);
        if (plan.strings().isEmpty() || !(low(ratio) > 1 || low(overlay) > high(ofClass))) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                Kind.OUTWEIGHS_CLASS, "markers have " + share(overlay) + " of the spread, classes " + share(ofClass)));
    }

    private Optional<Finding> notRepeatable() {
        Shift shift = Shift.of(Control.AGAIN).in(Unit.IMAGE);
        OverlayRate flips = flip(Optional.empty()).with(Control.AGAIN);
        return low(shift) > REPEATED || low(flips) > REPEATED_FLIPS
                ? Optional.of(new Finding(
                        Kind.NOT_REPEATABLE,
                        "the same images once more, in another order, move by " + number(shift)
                                + " image units and flip " + share(flips)))
                : Optional.empty();
    }

    private Optional<Finding> fragile() {
        return Stream.of(Control.JPEG, Control.NOISE)
                .map(harmless -> flip(Optional.empty()).with(harmless))
                .filter(rate -> low(rate) > FLIPPED)
                .max(Comparator.comparingDouble(this::low))
                .map(rate -> new Finding(Kind.FRAGILE, rate.of().orElseThrow().tag() + " flips " + share(rate)));
    }

    private Optional<Finding> indistinct() {
        VoteKeys.CleanAccuracy key = new VoteKeys.CleanAccuracy(k);
        return value(key).isPresent() && !told()
                ? Optional.of(new Finding(
                        Kind.INDISTINCT,
                        k + "-NN balanced accuracy " + number(key) + ", chance "
                                + two(result(key).orElseThrow().nullValue().orElse(Double.NaN))))
                : Optional.empty();
    }

    private boolean told() {
        VoteKeys.CleanAccuracy key = new VoteKeys.CleanAccuracy(k);
        return low(key)
                > result(key).map(found -> found.nullValue().orElse(Double.NaN)).orElse(Double.NaN);
    }

    private Optional<Finding> cropped() {
        return styles.stream()
                .map(at -> new ReadingKeys.Visible(ReadingKeys.Seen.BOX, at))
                .filter(key -> value(key).orElse(1) < CropAccount.BOUND)
                .min(Comparator.comparingDouble(key -> value(key).orElseThrow()))
                .map(key -> new Finding(Kind.CROPPED, share(key) + " of the overlay is visible " + where(key.at())));
    }

    private Optional<Finding> tooSmall() {
        return styles.stream()
                .map(at -> new ReadingKeys.Visible(ReadingKeys.Seen.EM, at))
                .filter(key -> value(key).isPresent())
                .max(Comparator.comparingDouble(key -> value(key).orElseThrow()))
                .filter(key -> value(key).orElseThrow() < CropAccount.LEGIBLE)
                .map(key -> new Finding(
                        Kind.TOO_SMALL,
                        String.format(
                                Locale.ROOT,
                                "a font of %.2f pixels %s, letters take %.0f",
                                value(key).orElseThrow(),
                                where(key.at()),
                                CropAccount.LEGIBLE)));
    }

    private boolean constant() {
        return value(UnitKey.IMAGE_UNIT).orElse(1) == 0;
    }

    private boolean seen() {
        return styles.stream()
                .allMatch(at ->
                        value(new ReadingKeys.Visible(ReadingKeys.Seen.BOX, at)).isPresent());
    }

    /**
     * In every style no more than these harmless changes, by flips and shifts; nor text more than unreadable ink; nor the named
     * class by names more than the controls.
     */
    private boolean still(List<Control> harmless) {
        return styles.stream().allMatch(at -> {
            OverlayRate byNames =
                    OverlayRate.byNames(OverlayRate.Kind.FLIP_TO_NAMED).at(at);
            return harmless.stream()
                            .allMatch(change ->
                                    high(flip(at).minus(change)) < FLIPPED && high(new Beyond(change, at)) < MOVED)
                    && Math.min(high(new Beyond(Control.SCRAMBLED, at)), high(new Beyond(Control.MIRRORED, at))) < TEXT
                    && (value(byNames).isEmpty()
                            || Math.min(high(byNames.minus(Control.BOX)), high(byNames.minus(Control.SCRAMBLED)))
                                    < FLIPPED);
        });
    }

    private boolean variedInAll() {
        return !plan.positions().isEmpty() && !plan.sizes().isEmpty() && plan.inverted();
    }

    private Finding undecided() {
        OptionalDouble most = styles.stream()
                .mapToDouble(at -> high(flip(at).minus(worst())))
                .filter(Double::isFinite)
                .max();
        return new Finding(
                Kind.UNDECIDED,
                most.isEmpty()
                        ? "nothing was found, but flips have no interval"
                        : String.format(
                                Locale.ROOT,
                                "nothing was found, but up to %.0f %% more flips than by harmless changes are not ruled out",
                                100 * most.getAsDouble()));
    }

    /** What was drawn, each varied from the base alone. */
    private String covered() {
        OverlaySpec base = plan.base();
        String places = plan.places().stream()
                .map(place -> place.style().position().tag())
                .collect(Collectors.joining(", "));
        String sizes = Stream.concat(Stream.of(base.size()), plan.sizes().stream())
                .distinct()
                .sorted()
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        String colors =
                base.colors() + (plan.inverted() ? ", " + base.inverted().colors() : "");
        return "drawn at " + places + "; size " + sizes + "; " + colors;
    }

    private String where(Optional<String> at) {
        return "at "
                + at.orElse(plan.base().position().tag())
                        .replace("size-", "size ")
                        .replace("-on-", " on ")
                        .replace("+", ", ");
    }

    private Optional<MetricResult> result(ResultKey key) {
        return results.find(key);
    }

    private OptionalDouble value(ResultKey key) {
        return result(key).map(MetricResult::value).orElse(OptionalDouble.empty());
    }

    /** Where no group differs from another there is no interval, and the value is all that is known. */
    private double low(ResultKey key) {
        return result(key)
                .map(found -> found.steady() ? found.value() : found.ciLow())
                .orElse(OptionalDouble.empty())
                .orElse(Double.NaN);
    }

    private double high(ResultKey key) {
        return result(key)
                .map(found -> found.steady() ? found.value() : found.ciHigh())
                .orElse(OptionalDouble.empty())
                .orElse(Double.NaN);
    }

    private String share(ResultKey key) {
        return plainShare(key)
                + result(key)
                        .flatMap(MetricResult::interval)
                        .map(ends -> String.format(Locale.ROOT, " [%.0f, %.0f]", 100 * ends.low(), 100 * ends.high()))
                        .orElse("");
    }

    private String plainShare(ResultKey key) {
        OptionalDouble value = value(key);
        return value.isPresent() ? String.format(Locale.ROOT, "%.0f %%", 100 * value.getAsDouble()) : "not measured";
    }

    private String number(ResultKey key) {
        return two(value(key).orElse(Double.NaN))
                + result(key)
                        .flatMap(MetricResult::interval)
                        .map(ends -> " [" + two(ends.low()) + ", " + two(ends.high()) + "]")
                        .orElse("");
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
