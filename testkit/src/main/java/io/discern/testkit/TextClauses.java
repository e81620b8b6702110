package io.discern.testkit;

import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;

/** What rows of texts must be; skipped for an encoder of images only. */
record TextClauses(Subject subject) {
    private static final int LONG_WORDS = 1000;

    void countAndOrder() {
        check(new Clause("texts"), (clause, encoder) -> {
            List<String> prompts = Subject.prompts(3 * Subject.BATCH + 2);
            List<CopiedRows> single = new ArrayList<>();
            prompts.forEach(prompt -> single.add(Subject.texts(encoder, List.of(prompt))));
            CopiedRows alone = Subject.joined(single);
            for (int size : Subject.SIZES) {
                CopiedRows rows = Subject.texts(encoder, prompts.subList(0, size));
                clause.require(rows.count() == size, size + " rows", "%d texts gave %d rows", size, rows.count());
                for (int i = 0; i < size; i++) {
                    int nearest = alone.nearest(rows.row(i));
                    // Words that a tokenizer does not know may be one token, and such texts one row.
                    clause.require(
                            CopiedRows.difference(alone.row(nearest), alone.row(i)) == 0,
                            "that text's own row",
                            "row %d of %d is nearest to the row of text %d alone",
                            i,
                            size,
                            nearest);
                }
            }
        });
    }

    void shortTexts() {
        check(new Clause("short texts"), (clause, encoder) -> {
            try {
                RowClauses.requireFinite(clause, Subject.texts(encoder, List.of("a")), "a text of one token");
            } catch (RuntimeException thrown) {
                throw clause.broken("a row for a text of one token", thrown);
            }
            try {
                RowClauses.requireFinite(clause, Subject.texts(encoder, List.of("")), "an empty text");
            } catch (EncoderException | IllegalArgumentException refused) {
                clause.require(refused.getMessage() != null, "a message", "an empty text was refused without a reason");
            } catch (RuntimeException thrown) {
                throw clause.broken(
                        "a row for an empty text, or an IllegalArgumentException that says why not", thrown);
            }
        });
    }

    /** Two texts that differ only far from their beginning have different rows, or are refused. */
    void longTexts() {
        check(new Clause("long texts"), (clause, encoder) -> {
            List<String> words = new ArrayList<>(Collections.nCopies(LONG_WORDS, "nevus"));
            words.addAll(Collections.nCopies(LONG_WORDS, "melanoma"));
            String one = String.join(" ", words);
            Collections.fill(words.subList(LONG_WORDS, 2 * LONG_WORDS), "ulcer");
            String other = String.join(" ", words);
            try {
                CopiedRows rows = Subject.texts(encoder, List.of(one));
                double difference = rows.difference(Subject.texts(encoder, List.of(other)));
                clause.require(
                        difference > 0,
                        "an IllegalArgumentException, or an option that asks for truncation",
                        "a text of %d words was cut silently: its second half does not matter",
                        2 * LONG_WORDS);
            } catch (EncoderException | IllegalArgumentException refused) {
                clause.require(refused.getMessage() != null, "a message", "a long text was refused without a reason");
            } catch (RuntimeException thrown) {
                throw clause.broken(
                        "a row for a text of " + 2 * LONG_WORDS + " words, or an IllegalArgumentException", thrown);
            }
        });
    }

    private void check(Clause clause, BiConsumer<Clause, VisionLanguageEncoder> body) {
        try (VisionLanguageEncoder encoder = subject.open()) {
            if (!Subject.encodesTexts(encoder)) {
                throw clause.skipped(
                        encoder.info().name() + " has " + encoder.info().capabilities() + " only");
            }
            body.accept(clause, encoder);
        }
    }
}
