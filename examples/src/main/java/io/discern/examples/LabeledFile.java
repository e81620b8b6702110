package io.discern.examples;

import io.discern.internal.file.FileNames;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file as written on the command line: {@code [LABEL=]FILE}.
 *
 * @param label what tables call it: the file's name without ending, if no other was given
 * @param path where it lies
 */
record LabeledFile(String label, Path path) {
    static LabeledFile parse(String text) {
        int equals = text.indexOf('=');
        if (equals >= 1 && !Files.exists(FileNames.path(text))) {
            return new LabeledFile(text.substring(0, equals), FileNames.path(text.substring(equals + 1)));
        }
        Path path = FileNames.path(text);
        return new LabeledFile(path.getFileName().toString().replaceFirst("[.][^.]*$", ""), path);
    }
}
