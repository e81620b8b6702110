package io.discern.analysis.overlay;

import io.discern.Embeddings;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.run.RunResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The same images clean and in every condition: row {@code i} is one image in all of them.
 *
 * @param clean the clean images
 * @param overlaid the images in each condition, with the labels and groups of {@code clean}
 * @param named for each row the class that the wrong label names, by its place among the classes of {@code clean}; -1 if no
 *     clean image of that class is left
 * @param dropped how many images are missing in some condition
 * @param zeros how many more are left out because an embedding is zero
 */
record AlignedImages(
        LabeledEmbeddings clean, Map<OverlayCondition, LabeledEmbeddings> overlaid, int[] named, int dropped, int zeros)
        implements AutoCloseable {

    /**
     * Keeps the images that have a direction in every condition; empty if there are none.
     *
     * @param overlaid by condition, in order
     * @param namedById the class named on each image
     * @param images how many there were to begin with
     */
    static Optional<AlignedImages> of(
            RunResult clean, Map<OverlayCondition, RunResult> overlaid, Map<String, String> namedById, int images) {
        List<Map<String, Integer>> rowsById = new ArrayList<>();
        List<RunResult> runs = new ArrayList<>(List.of(clean));
        runs.addAll(overlaid.values());
        runs.forEach(run -> rowsById.add(rows(run.embeddings())));
        List<String> common = clean.embeddings().ids().stream()
                .filter(id -> rowsById.stream().allMatch(rows -> rows.containsKey(id)))
                .toList();
        List<String> kept = common.stream()
                .filter(id -> IntStream.range(0, runs.size())
                        .allMatch(run -> directed(
                                runs.get(run).embeddings(), rowsById.get(run).get(id))))
                .toList();
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        LabeledEmbeddings cleanRows = select(clean, rowsById.get(0), kept);
        Map<OverlayCondition, LabeledEmbeddings> conditions = new LinkedHashMap<>();
        int run = 1;
        for (var condition : overlaid.entrySet()) {
            conditions.put(condition.getKey(), select(condition.getValue(), rowsById.get(run++), kept));
        }
        int[] named = kept.stream()
                .mapToInt(id -> cleanRows.classes().indexOf(Objects.requireNonNull(namedById.get(id), id)))
                .toArray();
        return Optional.of(
                new AlignedImages(cleanRows, conditions, named, images - common.size(), common.size() - kept.size()));
    }

    private static Map<String, Integer> rows(Embeddings embeddings) {
        Map<String, Integer> rows = new HashMap<>();
        for (int row = 0; row < embeddings.rows(); row++) {
            rows.put(embeddings.ids().get(row), row);
        }
        return rows;
    }

    private static boolean directed(Embeddings embeddings, int row) {
        int start = row * embeddings.dim();
        for (int i = start; i < start + embeddings.dim(); i++) {
            if (embeddings.values()[i] != 0) {
                return true;
            }
        }
        return false;
    }

    private static LabeledEmbeddings select(RunResult run, Map<String, Integer> rowsById, List<String> kept) {
        int[] rows = kept.stream().mapToInt(rowsById::get).toArray();
        var images = run.images().images();
        return LabeledEmbeddings.of(
                run.embeddings().select(rows),
                Arrays.stream(rows).mapToObj(row -> images.get(row).label()).toList(),
                Arrays.stream(rows).mapToObj(row -> images.get(row).group()).toList());
    }

    /** The images in one condition. */
    LabeledEmbeddings in(OverlayCondition condition) {
        LabeledEmbeddings rows = overlaid.get(condition);
        if (rows == null) {
            throw new IllegalArgumentException(condition + " was not drawn; expected one of " + overlaid.keySet());
        }
        return rows;
    }

    /** The number of images. */
    int count() {
        return clean.rows();
    }

    /** What was left out, for notes; empty if nothing. */
    String remarks() {
        String lost = dropped == 0 ? "" : dropped + " images failed in some condition";
        String zero = zeros == 0 ? "" : "excluded " + zeros + " with a zero row";
        return lost + (lost.isEmpty() || zero.isEmpty() ? "" : "; ") + zero;
    }

    @Override
    public void close() {
        clean.close();
        overlaid.values().forEach(LabeledEmbeddings::close);
    }
}
