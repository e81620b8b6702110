package io.discern.examples;

import io.discern.internal.file.FileNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The words of the command line as they were typed. In a POSIX locale Java hands over a question mark for each byte that is not ASCII; the
 * system still knows the bytes.
 */
final class Arguments {
    private static final Path TYPED = Path.of("/proc/self/cmdline");

    private Arguments() {}

    /** The arguments with every character, where the system tells them; else as they are. */
    static String[] typed(String[] args) {
        return FileNames.posixLocale() && Files.isReadable(TYPED) ? typed(args, bytes()) : args;
    }

    private static byte[] bytes() {
        try {
            return Files.readAllBytes(TYPED);
        } catch (IOException unknown) {
            return new byte[0];
        }
    }

    /**
     * Takes the last words of a process's command line for its arguments.
     *
     * @param cmdline words in UTF-8, each ended by a zero
     */
    static String[] typed(String[] args, byte[] cmdline) {
        List<String> words = List.of(new String(cmdline, StandardCharsets.UTF_8).split("\0", -1));
        int first = words.size() - 1 - args.length;
        String[] typed = args.clone();
        for (int i = 0; i < args.length && first >= 0; i++) {
            String word = words.get(first + i);
            if (!ascii(word).equals(ascii(args[i]))) {
                return args; // started by something that has a command line of its own
            }
            typed[i] = word;
        }
        return typed;
    }

    /** What both sides have in common: ASCII letters in order. */
    private static String ascii(String word) {
        return word.replaceAll("[^\\x00-\\x7f]|\\?", "");
    }
}
