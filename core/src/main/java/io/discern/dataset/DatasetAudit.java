package io.discern.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What was found out about a data set before it is used: what became of every file, and what a reader should know.
 *
 * @param rows one for each file below a folder, row of a table or image of an archive; before the pixels were looked at, only those that
 *     are not used
 * @param remarks sentences for people
 */
public record DatasetAudit(List<AuditRow> rows, List<String> remarks) {
    /** Nothing is known. */
    public static final DatasetAudit NONE = new DatasetAudit(List.of(), List.of());

    /** Copies. */
    public DatasetAudit {
        rows = List.copyOf(rows);
        remarks = List.copyOf(remarks);
    }

    /** How many files had that fate. */
    public int count(AuditRow.Fate fate) {
        return (int) rows.stream().filter(row -> row.fate() == fate).count();
    }

    /** With a row for each of the images that were left out: the one it has, if it was used before, or a new one. */
    DatasetAudit leavingOut(List<LabeledImage> images, Function<LabeledImage, String> why) {
        Map<String, LabeledImage> left = new LinkedHashMap<>();
        images.forEach(image -> left.put(image.id(), image));
        List<AuditRow> all = new ArrayList<>();
        for (AuditRow row : rows) {
            LabeledImage image = left.remove(row.id());
            all.add(image != null && row.fate() == AuditRow.Fate.USED ? row.leftOut(why.apply(image)) : row);
        }
        left.values().forEach(image -> all.add(AuditRow.of(image, AuditRow.Fate.LEFT_OUT, why.apply(image))));
        return new DatasetAudit(all, remarks);
    }

    DatasetAudit and(List<AuditRow> moreRows, List<String> moreRemarks) {
        return new DatasetAudit(
                Stream.concat(rows.stream(), moreRows.stream()).toList(),
                Stream.concat(remarks.stream(), moreRemarks.stream()).toList());
    }
}
