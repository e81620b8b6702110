package io.discern.preprocess;

import io.discern.internal.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The canonical JSON of a specification: fixed keys in a fixed order, no spaces, the shortest decimal that reads back as the
 * same double. Equal specifications have equal texts on every Java version, so the text can be hashed. Two members are written
 * only where they are not the usual ones: {@code convert} where it is last, and a padded square's {@code canvas}.
 */
final class SpecJson {
    private static final Set<String> KEYS =
            Set.of("channels", "resize", "filter", "crop", "rescale", "mean", "std", "convert");
    private static final int DOUBLE_DIGITS = 17;

    private SpecJson() {}

    static String write(PreprocessSpec spec) {
        String crop = spec.crop()
                .map(c -> "{\"width\":" + c.width() + ",\"height\":" + c.height() + ",\"rounding\":"
                        + quoted(c.rounding()) + "}")
                .orElse("null");
        return "{\"channels\":" + quoted(spec.channels())
                + ",\"resize\":" + resize(spec.resize())
                + ",\"filter\":" + quoted(spec.filter())
                + ",\"crop\":" + crop
                + ",\"rescale\":" + number(spec.rescale())
                + ",\"mean\":" + numbers(spec.mean())
                + ",\"std\":" + numbers(spec.std())
                + (spec.convert() == Conversion.FIRST ? "" : ",\"convert\":" + quoted(spec.convert()))
                + "}";
    }

    private static String resize(Resize resize) {
        if (resize instanceof Resize.ShortestEdge shortest) {
            return "{\"type\":\"shortest-edge\",\"edge\":" + shortest.edge() + "}";
        }
        if (resize instanceof Resize.Squash squash) {
            return "{\"type\":\"squash\",\"width\":" + squash.width() + ",\"height\":" + squash.height() + "}";
        }
        if (resize instanceof Resize.PadToSquare pad) {
            return "{\"type\":\"pad-to-square\",\"size\":" + pad.size() + ",\"fill\":" + pad.fill()
                    + (pad.canvas() == 0 ? "" : ",\"canvas\":" + pad.canvas()) + "}";
        }
        if (resize instanceof Resize.Cover cover) {
            return "{\"type\":\"cover\",\"width\":" + cover.width() + ",\"height\":" + cover.height() + "}";
        }
        if (resize instanceof Resize.FitCorner corner) {
            return "{\"type\":\"fit-corner\",\"size\":" + corner.size() + ",\"fill\":" + corner.fill() + "}";
        }
        if (resize instanceof Resize.Fit fit) {
            return "{\"type\":\"fit\",\"width\":" + fit.width() + ",\"height\":" + fit.height() + ",\"fill\":"
                    + fit.fill() + "}";
        }
        return "{\"type\":\"none\"}";
    }

    private static String numbers(List<Double> values) {
        return values.stream().map(SpecJson::number).collect(Collectors.joining(",", "[", "]"));
    }

    /** Not Double.toString, whose digits changed in Java 19. */
    private static String number(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < DOUBLE_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == value) {
                return plain(rounded);
            }
        }
        return plain(exact.round(new MathContext(DOUBLE_DIGITS)));
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static String quoted(Enum<?> value) {
        return '"' + kebab(value) + '"';
    }

    static String kebab(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static PreprocessSpec read(JsonObject json) throws IOException {
        requireKnown(json, KEYS);
        try {
            return new PreprocessSpec(
                    constant(json, "channels", Channels.values()),
                    readResize(json.object("resize")),
                    constant(json, "filter", ResampleFilter.values()),
                    json.has("crop") ? Optional.of(readCrop(json.object("crop"))) : Optional.empty(),
                    json.number("rescale"),
                    json.numbers("mean"),
                    json.numbers("std"),
                    json.has("convert") ? constant(json, "convert", Conversion.values()) : Conversion.FIRST);
        } catch (IllegalArgumentException e) {
            throw json.wrong(e.getMessage());
        }
    }

    private static Resize readResize(JsonObject json) throws IOException {
        String type = json.text("type");
        switch (type) {
            case "shortest-edge":
                requireKnown(json, Set.of("type", "edge"));
                return new Resize.ShortestEdge(json.integer("edge"));
            case "squash":
                requireKnown(json, Set.of("type", "width", "height"));
                return new Resize.Squash(json.integer("width"), json.integer("height"));
            case "pad-to-square":
                requireKnown(json, Set.of("type", "size", "fill", "canvas"));
                return new Resize.PadToSquare(
                        json.integer("size"), json.integer("fill"), json.has("canvas") ? json.integer("canvas") : 0);
            case "cover":
                requireKnown(json, Set.of("type", "width", "height"));
                return new Resize.Cover(json.integer("width"), json.integer("height"));
            case "fit-corner":
                requireKnown(json, Set.of("type", "size", "fill"));
                return new Resize.FitCorner(json.integer("size"), json.integer("fill"));
            case "fit":
                requireKnown(json, Set.of("type", "width", "height", "fill"));
                return new Resize.Fit(json.integer("width"), json.integer("height"), json.integer("fill"));
            case "none":
                requireKnown(json, Set.of("type"));
                return new Resize.None();
            default:
                throw json.wrong("type", "one of [shortest-edge, squash, cover, pad-to-square, fit, fit-corner, none]");
        }
    }

    private static CenterCrop readCrop(JsonObject json) throws IOException {
        requireKnown(json, Set.of("width", "height", "rounding"));
        return new CenterCrop(
                json.integer("width"),
                json.integer("height"),
                constant(json, "rounding", CenterCrop.Rounding.values()));
    }

    private static <E extends Enum<E>> E constant(JsonObject json, String key, E[] values) throws IOException {
        String text = json.text(key);
        for (E value : values) {
            if (kebab(value).equals(text)) {
                return value;
            }
        }
        throw json.wrong(
                key, "one of " + Arrays.stream(values).map(SpecJson::kebab).toList());
    }

    private static void requireKnown(JsonObject json, Set<String> known) throws IOException {
        for (String key : json.keys()) {
            if (!known.contains(key)) {
                throw json.wrong(key, "only the keys " + known.stream().sorted().toList());
            }
        }
    }
}
