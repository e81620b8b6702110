package io.discern.analysis.shortcut;

import io.discern.analysis.FormedKey;
import io.discern.analysis.KeyForm;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.Tagged;
import io.discern.analysis.internal.overlay.measure.OverlayRows;
import io.discern.analysis.overlay.measure.OverlayMeasure;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An attribute A of real images (scanner, marker, site) as a suspected shortcut to the class Y; nothing is drawn.
 *
 * <ul>
 *   <li>{@code observed-utility} = I(A; Y) / H(Y): how much of the class A gives away in these data;
 *   <li>{@code observed-detectability,k=5}: balanced accuracy with which neighbours of the same class and other groups tell A,
 *       so that what the class says of A does not count;
 *   <li>{@code observed-risk,k=5} = utility x (detectability - chance) / (1 - chance), nothing below 0: a shortcut must both
 *       help and be seen;
 *   <li>{@code observed-leave-value-out,k=5}: balanced accuracy of the class when no neighbour has the image's own value of A
 *       or its group, and {@code ...-drop}, what this costs against leaving out the group alone.
 * </ul>
 *
 * <p>Null values: A dealt anew to whole groups, within classes for the detectability. Images without a value are left out and
 * counted. Utility times detectability is the audit of Drenkow et al., <i>Detecting dataset bias in medical AI</i> (2025).
 */
public final class ObservedShortcut implements Metric {
    private static final int NEIGHBORS = 5;

    /** What is said of the attribute. */
    public enum What implements Tagged {
        /** How much of the class it gives away. */
        UTILITY,
        /** How well neighbours tell it. */
        DETECTABILITY,
        /** Both. */
        RISK,
        /** The accuracy without neighbours of the same value. */
        LEAVE_VALUE_OUT;

        @Override
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A result.
     *
     * @param what what is said
     * @param attribute of which attribute
     * @param k how many neighbours vote, where some do
     * @param drop whether what this costs
     */
    public record Key(What what, String attribute, Optional<Integer> k, boolean drop) implements FormedKey {
        /** How it prints. */
        public static final KeyForm<Key> FORM =
                KeyForm.of(Key.class, OverlayMeasure.NAME, "observed-{what},attribute={attribute}[,k={k}][drop?,drop]");

        @Override
        public KeyForm<Key> form() {
            return FORM;
        }
    }

    private final String attribute;
    private final Map<String, String> valueOfImage;

    private ObservedShortcut(String attribute, Map<String, String> valueOfImage) {
        this.attribute = attribute;
        this.valueOfImage = valueOfImage;
    }

    /** By the attribute of that name that the images have; blank counts as none. */
    public static ObservedShortcut of(LabeledImages images, String attribute) {
        Map<String, String> values = new HashMap<>();
        for (LabeledImage image : images.images()) {
            String value = image.attributes().getOrDefault(attribute, "");
            if (!value.isBlank()) {
                values.put(image.id(), value);
            }
        }
        return new ObservedShortcut(attribute, values);
    }

    @Override
    public List<MetricResult> measure(LabeledEmbeddings data, long seed) {
        int[] kept = IntStream.range(0, data.rows())
                .filter(row -> data.norm(row) > 0
                        && valueOfImage.containsKey(data.ids().get(row)))
                .toArray();
        List<String> names = new ArrayList<>(new TreeSet<>(IntStream.of(kept)
                .mapToObj(row -> valueOfImage.get(data.ids().get(row)))
                .toList()));
        if (names.size() < 2) {
            return absent(data, seed, "attribute " + attribute + " has the values " + names + "; expected two or more");
        }
        String left =
                kept.length == data.rows() ? "" : "excluded " + (data.rows() - kept.length) + " images without a value";
        try (LabeledEmbeddings known = data.select(kept)) {
            if (known.classes().size() < 2) {
                return absent(data, seed, "one class only " + known.classes() + "; expected at least two");
            }
            int[] values = known.ids().stream()
                    .mapToInt(id -> names.indexOf(valueOfImage.get(id)))
                    .toArray();
            OverlayRows rows = new OverlayRows(known, left, seed);
            measure(known, values, names, rows, seed);
            return rows.results();
        }
    }

    private void measure(LabeledEmbeddings known, int[] values, List<String> names, OverlayRows rows, long seed) {
        AttributeUtility utility = new AttributeUtility(known.classIndices(), values);
        double gain = utility.value();
        rows.plain(
                key(What.UTILITY),
                gain,
                OptionalDouble.of(utility.chance(known.groupIndices(), seed)),
                names.size() + " values",
                "the estimate is biased up by about the null value");
        detection(new AttributeDetection(known, values, NEIGHBORS), values, gain, rows, seed);
        new ValueLeftOut(known, values, names, NEIGHBORS).add(key(What.LEAVE_VALUE_OUT), drop(), rows, seed);
    }

    private void detection(AttributeDetection detection, int[] values, double gain, OverlayRows rows, long seed) {
        Key detectability = key(What.DETECTABILITY);
        Key risk = key(What.RISK);
        if (!detection.possible()) {
            rows.absent(detectability, detection.note());
            rows.absent(risk, detection.note());
            return;
        }
        double told = detection.balanced();
        double chance = detection.chance(seed);
        int[] counted = detection.counted();
        int[] strata = OverlayRows.pick(values, counted);
        rows.strata(
                detectability, counted, strata, told, detection.right(), OptionalDouble.of(chance), detection.note());
        rows.plain(risk, gain * Math.max(0, (told - chance) / (1 - chance)), OptionalDouble.of(0), "");
    }

    private Key key(What what) {
        return new Key(what, attribute, what == What.UTILITY ? Optional.empty() : Optional.of(NEIGHBORS), false);
    }

    private Key drop() {
        return new Key(What.LEAVE_VALUE_OUT, attribute, Optional.of(NEIGHBORS), true);
    }

    private List<MetricResult> absent(LabeledEmbeddings data, long seed, String reason) {
        return Stream.of(key(What.UTILITY), key(What.DETECTABILITY), key(What.RISK), key(What.LEAVE_VALUE_OUT), drop())
                .map(key -> MetricResult.absent(key, reason, data, seed))
                .toList();
    }
}
