package io.discern.spark;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;

/** What the driver holds of every row, in their order. Equal texts are held once, since labels, splits and groups repeat. */
record RowNames(List<String> ids, List<String> labels, List<String> groups, List<String> splits) {

    /**
     * Takes rows apart.
     *
     * @param rows place, id, label, group, split
     * @param order what the place is called
     * @throws IllegalArgumentException if a place or an id occurs twice, or there is no row
     */
    static RowNames of(List<Row> rows, String order) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("no row has an embedding and a label; expected at least one");
        }
        Set<Object> places = new HashSet<>();
        Set<String> ids = new HashSet<>();
        Map<String, String> once = new HashMap<>();
        String[][] columns = new String[4][rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (!places.add(row.get(0)) || !ids.add(row.getString(1))) {
                throw new IllegalArgumentException(
                        order + " " + row.get(0) + ", id '" + row.getString(1) + "' occurs twice; expected each once");
            }
            for (int column = 0; column < columns.length; column++) {
                columns[column][i] = once.computeIfAbsent(row.getString(column + 1), text -> text);
            }
        }
        return new RowNames(
                Arrays.asList(columns[0]),
                Arrays.asList(columns[1]),
                Arrays.asList(columns[2]),
                Arrays.asList(columns[3]));
    }

    int rows() {
        return ids.size();
    }
}
