package io.discern.analysis.overlay;

import io.discern.Embeddings;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.run.RunResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The same images encoded clean, with text and with the blank box: row {@code i} is one image in all three.
 *
 * @param clean the clean images
 * @param text with a class name on the box
 * @param box with the blank box
 * @param named for each row the class that its text names, by its place among the classes of {@code clean}; -1 if no clean
 *     image of that class is left
 * @param dropped how many images are missing in some condition
 * @param zeros how many more are left out because an embedding is zero
 */
record Conditions(
        LabeledEmbeddings clean, LabeledEmbeddings text, LabeledEmbeddings box, int[] named, int dropped, int zeros)
        implements AutoCloseable {

    /** Keeps the images that have a direction in all three; null if there are none. */
    static Conditions align(RunResult clean, RunResult text, RunResult box, Map<String, String> namedById, int images) {
        Map<String, Integer> textRows = rows(text.embeddings());
        Map<String, Integer> boxRows = rows(box.embeddings());
        List<int[]> kept = new ArrayList<>();
        int common = 0;
        for (int row = 0; row < clean.embeddings().rows(); row++) {
            String id = clean.embeddings().ids().get(row);
            Integer textRow = textRows.get(id);
            Integer boxRow = boxRows.get(id);
            if (textRow == null || boxRow == null) {
                continue;
            }
            common++;
            if (directed(clean.embeddings(), row)
                    && directed(text.embeddings(), textRow)
                    && directed(box.embeddings(), boxRow)) {
                kept.add(new int[] {row, textRow, boxRow});
            }
        }
        if (kept.isEmpty()) {
            return null;
        }
        LabeledEmbeddings cleanRows = select(clean, kept, 0);
        int[] named = cleanRows.ids().stream()
                .mapToInt(id -> cleanRows.classes().indexOf(Objects.requireNonNull(namedById.get(id), id)))
                .toArray();
        return new Conditions(
                cleanRows, select(text, kept, 1), select(box, kept, 2), named, images - common, common - kept.size());
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

    private static LabeledEmbeddings select(RunResult run, List<int[]> kept, int condition) {
        int[] rows = kept.stream().mapToInt(row -> row[condition]).toArray();
        var images = run.images().images();
        return LabeledEmbeddings.of(
                run.embeddings().select(rows),
                Arrays.stream(rows).mapToObj(row -> images.get(row).label()).toList(),
                Arrays.stream(rows).mapToObj(row -> images.get(row).group()).toList());
    }

    @Override
    public void close() {
        clean.close();
        text.close();
        box.close();
    }
}
