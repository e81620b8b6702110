package io.discern.backend.cuda;

/**
 * The columns of a matrix on the device: groups next to each other, each padded with zeros.
 *
 * @param groups how many; the heads of an attention, else one
 * @param width the columns of a group that mean something
 * @param pitch the columns that it takes
 */
record Columns(int groups, int width, int pitch) {

    /** One group, padded to what a row takes on the device. */
    static Columns plain(Engine engine, int width) {
        return new Columns(1, width, engine.rowStride(width));
    }

    /** Some times as many groups. */
    Columns times(int count) {
        return new Columns(groups * count, width, pitch);
    }

    /** All columns, padding included. */
    int count() {
        return groups * pitch;
    }

    /** Values that mean something, spread over all columns. */
    float[] spread(float[] values) {
        float[] columns = new float[count()];
        for (int i = 0; i < values.length; i++) {
            columns[i / width * pitch + i % width] = values[i];
        }
        return columns;
    }
}
