package io.discern.examples;

import io.discern.LogitRule;
import io.discern.analysis.study.StoredRows;
import io.discern.analysis.study.StudyEncoder;
import io.discern.analysis.zeroshot.Prompts;
import io.discern.dataset.LabeledImages;
import io.discern.dataset.TableColumns;
import io.discern.internal.file.FileNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** Embeddings made elsewhere, beside encoders or in place of encoders and images. */
final class StoredOptions {
    @Option(
            names = "--embeddings",
            required = true,
            paramLabel = "[LABEL=]F.npy",
            description = {
                "Embeddings that were made elsewhere, n x d, repeatable. Alone they need no images; with --encoder or --data",
                "they are one more encoder of these images."
            })
    private List<LabeledFile> embeddings;

    @Option(
            names = "--labels",
            required = true,
            paramLabel = "F.csv",
            description = {
                "A header and one row for each embedding, the same for all of --embeddings: label, and id, path, group and",
                "split where there are any; --label, --group and so on name other columns. With --data the ids or paths say",
                "whose row it is; with --encoder alone it is the table of the images too."
            })
    private Path labels;

    @Option(
            names = "--prompt-embeddings",
            paramLabel = "LABEL=F.npy",
            description = {
                "The prompts of --prompts, embedded by the encoder of the embeddings LABEL, repeatable: m x d, class by class",
                "in the file's order, each template with each phrase. Adds zero-shot, retrieval and modality gap."
            })
    private List<LabeledFile> prompts = List.of();

    @Option(
            names = "--logit-scale",
            paramLabel = "X",
            description = "What the encoders of --prompt-embeddings multiply cosines by, such as 100.")
    private Optional<Double> scale = Optional.empty();

    @Option(
            names = "--logit-bias",
            paramLabel = "X",
            description = "What they add then; probabilities are sigmoids (SigLIP).")
    private Optional<Double> bias = Optional.empty();

    /** The data set that the labels describe, without pixels. */
    LabeledImages images(TableColumns columns) throws IOException {
        return StoredRows.images(labels, columns);
    }

    /** The table of labels. */
    Path labels() {
        return labels;
    }

    /**
     * The embeddings as encoders that know those rows.
     *
     * @param rows what the labels describe
     * @param asked what classes are asked by, if that was given
     */
    List<StudyEncoder> encoders(LabeledImages rows, Optional<Prompts> asked) throws IOException {
        List<String> labels = embeddings.stream().map(LabeledFile::label).toList();
        for (LabeledFile file : prompts) {
            if (!labels.contains(file.label())) {
                throw new IllegalArgumentException("--prompt-embeddings " + file.label() + "="
                        + FileNames.text(file.path()) + "; expected one of the labels of --embeddings " + labels);
            }
        }
        if (!prompts.isEmpty() && asked.isEmpty()) {
            throw new IllegalArgumentException(
                    "--prompt-embeddings without --prompts; expected the file that says which prompts they are");
        }
        List<StudyEncoder> encoders = new ArrayList<>();
        for (LabeledFile file : embeddings) {
            StoredRows stored = StoredRows.read(file.label(), file.path(), rows);
            for (LabeledFile texts : prompts) {
                stored = texts.label().equals(file.label())
                        ? stored.withPrompts(
                                asked.orElseThrow(), texts.path(), new LogitRule(number(scale), number(bias)))
                        : stored;
            }
            encoders.add(StudyEncoder.of(file.label(), stored));
        }
        return encoders;
    }

    private static OptionalDouble number(Optional<Double> given) {
        return given.stream().mapToDouble(Double::doubleValue).findFirst();
    }
}
