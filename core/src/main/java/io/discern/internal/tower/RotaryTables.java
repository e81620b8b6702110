package io.discern.internal.tower;

/**
 * Cosines and sines of rotary angles, {@code [rows * columns, head width]}. A head of width d has d/2 angles, half of them for
 * the row and half for the column; float32 throughout, as the libraries compute them.
 */
record RotaryTables(float[] cosines, float[] sines) {
    /** Computes them. */
    static RotaryTables of(Rotary rotary, int rows, int columns, int width) {
        int bands = width / 4;
        float[] frequencies = new float[bands];
        for (int i = 0; i < bands; i++) {
            frequencies[i] = (float) (1 / Math.pow(rotary.base(), (float) i / bands));
        }
        float[] cosines = new float[rows * columns * width];
        float[] sines = new float[cosines.length];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                float row = place(rotary, y, rows, rotary.referenceRows());
                float column = place(rotary, x, columns, rotary.referenceColumns());
                int at = (y * columns + x) * width;
                for (int i = 0; i < 2 * bands; i++) {
                    boolean isColumn = i >= bands != rotary.columnsFirst();
                    float angle = (isColumn ? column : row) * frequencies[i % bands];
                    int one = rotary.interleaved() ? 2 * i : i;
                    int other = rotary.interleaved() ? 2 * i + 1 : i + 2 * bands;
                    cosines[at + one] = cosines[at + other] = (float) Math.cos(angle);
                    sines[at + one] = sines[at + other] = (float) Math.sin(angle);
                }
            }
        }
        return new RotaryTables(cosines, sines);
    }

    private static float place(Rotary rotary, int index, int count, int reference) {
        if (rotary.kind() == Rotary.Kind.DINO) {
            return (float) (2 * Math.PI) * (2f * ((index + 0.5f) / count) - 1);
        }
        float place = index + (float) rotary.offset();
        return reference == 0 ? place : place / count * reference;
    }
}
