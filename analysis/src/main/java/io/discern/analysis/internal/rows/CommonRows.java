package io.discern.analysis.internal.rows;

import io.discern.Embeddings;
import io.discern.analysis.LabeledEmbeddings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The rows that several matrices have in common by their ids, and that have a direction in all of them.
 *
 * @param rows for each matrix its rows, in the order of the first
 * @param common how many ids all matrices have; those that are zero somewhere are among them
 */
public record CommonRows(List<int[]> rows, int common) {

    /** The rows of one matrix. */
    public interface Part {
        /** The ids, unique unless all parts have the same. */
        List<String> ids();

        /** Whether a row is not zero. */
        boolean directed(int row);
    }

    /** Rows that were encoded. */
    public static Part of(Embeddings rows) {
        return new Part() {
            @Override
            public List<String> ids() {
                return rows.ids();
            }

            @Override
            public boolean directed(int row) {
                int start = row * rows.dim();
                return IntStream.range(start, start + rows.dim()).anyMatch(i -> rows.values()[i] != 0);
            }
        };
    }

    /** Rows that are labelled. */
    public static Part of(LabeledEmbeddings rows) {
        return new Part() {
            @Override
            public List<String> ids() {
                return rows.ids();
            }

            @Override
            public boolean directed(int row) {
                return rows.norm(row) > 0;
            }
        };
    }

    /** Finds them; there may be none. */
    public static CommonRows of(List<Part> parts) {
        List<String> ids = parts.get(0).ids();
        List<int[]> common = parts.stream().allMatch(part -> part.ids().equals(ids))
                ? parts.stream()
                        .map(part -> IntStream.range(0, ids.size()).toArray())
                        .toList()
                : byId(ids, parts);
        int[] kept = IntStream.range(0, common.get(0).length)
                .filter(i -> IntStream.range(0, parts.size())
                        .allMatch(part -> parts.get(part).directed(common.get(part)[i])))
                .toArray();
        return new CommonRows(
                common.stream()
                        .map(rows -> IntStream.of(kept).map(i -> rows[i]).toArray())
                        .toList(),
                common.get(0).length);
    }

    private static List<int[]> byId(List<String> ids, List<Part> parts) {
        List<Map<String, Integer>> places =
                parts.stream().map(CommonRows::places).toList();
        List<String> common = ids.stream()
                .filter(id -> places.stream().allMatch(rows -> rows.containsKey(id)))
                .toList();
        return places.stream()
                .map(rows -> common.stream().mapToInt(rows::get).toArray())
                .toList();
    }

    private static Map<String, Integer> places(Part part) {
        Map<String, Integer> places = new HashMap<>();
        for (int row = 0; row < part.ids().size(); row++) {
            places.put(part.ids().get(row), row);
        }
        return places;
    }

    /** How many rows are kept. */
    public int kept() {
        return rows.get(0).length;
    }

    /** How many ids all matrices have that are left out because a row is zero somewhere. */
    public int zeros() {
        return common - kept();
    }
}
