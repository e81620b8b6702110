package io.discern.examples;

import io.discern.dataset.DatasetConfig;
import io.discern.dataset.LabeledImages;
import io.discern.internal.file.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A data set as written on the command line: {@code [LABEL=]DIR}, {@code [LABEL=]FILE.csv} or {@code [LABEL=]FILE.npz}, each with
 * {@code #SPLIT} behind it where only one split is meant.
 *
 * @param label what tables call it, or null for its own name
 * @param path where it lies
 * @param split the split, if one was named
 */
record DataArgument(String label, Path path, Optional<String> split) {

    /** A data set at that place, under its own name. */
    static DataArgument of(Path path) {
        return new DataArgument(null, path, Optional.empty());
    }

    static DataArgument parse(String text) {
        int equals = text.indexOf('=');
        boolean labelled = equals >= 1 && !Files.exists(FileNames.path(text));
        String rest = labelled ? text.substring(equals + 1) : text;
        int hash = rest.lastIndexOf('#');
        boolean one = hash > 0 && !Files.exists(FileNames.path(rest));
        return new DataArgument(
                labelled ? text.substring(0, equals) : null,
                FileNames.path(one ? rest.substring(0, hash) : rest),
                one ? Optional.of(rest.substring(hash + 1)) : Optional.empty());
    }

    /** What it is called where it cannot be opened. */
    String name() {
        return label == null ? FileNames.text(path.getFileName() == null ? path : path.getFileName()) : label;
    }

    LabeledImages open(DatasetConfig config) throws IOException {
        LabeledImages images = LabeledImages.open(path, config);
        return label == null ? images : images.withName(label);
    }
}
