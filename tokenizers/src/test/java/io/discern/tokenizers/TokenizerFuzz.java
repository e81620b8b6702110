package io.discern.tokenizers;

import io.discern.EncoderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Opens damaged tokenizers and gives them texts, in a process that may end: {@code FOLDER FIRST LAST SOURCE...}. The number of the
 * case at work stands in {@code FOLDER/case}.
 */
final class TokenizerFuzz {
    private static final List<String> TEXTS = List.of(
            "a photo of a melanoma",
            "",
            " ",
            "  É ﬁ ﷺ ① Å\t\n\r\n x  ",
            "皮膚 🙂👩‍👩‍👧 don't 12345 <unk> </s> [CLS] <|endoftext|>",
            "\0\ud800 \u0301\u0301a\u200d\ufffd",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
            "                                                  .");

    private TokenizerFuzz() {}

    /** Runs the cases. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        long last = Long.parseLong(args[2]);
        TokenizerMutations mutations =
                new TokenizerMutations(Arrays.stream(args).skip(3).map(Path::of).toList());
        Path file = folder.resolve("tokenizer.json");
        int opened = 0;
        for (long number = Long.parseLong(args[1]); number < last; number++) {
            Files.write(file, mutations.damaged(number));
            Files.writeString(folder.resolve("case"), number + "\n");
            opened += run(file, number) ? 1 : 0;
        }
        Files.writeString(
                folder.resolve("opened"), opened + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static boolean run(Path file, long number) {
        Random random = new Random(number);
        try (TokenizerJson tokenizer = TokenizerJson.open(file, StructuresTest.ENDLESS, false, true)) {
            for (String text : TEXTS) {
                tokenize(tokenizer, text);
            }
            tokenize(
                    tokenizer,
                    random.ints(random.nextInt(40), 0, 0x3000)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString());
            if (number % 16 == 0) {
                for (String unit : List.of("a", " ", "\n", "é", "ﷺ", "a!", "aA ", "\u0301")) {
                    tokenize(tokenizer, unit.repeat((number % 512 == 0 ? 16_000 : 500) / unit.length()));
                }
            }
            return true;
        } catch (EncoderException refused) {
            if (!String.valueOf(refused.getMessage()).startsWith(file.toString())) {
                throw new IllegalStateException("case " + number + ": a message without the file", refused);
            }
            return false;
        }
    }

    private static void tokenize(TokenizerJson tokenizer, String text) {
        try {
            tokenizer.tokenize(List.of(text));
        } catch (EncoderException | IllegalArgumentException refused) {
            // a text that this tokenizer cannot take
        }
    }
}
