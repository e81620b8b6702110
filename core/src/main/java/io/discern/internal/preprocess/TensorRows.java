package io.discern.internal.preprocess;

import io.discern.preprocess.Channels;
import io.discern.preprocess.PreprocessSpec;
import java.nio.FloatBuffer;

/** Writes finished rows of bytes into one image of a batch: normalised, one plane a channel. */
public final class TensorRows implements ResampleRun.RowSink {
    private final NormalizeTable table;
    private final Geometry geometry;
    private final FloatBuffer out;
    private final int channels;
    private final Channels order;
    private final int width;
    private final int plane;
    private final float[] row;

    public TensorRows(PreprocessSpec spec, NormalizeTable table, Geometry geometry, FloatBuffer out) {
        this.table = table;
        this.geometry = geometry;
        this.out = out;
        this.channels = spec.channels().count();
        this.order = spec.channels();
        this.width = spec.outputWidth();
        this.plane = spec.outputHeight() * width;
        this.row = new float[geometry.plan().columns().outputs()];
    }

    @Override
    public void accept(int y, int[] values) {
        int at = (geometry.top() + y) * width + geometry.left();
        for (int c = 0; c < channels; c++) {
            float[] normalized = table.of(c);
            int from = order.source(c) * row.length;
            for (int x = 0; x < row.length; x++) {
                row[x] = normalized[values[from + x]];
            }
            out.put(c * plane + at, row);
        }
    }
}
