package io.discern.dataset;

import java.util.List;
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

    DatasetAudit and(List<AuditRow> moreRows, List<String> moreRemarks) {
        return new DatasetAudit(
                Stream.concat(rows.stream(), moreRows.stream()).toList(),
                Stream.concat(remarks.stream(), moreRemarks.stream()).toList());
    }
}
