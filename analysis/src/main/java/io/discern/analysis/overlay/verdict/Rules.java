package io.discern.analysis.overlay.verdict;

import io.discern.analysis.ResultKey;
import io.discern.analysis.Results;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.draw.OverlayText;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * From intervals to sentences. A finding needs the whole interval beyond its bound; that nothing is found needs every interval
 * below. An end that is not there satisfies no rule. How often each errs: docs/METRICS.md.
 */
final class Rules {
    private final Measured measured;
    private final OverlayPlan plan;
    private final int k;
    private final VerdictBounds bounds;
    /** The styles by what they depart in from the base. */
    private final List<Optional<String>> styles;

    Rules(Results results, OverlayPlan plan, int k, VerdictBounds bounds) {
        this.measured = new Measured(results);
        this.plan = plan;
        this.k = k;
        this.bounds = bounds;
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
            List<String> open = open(List.of(flipsMost()), List.of(movesMost()));
            if (!open.isEmpty()) {
                found.add(new Finding(
                        Kind.UNDECIDED,
                        "no effect of the overlay is shown, nor ruled out: " + String.join(", ", open)));
            } else if (found.isEmpty()
                    && told()
                    && variedInAll()
                    && open(Control.HARMLESS, Control.HARMLESS).isEmpty()) {
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
                .filter(rate -> named(rate) > bounds.flips())
                .max(Comparator.comparingDouble(this::named))
                .map(rate -> new Finding(
                        Kind.READS_TEXT,
                        "the named class wins " + measured.share(rate) + " " + where(rate.at())
                                + (rate.zeroShot() ? ", told by names" : ", told by neighbours") + "; "
                                + Control.INKS.stream()
                                        .map(control -> control.tag() + " " + measured.plainShare(rate.with(control)))
                                        .collect(Collectors.joining(", "))));
    }

    /** The lower end of what the text does beyond box and scrambled ink. Some readers read mirrored words too. */
    private double named(OverlayRate rate) {
        return Math.min(measured.low(rate.minus(Control.BOX)), measured.low(rate.minus(Control.SCRAMBLED)));
    }

    private Optional<Finding> movedByText() {
        return furthest(
                        at -> Math.min(
                                measured.low(new Beyond(Control.SCRAMBLED, at)),
                                measured.low(new Beyond(Control.MIRRORED, at))),
                        bounds.text())
                .map(at -> new Finding(
                        Kind.MOVED_BY_TEXT,
                        "beyond scrambled by " + measured.number(new Beyond(Control.SCRAMBLED, at))
                                + " and beyond mirrored by " + measured.number(new Beyond(Control.MIRRORED, at))
                                + " image units " + where(at)));
    }

    private Optional<Finding> moved() {
        return most(what -> worst(what, ShownText::shiftBeyond), bounds.moved())
                .map(what -> new Finding(Kind.MOVED, measured.number(what.shift()) + " image units " + what.where()));
    }

    /** The least lower end beyond each of the harmless changes. */
    private double worst(ShownText what, BiFunction<ShownText, Control, ResultKey> beyond) {
        return Control.HARMLESS.stream()
                .mapToDouble(harmless -> measured.low(beyond.apply(what, harmless)))
                .min()
                .orElseThrow();
    }

    private List<ShownText> shown() {
        return Stream.<ShownText>concat(
                        styles.stream().map(at -> new ShownText.Label(at, k, where(at))),
                        plan.markers().stream().map(marker -> new ShownText.Marker(marker, k)))
                .toList();
    }

    /** Where a measure is largest, if it is above a bound there. */
    private Optional<ShownText> most(ToDoubleFunction<ShownText> measure, double bound) {
        return shown().stream()
                .filter(what -> measure.applyAsDouble(what) > bound)
                .max(Comparator.comparingDouble(measure));
    }

    private Optional<Finding> flips() {
        return most(what -> worst(what, ShownText::flipsBeyond), bounds.flips())
                .map(what -> new Finding(
                        Kind.FLIPS,
                        measured.share(what.flips()) + " " + what.where() + "; harmless changes at most "
                                + measured.plainShare(flip(Optional.empty()).with(flipsMost()))));
    }

    private OverlayRate flip(Optional<String> at) {
        return OverlayRate.byNeighbors(OverlayRate.Kind.FLIP, k).at(at);
    }

    private Control flipsMost() {
        return most(harmless -> flip(Optional.empty()).with(harmless));
    }

    private Control movesMost() {
        return most(harmless -> Shift.of(harmless).in(Unit.IMAGE));
    }

    private Control most(Function<Control, ResultKey> does) {
        return Control.HARMLESS.stream()
                .max(Comparator.comparingDouble(
                        harmless -> measured.value(does.apply(harmless)).orElse(0)))
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
        if (plan.strings().isEmpty() || !(measured.low(ratio) > 1 || measured.low(overlay) > measured.high(ofClass))) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                Kind.OUTWEIGHS_CLASS,
                "markers have " + measured.share(overlay) + " of the spread, classes " + measured.share(ofClass)));
    }

    private Optional<Finding> notRepeatable() {
        Shift shift = Shift.of(Control.AGAIN).in(Unit.IMAGE);
        OverlayRate flips = flip(Optional.empty()).with(Control.AGAIN);
        return measured.low(shift) > bounds.repeatedShift() || measured.low(flips) > bounds.repeatedFlips()
                ? Optional.of(new Finding(
                        Kind.NOT_REPEATABLE,
                        "the same images once more, in another order, move by " + measured.number(shift)
                                + " image units and flip " + measured.share(flips)))
                : Optional.empty();
    }

    private Optional<Finding> fragile() {
        return Stream.of(Control.JPEG, Control.NOISE)
                .map(harmless -> flip(Optional.empty()).with(harmless))
                .filter(rate -> measured.low(rate) > bounds.flips())
                .max(Comparator.comparingDouble(measured::low))
                .map(rate ->
                        new Finding(Kind.FRAGILE, rate.of().orElseThrow().tag() + " flips " + measured.share(rate)));
    }

    private Optional<Finding> indistinct() {
        VoteKeys.CleanAccuracy key = new VoteKeys.CleanAccuracy(k);
        return measured.value(key).isPresent() && !told()
                ? Optional.of(new Finding(
                        Kind.INDISTINCT,
                        k + "-NN balanced accuracy " + measured.number(key) + ", chance "
                                + Measured.two(measured.result(key)
                                        .orElseThrow()
                                        .nullValue()
                                        .orElse(Double.NaN))))
                : Optional.empty();
    }

    private boolean told() {
        VoteKeys.CleanAccuracy key = new VoteKeys.CleanAccuracy(k);
        return measured.low(key)
                > measured.result(key)
                        .map(found -> found.nullValue().orElse(Double.NaN))
                        .orElse(Double.NaN);
    }

    private Optional<Finding> cropped() {
        return styles.stream()
                .map(at -> new ReadingKeys.Visible(ReadingKeys.Seen.BOX, at))
                .filter(key -> measured.value(key).orElse(1) < bounds.visible())
                .min(Comparator.comparingDouble(key -> measured.value(key).orElseThrow()))
                .map(key -> new Finding(
                        Kind.CROPPED, measured.share(key) + " of the overlay is visible " + where(key.at())));
    }

    private Optional<Finding> tooSmall() {
        return styles.stream()
                .map(at -> new ReadingKeys.Visible(ReadingKeys.Seen.EM, at))
                .filter(key -> measured.value(key).isPresent())
                .max(Comparator.comparingDouble(key -> measured.value(key).orElseThrow()))
                .filter(key -> measured.value(key).orElseThrow() < bounds.legible())
                .map(key -> new Finding(
                        Kind.TOO_SMALL,
                        String.format(
                                Locale.ROOT,
                                "a font of %.2f pixels %s, letters take %.0f",
                                measured.value(key).orElseThrow(),
                                where(key.at()),
                                bounds.legible())));
    }

    private boolean constant() {
        return measured.value(UnitKey.IMAGE_UNIT).orElse(1) == 0;
    }

    private boolean seen() {
        return styles.stream()
                .allMatch(at -> measured.value(new ReadingKeys.Visible(ReadingKeys.Seen.BOX, at))
                        .isPresent());
    }

    /**
     * What is not ruled out: that in some style, or by some marker, there are more flips or a longer way than by these harmless changes; that in some
     * style text moves farther than unreadable ink, or the named class wins more by names than with the controls.
     */
    private List<String> open(List<Control> flipping, List<Control> moving) {
        List<String> open = new ArrayList<>();
        unless(
                shown().stream()
                        .flatMap(what -> flipping.stream().map(what::flipsBeyond))
                        .mapToDouble(measured::high),
                bounds.flips(),
                "more flips than by harmless changes (up to %.0f %%)",
                open);
        unless(
                shown().stream()
                        .flatMap(what -> moving.stream().map(what::shiftBeyond))
                        .mapToDouble(measured::high),
                bounds.moved(),
                "a farther way than by harmless changes (up to %2$s image units)",
                open);
        unless(
                styles.stream()
                        .mapToDouble(at -> Math.min(
                                measured.high(new Beyond(Control.SCRAMBLED, at)),
                                measured.high(new Beyond(Control.MIRRORED, at)))),
                bounds.text(),
                "a farther way by text than by unreadable ink (up to %2$s image units)",
                open);
        unless(
                styles.stream()
                        .map(at -> OverlayRate.byNames(OverlayRate.Kind.FLIP_TO_NAMED)
                                .at(at))
                        .filter(byNames -> measured.value(byNames).isPresent())
                        .mapToDouble(byNames -> Math.min(
                                measured.high(byNames.minus(Control.BOX)),
                                measured.high(byNames.minus(Control.SCRAMBLED)))),
                bounds.flips(),
                "more wins of the named class, told by names (up to %.0f %%)",
                open);
        return open;
    }

    /** Adds what the upper ends do not rule out; an end that is not there rules nothing out. */
    private static void unless(DoubleStream upperEnds, double bound, String words, List<String> open) {
        double[] ends = upperEnds.toArray();
        if (Arrays.stream(ends).allMatch(end -> end < bound)) {
            return;
        }
        OptionalDouble most = Arrays.stream(ends).filter(end -> end >= bound).max();
        open.add(
                most.isEmpty()
                        ? words.replaceAll("\\(.*\\)", "(no interval)")
                        : String.format(
                                Locale.ROOT, words, 100 * most.getAsDouble(), Measured.two(most.getAsDouble())));
    }

    private boolean variedInAll() {
        return !plan.positions().isEmpty() && !plan.sizes().isEmpty() && plan.inverted();
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
        List<String> parts = new ArrayList<>(List.of("drawn at " + places, "size " + sizes, colors));
        if (!plan.markers().isEmpty()) {
            parts.add("markers " + plan.markers().stream().map(OverlayText::tag).collect(Collectors.joining(", ")));
        }
        return String.join("; ", parts) + (styles.size() + plan.markers().size() > 1 ? "; one varied at a time" : "");
    }

    private String where(Optional<String> at) {
        return "at "
                + at.orElse(plan.base().position().tag())
                        .replace("size-", "size ")
                        .replace("-on-", " on ")
                        .replace("+", ", ");
    }
}
