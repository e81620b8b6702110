package io.discern.tokenizers;

import io.discern.tokenizers.Expression.Choice;
import io.discern.tokenizers.Expression.Once;
import io.discern.tokenizers.Expression.Repetition;
import io.discern.tokenizers.Expression.Row;
import io.discern.tokenizers.Expression.Single;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the part of Oniguruma's syntax that tokenizers use. Used once. */
final class ExpressionParser {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_REPEAT = 1000;
    private static final int MAX_SIGNS = 3;
    private static final Expression CHARACTER = new Single(1);
    private static final Expression PLACE = new Single(0);

    /** After a backslash: a property, a code, a set, a control character, or a sign that stands for itself. */
    private static final Pattern CHARACTER_ESCAPE = Pattern.compile(
            "\\G\\\\(?:[pP]\\{\\^?[\\w &=:.-]{1,60}}|x[0-9a-fA-F]{2}|x\\{[0-9a-fA-F]{1,6}}|u[0-9a-fA-F]{4}|[dDsSwWhH]|[tnrfvae]|[^\\p{L}\\p{N}])",
            Pattern.DOTALL);

    private static final Pattern PLACE_ESCAPE = Pattern.compile("\\G\\\\[bBAzZG]");
    private static final Pattern GROUP =
            Pattern.compile("\\G\\((?:\\?(<=|<!|=|!|>|:|[im]*(?:-[im]+)?[:)]|<[a-zA-Z_]\\w*>))?");
    private static final Pattern COUNT = Pattern.compile("\\G\\{(?:(\\d{1,5})(?:(,)(\\d{1,5})?)?|,(\\d{1,5}))}");
    private static final Pattern POSIX = Pattern.compile("\\G\\[:\\^?[a-z]{1,10}:]");

    private final Part part;
    private final String text;
    private int at;
    private int depth;

    ExpressionParser(Part part, String text) {
        this.part = part;
        this.text = text;
    }

    Expression parse() {
        Expression whole = choice();
        part.require(at == text.length(), expected());
        return whole;
    }

    private String expected() {
        return "an expression of characters, sets, groups, looks ahead and behind, choices and repetitions (at character "
                + at + " it is none)";
    }

    private boolean takes(char sign) {
        boolean there = at < text.length() && text.charAt(at) == sign;
        at += there ? 1 : 0;
        return there;
    }

    private Matcher takes(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find(at) || matcher.start() != at) {
            return null;
        }
        at = matcher.end();
        return matcher;
    }

    private Expression choice() {
        List<Expression> choices = new ArrayList<>();
        do {
            choices.add(row());
        } while (takes('|'));
        return choices.size() == 1 ? choices.get(0) : new Choice(choices);
    }

    private Expression row() {
        List<Expression> parts = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            parts.add(repeated(atom()));
        }
        return parts.size() == 1 ? parts.get(0) : new Row(parts);
    }

    private Expression repeated(Expression atom) {
        Expression repeated = atom;
        for (int signs = 0; signs <= MAX_SIGNS; signs++) {
            Expression next = repetition(repeated);
            if (next == null) {
                return repeated;
            }
            repeated = next;
        }
        throw part.refused("an expression with at most " + MAX_SIGNS + " repetitions of one another");
    }

    /** One sign of repetition with what modifies it; null if there is none. */
    private Expression repetition(Expression of) {
        if (takes('*')) {
            return modified(endless(of, 0));
        }
        if (takes('+')) {
            return modified(endless(of, 1));
        }
        if (takes('?')) {
            return modified(new Repetition(of, 0, 1));
        }
        Matcher count = takes(COUNT);
        if (count == null) {
            return null;
        }
        int least = number(count.group(1), 0);
        int most = count.group(4) != null ? number(count.group(4), 0) : number(count.group(3), least);
        part.require(
                least <= most && most <= MAX_REPEAT && most > 0,
                "repetitions from fewer to more, at most " + MAX_REPEAT + " times");
        boolean range = count.group(2) != null || count.group(4) != null;
        boolean endless = range && count.group(3) == null && count.group(4) == null;
        part.require(range || !takes('?'), expected());
        takes('?');
        return endless ? endless(of, least) : new Repetition(of, least, most);
    }

    private Repetition endless(Expression of, int least) {
        part.require(of.minLength() > 0, "endless repetitions of what is not empty only");
        return new Repetition(of, least, Double.POSITIVE_INFINITY);
    }

    /** Lazy repetitions are as much work in the worst case; those that give nothing back are less. */
    private Expression modified(Repetition repetition) {
        if (takes('+')) {
            return new Once(repetition, repetition.minLength(), repetition.canFail());
        }
        takes('?');
        return repetition;
    }

    private static int number(String digits, int absent) {
        return digits == null ? absent : Integer.parseInt(digits);
    }

    private Expression atom() {
        char sign = text.charAt(at);
        if (sign == '(') {
            return group();
        }
        if (sign == '[') {
            set(0);
            return CHARACTER;
        }
        if (sign == '\\') {
            if (takes(PLACE_ESCAPE) != null) {
                return PLACE;
            }
            part.require(takes(CHARACTER_ESCAPE) != null, expected());
            return CHARACTER;
        }
        part.require("*+?".indexOf(sign) < 0, expected());
        at += Character.charCount(text.codePointAt(at));
        return sign == '^' || sign == '$' ? PLACE : CHARACTER;
    }

    private Expression group() {
        Matcher group = takes(GROUP);
        String kind = group.group(1) == null ? ":" : group.group(1);
        part.require(++depth <= MAX_DEPTH && !text.startsWith("?", at) && !text.startsWith("*", at), expected());
        // (?i) holds to the end of the group around it.
        Expression inside = choice();
        part.require(kind.endsWith(")") || takes(')'), expected());
        depth--;
        return switch (kind) {
            case "=", "!" -> new Once(inside, 0, true);
            case "<=", "<!" -> {
                part.require(inside.work(2) == inside.work(1), "looks behind of a bounded length");
                yield new Once(inside, 0, true);
            }
            case ">" -> new Once(inside, inside.minLength(), inside.canFail());
            default -> inside;
        };
    }

    /** A set in brackets, with sets inside. */
    private void set(int inside) {
        part.require(inside < MAX_DEPTH && takes('['), expected());
        takes('^');
        boolean first = true;
        while (at < text.length() && (first || text.charAt(at) != ']')) {
            char sign = text.charAt(at);
            if (sign == '[') {
                if (takes(POSIX) == null) {
                    set(inside + 1);
                }
            } else if (sign == '\\') {
                part.require(takes(CHARACTER_ESCAPE) != null || takes(PLACE_ESCAPE) != null, expected());
            } else {
                at += Character.charCount(text.codePointAt(at));
            }
            first = false;
        }
        part.require(takes(']'), expected());
    }
}
