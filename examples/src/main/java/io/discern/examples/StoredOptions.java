package io.discern.examples;

import io.discern.analysis.study.StoredRows;
import io.discern.analysis.study.StudyEncoder;
import io.discern.dataset.LabeledImages;
import io.discern.dataset.TableColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Embeddings made elsewhere, in place of encoders and images. */
final class StoredOptions {
    @Option(
            names = "--embeddings",
            required = true,
            paramLabel = "[LABEL=]F.npy",
            description = "Embeddings that were made elsewhere, n x d, repeatable: instead of --encoder and --data.")
    private List<LabeledFile> embeddings;

    @Option(
            names = "--labels",
            required = true,
            paramLabel = "F.csv",
            description = {
                "A header and one row for each embedding, the same for all of --embeddings: label, and id, path, group and",
                "split where there are any; --label, --group and so on name other columns."
            })
    private Path labels;

    /** Refuses options that need images or a model. */
    void requireAlone(boolean others) {
        if (others) {
            throw new IllegalArgumentException(
                    "--embeddings with --encoder, --data, --prompts or --limit; expected embeddings alone, which have"
                            + " neither images nor a model. Leave one or the other out.");
        }
    }

    /** The data set that the labels describe. */
    LabeledImages images(TableColumns columns) throws IOException {
        return StoredRows.images(labels, columns);
    }

    /** The table of labels. */
    Path labels() {
        return labels;
    }

    /** The embeddings as encoders that know the rows of that data set. */
    List<StudyEncoder> encoders(LabeledImages images) throws IOException {
        List<StudyEncoder> encoders = new ArrayList<>();
        for (LabeledFile file : embeddings) {
            encoders.add(StudyEncoder.of(file.label(), StoredRows.read(file.label(), file.path(), images)));
        }
        return encoders;
    }
}
