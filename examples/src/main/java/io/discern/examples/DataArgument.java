package io.discern.examples;

import io.discern.dataset.LabeledImages;
import io.discern.store.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A data set as written on the command line: {@code [LABEL=]DIR}, {@code [LABEL=]FILE.csv} or {@code [LABEL=]FILE.npz}.
 *
 * @param label what tables call it, or null for its own name
 * @param path where it lies
 */
record DataArgument(String label, Path path) {

    static DataArgument parse(String text) {
        int equals = text.indexOf('=');
        return equals < 1 || Files.exists(FileNames.path(text))
                ? new DataArgument(null, FileNames.path(text))
                : new DataArgument(text.substring(0, equals), FileNames.path(text.substring(equals + 1)));
    }

    LabeledImages open() throws IOException {
        LabeledImages images = LabeledImages.open(path);
        return label == null ? images : images.withName(label);
    }
}
