package io.discern.analysis.internal.neighbors;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.vector.RowSums;

/**
 * Cosines of queries and bank rows in double; 0 where a row is zero. A thread that asks for one query again and again reads it
 * once. Safe for concurrent use.
 */
public final class ExactCosines {
    private final LabeledEmbeddings queries;
    private final LabeledEmbeddings bank;
    private final ThreadLocal<LastRead> rows;

    /** What a thread has read. */
    private static final class LastRead {
        private final double[] query;
        private final double[] row;
        private int queryNumber = -1;

        LastRead(int dim) {
            this.query = new double[dim];
            this.row = new double[dim];
        }
    }

    /** Cosines of the rows of one matrix with those of another of the same row length; neither may be closed meanwhile. */
    public ExactCosines(LabeledEmbeddings queries, LabeledEmbeddings bank) {
        this.queries = queries;
        this.bank = bank;
        this.rows = ThreadLocal.withInitial(() -> new LastRead(bank.dim()));
    }

    /** {@code q.b / (|q| |b|)}; the same value for equal rows. */
    public double of(int query, int row) {
        double norms = queries.norm(query) * bank.norm(row);
        if (norms == 0) {
            return 0;
        }
        LastRead read = rows.get();
        if (read.queryNumber != query) {
            queries.readRow(query, read.query);
            read.queryNumber = query;
        }
        bank.readRow(row, read.row);
        return RowSums.dot(read.query, read.row) / norms;
    }
}
