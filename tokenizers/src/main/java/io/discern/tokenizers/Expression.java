package io.discern.tokenizers;

import java.util.List;

/**
 * A regular expression as Oniguruma reads it, reduced to what decides how much work it is: Oniguruma backtracks, and after ten
 * million retries of one match the native library ends the process.
 *
 * <p>The work is counted as if every test of a character that could fail failed, and every way to match a part were tried before
 * what follows it: an upper bound, and for expressions without two unbounded repetitions in a row it is a few times the
 * text's length.
 */
sealed interface Expression {

    /**
     * Reads an expression.
     *
     * @throws io.discern.EncoderException if it is malformed, or uses what no tokenizer needs: references to groups, calls, conditions
     */
    static Expression parse(Part part, String text) {
        return new ExpressionParser(part, text).parse();
    }

    /**
     * What trying a part costs.
     *
     * @param failing steps until it fails
     * @param matching steps through everything it can match
     * @param ways how often what follows is tried
     */
    record Work(double failing, double matching, double ways) {}

    /** The fewest characters that a match has. */
    int minLength();

    /** Whether there are texts on which it does not match, not even nothing. */
    boolean canFail();

    /**
     * The work at one place of a text.
     *
     * @param chars that the text has
     * @param fails whether something that follows can fail, so that other ways are tried
     */
    Work work(double chars, boolean fails);

    /** The most steps at one place of a text of so many characters. */
    default double work(double chars) {
        return work(chars, false).matching();
    }

    /** One character of some set; or, with length 0, a place, such as the end of a word. */
    record Single(int minLength) implements Expression {
        @Override
        public boolean canFail() {
            return true;
        }

        @Override
        public Work work(double chars, boolean fails) {
            return new Work(1, 1, 1);
        }
    }

    /** One after the other. */
    record Row(List<Expression> parts) implements Expression {
        @Override
        public int minLength() {
            return parts.stream().mapToInt(Expression::minLength).sum();
        }

        @Override
        public boolean canFail() {
            return parts.stream().anyMatch(Expression::canFail);
        }

        @Override
        public Work work(double chars, boolean fails) {
            int last = parts.size() - 1;
            while (last >= 0 && !parts.get(last).canFail()) {
                last--;
            }
            double failing = 0;
            double matching = 0;
            double ways = 1;
            for (int i = 0; i < parts.size(); i++) {
                boolean more = fails || i < last;
                Work work = parts.get(i).work(chars, more);
                failing += i < last ? ways * work.matching() : i == last ? ways * work.failing() : 0;
                matching += more ? ways * work.matching() : ways * work.failing() + work.matching();
                ways *= work.ways();
            }
            return new Work(failing, matching, ways);
        }
    }

    /** One of several. */
    record Choice(List<Expression> parts) implements Expression {
        @Override
        public int minLength() {
            return parts.stream().mapToInt(Expression::minLength).min().orElse(0);
        }

        @Override
        public boolean canFail() {
            return parts.stream().allMatch(Expression::canFail);
        }

        @Override
        public Work work(double chars, boolean fails) {
            double failing = 0;
            double matching = 0;
            double ways = 0;
            for (Expression part : parts) {
                Work work = part.work(chars, fails);
                failing += work.failing();
                matching += work.matching();
                ways += work.ways();
            }
            return new Work(failing, matching, fails ? ways : 1);
        }
    }

    /** Several times; without a most, as often as the text goes on. */
    record Repetition(Expression part, int least, double most) implements Expression {
        @Override
        public int minLength() {
            return (int) Math.min((long) part.minLength() * least, Integer.MAX_VALUE);
        }

        @Override
        public boolean canFail() {
            return least > 0 && part.canFail();
        }

        @Override
        public Work work(double chars, boolean fails) {
            double times = Math.min(most, chars);
            Work work = part.work(chars, fails || least > 1);
            // One way through each time, or all ways of each time with all of the others.
            double all = Math.pow(work.ways(), times);
            double matching = work.matching() * times * all;
            double ways = fails ? (times - Math.min(times, least) + 1) * all : 1;
            double failing = least == 0 ? 0 : least == 1 ? work.failing() : matching;
            return new Work(failing, matching, ways);
        }
    }

    /** Matched in one way and no other: a look ahead or behind, or a group without a way back. */
    record Once(Expression part, int minLength, boolean canFail) implements Expression {
        @Override
        public Work work(double chars, boolean fails) {
            double steps = part.work(chars, false).matching();
            return new Work(steps, steps, 1);
        }
    }
}
