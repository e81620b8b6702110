package io.discern.run;

import java.util.Arrays;

/** The rows of a run in memory, by the places of their images. */
sealed interface RowMemory {
    /** Takes a row. */
    void put(int place, float[] from, int offset);

    /** Copies a row. */
    void copy(int place, float[] into, int offset);

    /** The rows from one place to before another lie on disk. */
    void forget(int from, int to);

    /** All rows in one array, which this keeps using; null where some are forgotten. */
    float[] all();

    /** Keeps every row, in one array. */
    final class Whole implements RowMemory {
        private final float[] values;
        private final int dim;

        /**
         * Of so many rows.
         *
         * @throws IllegalArgumentException if one array cannot hold them
         */
        Whole(int rows, int dim) {
            if ((long) rows * dim > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException(rows + " x " + dim + " values; expected at most "
                        + (Integer.MAX_VALUE - 8)
                        + " in memory. EmbeddingRun.write puts more into a file; EmbedFolder does, without --keep.");
            }
            values = new float[rows * dim];
            this.dim = dim;
        }

        @Override
        public void put(int place, float[] from, int offset) {
            System.arraycopy(from, offset, values, place * dim, dim);
        }

        @Override
        public void copy(int place, float[] into, int offset) {
            System.arraycopy(values, place * dim, into, offset, dim);
        }

        @Override
        public void forget(int from, int to) {
            // whoever runs wants them all
        }

        @Override
        public float[] all() {
            return values;
        }
    }

    /** Keeps rows until they are forgotten. */
    final class Passing implements RowMemory {
        private final float[][] rows;
        private final int dim;

        /** Of so many rows. */
        Passing(int rows, int dim) {
            this.rows = new float[rows][];
            this.dim = dim;
        }

        @Override
        public void put(int place, float[] from, int offset) {
            rows[place] = Arrays.copyOfRange(from, offset, offset + dim);
        }

        @Override
        public void copy(int place, float[] into, int offset) {
            System.arraycopy(rows[place], 0, into, offset, dim);
        }

        @Override
        public void forget(int from, int to) {
            Arrays.fill(rows, from, to, null);
        }

        @Override
        public float[] all() {
            return null;
        }
    }
}
