package io.discern.analysis;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the keys of one record print as variants, and how such variants are read back.
 *
 * <p>A form is written as the variant with components in braces: {@code "few-shot,shots={shots},balanced"}. Brackets hold a
 * piece with a component of type {@link Optional}, left out where it is empty: {@code "cv[,folds={folds}]"}; or, after the name
 * of a {@code boolean} component and a question mark, a piece that stands where that is true: {@code "ratio[unit?,unit]"}.
 * Components are {@code int}, {@code double}, {@code boolean}, {@link String}, {@link Tagged} enums, or {@link Optional}s of
 * these. A text that other pieces follow has their first character escaped by a backslash. Immutable.
 *
 * @param <K> the record
 */
public final class KeyForm<K extends ResultKey> {
    private final String metric;
    private final Class<K> type;
    private final List<Piece> pieces;
    private final Pattern pattern;

    /**
     * A piece of a variant.
     *
     * @param before literal text
     * @param component the component that follows it; null where only text is left, or where {@code before} tells a boolean
     * @param optional whether all of it may be missing
     * @param after literal text after the component, of an optional piece
     * @param next the character that may follow a text; 0 if nothing does
     */
    private record Piece(String before, RecordComponent component, boolean optional, String after, char next) {}

    private KeyForm(String metric, Class<K> type, String form, Map<String, String> texts) {
        this.metric = metric;
        this.type = type;
        this.pieces = pieces(type, form).stream()
                .map(piece -> piece.component != null && texts.containsKey(piece.component.getName())
                        ? new Piece(piece.before, piece.component, piece.optional, piece.after, (char) 0)
                        : piece)
                .toList();
        StringBuilder regex = new StringBuilder();
        pieces.forEach(piece -> regex.append(regex(piece, texts)));
        this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /**
     * The form of a record.
     *
     * @param form the variant, see the class
     * @throws IllegalArgumentException if the form does not name every component once
     */
    public static <K extends Record & ResultKey> KeyForm<K> of(Class<K> type, String metric, String form) {
        return of(type, metric, form, Map.of());
    }

    /**
     * The form of a record with texts of which more is known.
     *
     * @param texts for components of type {@link String}, the regular expression that they match; these are not escaped
     */
    public static <K extends Record & ResultKey> KeyForm<K> of(
            Class<K> type, String metric, String form, Map<String, String> texts) {
        return new KeyForm<>(metric, type, form, texts);
    }

    /** The name of the metric. */
    public String metric() {
        return metric;
    }

    /** The variant of a key. */
    String print(ResultKey key) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            Object value = piece.component == null ? "" : value(piece.component, key);
            if (value instanceof Optional<?> optional) {
                optional.ifPresent(some ->
                        text.append(piece.before).append(printed(some, piece)).append(piece.after));
            } else if (value instanceof Boolean stands) {
                text.append(stands ? piece.before : "");
            } else {
                text.append(piece.before).append(printed(value, piece));
            }
        }
        return text.toString();
    }

    /**
     * The key that prints as these names.
     *
     * @return empty if no key of this form does
     */
    public Optional<K> parse(String metric, String variant) {
        if (!metric.equals(this.metric)) {
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(variant);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, Object> values = new HashMap<>();
        for (Piece piece : pieces) {
            if (piece.component != null) {
                String name = piece.component.getName();
                values.put(name, parsed(piece, matcher.group(name)));
            }
        }
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = Arrays.stream(components)
                .map(each -> values.get(each.getName()))
                .toArray();
        try {
            Constructor<K> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            K key = constructor.newInstance(arguments);
            return key.variant().equals(variant) ? Optional.of(key) : Optional.empty();
        } catch (InvocationTargetException refused) {
            return Optional.empty();
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(type.getName() + " has no constructor of its components", impossible);
        }
    }

    private static Object value(RecordComponent component, ResultKey key) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(key);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(
                    key.getClass().getName() + ": " + component + " cannot be read", impossible);
        }
    }

    private static String printed(Object value, Piece piece) {
        if (value instanceof Tagged tagged) {
            return tagged.tag();
        }
        String text = value.toString();
        return value instanceof String && piece.next != 0
                ? text.replace("\\", "\\\\").replace("" + piece.next, "\\" + piece.next)
                : text;
    }

    private static Object parsed(Piece piece, String text) {
        Class<?> component = piece.component.getType();
        if (component == boolean.class) {
            return text != null;
        }
        if (component != Optional.class) {
            return parsed(component, text, piece);
        }
        return Optional.ofNullable(text).map(some -> parsed(valueType(piece.component), some, piece));
    }

    private static Object parsed(Class<?> type, String text, Piece piece) {
        if (type == int.class || type == Integer.class) {
            return Integer.valueOf(text);
        }
        if (type == double.class || type == Double.class) {
            return Double.valueOf(text);
        }
        if (type == String.class) {
            return piece.next == 0 ? text : text.replaceAll("\\\\(.)", "$1");
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Tagged) constant).tag().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static Class<?> valueType(RecordComponent component) {
        if (component.getType() != Optional.class) {
            return component.getType();
        }
        Type inner = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        return (Class<?>) inner;
    }

    private static String regex(Piece piece, Map<String, String> texts) {
        String before = Pattern.quote(piece.before);
        if (piece.component == null) {
            return before;
        }
        String name = piece.component.getName();
        if (piece.component.getType() == boolean.class) {
            return "(?<" + name + ">" + before + ")?";
        }
        String value =
                before + "(?<" + name + ">" + texts.getOrDefault(name, regex(valueType(piece.component), piece.next))
                        + ")" + Pattern.quote(piece.after);
        return piece.optional ? "(?:" + value + ")?" : value;
    }

    private static String regex(Class<?> type, char next) {
        if (type == int.class || type == Integer.class) {
            return "-?\\d+";
        }
        if (type == double.class || type == Double.class) {
            return "-?[0-9.]+(?:E-?\\d+)?";
        }
        if (type == String.class) {
            return next == 0 ? ".+" : "(?:[^\\\\" + Pattern.quote("" + next) + "]|\\\\.)+";
        }
        // The longest first, so that no tag hides behind another that begins it.
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Tagged) constant).tag())
                .sorted((a, b) -> b.length() - a.length())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
    }

    private static List<Piece> pieces(Class<?> type, String form) {
        Map<String, RecordComponent> components = Arrays.stream(type.getRecordComponents())
                .collect(Collectors.toMap(RecordComponent::getName, Function.identity()));
        List<Piece> pieces = new ArrayList<>();
        Matcher tokens = Pattern.compile(
                        "([^\\[{]*)(?:\\{(\\w+)}|\\[(\\w+)\\?([^\\]]*)]|\\[([^{\\]]*)\\{(\\w+)}([^\\]]*)]|$)")
                .matcher(form);
        while (tokens.find()) {
            String literal = tokens.group(1);
            if (tokens.group(2) != null) {
                pieces.add(new Piece(
                        literal, taken(components, tokens.group(2), form), false, "", next(form, tokens.end())));
                continue;
            }
            if (!literal.isEmpty()) {
                pieces.add(new Piece(literal, null, false, "", (char) 0));
            }
            if (tokens.group(3) != null) {
                pieces.add(new Piece(tokens.group(4), taken(components, tokens.group(3), form), true, "", (char) 0));
            } else if (tokens.group(6) != null) {
                String after = tokens.group(7);
                char next = after.isEmpty() ? next(form, tokens.end()) : after.charAt(0);
                pieces.add(new Piece(tokens.group(5), taken(components, tokens.group(6), form), true, after, next));
            }
        }
        if (!components.isEmpty()) {
            throw new IllegalArgumentException("form '" + form + "' of " + type.getName() + " lacks "
                    + components.keySet() + "; expected every component");
        }
        return List.copyOf(pieces);
    }

    /** The character that may follow at a place of the form, which begins what stands there; 0 at the end. */
    private static char next(String form, int at) {
        int place = at;
        while (place < form.length() && form.charAt(place) == '[') {
            int question = form.indexOf('?', place);
            int brace = form.indexOf('{', place);
            place = question >= 0 && (brace < 0 || question < brace) ? question + 1 : place + 1;
        }
        return place < form.length() && form.charAt(place) != '{' ? form.charAt(place) : 0;
    }

    private static RecordComponent taken(Map<String, RecordComponent> components, String name, String form) {
        RecordComponent component = components.remove(name);
        if (component == null) {
            throw new IllegalArgumentException(
                    "form '" + form + "' names '" + name + "'; expected each component of the record once");
        }
        return component;
    }
}
