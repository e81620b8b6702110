package io.discern.analysis.internal.overlay.run;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.rows.CommonRows;
import io.discern.analysis.internal.rows.ComparedRows;
import io.discern.analysis.overlay.run.Condition;
import io.discern.run.RunResult;
import io.discern.similarity.CosineSimilarity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The same images clean and in every condition: row {@code i} is one image in all of them.
 *
 * @param clean the clean images
 * @param shown the images in each condition, with the labels and groups of {@code clean}
 * @param named for each row the class that the wrong label names, by its place among the classes of {@code clean}; -1 if no
 *     clean image of that class is left
 * @param dropped how many images are missing in some condition
 * @param zeros how many more are left out because an embedding is zero
 */
public record AlignedImages(
        LabeledEmbeddings clean, Map<Condition, LabeledEmbeddings> shown, int[] named, int dropped, int zeros)
        implements AutoCloseable {

    /**
     * Keeps the images that have a direction in every condition; empty if there are none.
     *
     * @param shown by condition, in order
     * @param namedById the class named on each image
     * @param images how many there were to begin with
     * @param similarity what rows are compared by
     */
    public static Optional<AlignedImages> of(
            RunResult clean,
            Map<Condition, RunResult> shown,
            Map<String, String> namedById,
            int images,
            Optional<CosineSimilarity> similarity) {
        List<RunResult> runs = new ArrayList<>(List.of(clean));
        runs.addAll(shown.values());
        CommonRows common = CommonRows.of(
                runs.stream().map(run -> CommonRows.of(run.embeddings())).toList());
        if (common.kept() == 0) {
            return Optional.empty();
        }
        LabeledEmbeddings cleanRows = ComparedRows.by(
                similarity, LabeledEmbeddings.of(clean, common.rows().get(0)));
        Map<Condition, LabeledEmbeddings> conditions = new LinkedHashMap<>();
        int run = 1;
        for (var condition : shown.entrySet()) {
            conditions.put(
                    condition.getKey(),
                    ComparedRows.by(
                            similarity,
                            LabeledEmbeddings.of(
                                    condition.getValue(), common.rows().get(run++))));
        }
        int[] named = cleanRows.ids().stream()
                .mapToInt(id -> cleanRows.classes().indexOf(Objects.requireNonNull(namedById.get(id), id)))
                .toArray();
        return Optional.of(new AlignedImages(cleanRows, conditions, named, images - common.common(), common.zeros()));
    }

    /** The images in one condition. */
    public LabeledEmbeddings in(Condition condition) {
        LabeledEmbeddings rows = shown.get(condition);
        if (rows == null) {
            throw new IllegalArgumentException(condition + " was not drawn; expected one of " + shown.keySet());
        }
        return rows;
    }

    /** The number of images. */
    public int count() {
        return clean.rows();
    }

    /** What was left out, for notes; empty if nothing. */
    public String remarks() {
        String lost = dropped == 0 ? "" : dropped + " images failed in some condition";
        String zero = zeros == 0 ? "" : "excluded " + zeros + " with a zero row";
        return lost + (lost.isEmpty() || zero.isEmpty() ? "" : "; ") + zero;
    }

    @Override
    public void close() {
        clean.close();
        shown.values().forEach(LabeledEmbeddings::close);
    }
}
