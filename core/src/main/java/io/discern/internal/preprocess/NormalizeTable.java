package io.discern.internal.preprocess;

import io.discern.preprocess.PreprocessSpec;

/**
 * What each byte becomes in each channel, in float32: {@code ((float) (byte * rescale) - mean) / std}, each step rounded to
 * float32 as torchvision and Hugging Face do.
 */
public final class NormalizeTable {
    private final float[][] values;

    /** The table of a specification. */
    public NormalizeTable(PreprocessSpec spec) {
        values = new float[spec.channels().count()][256];
        for (int c = 0; c < values.length; c++) {
            float mean = spec.mean().get(c).floatValue();
            float std = spec.std().get(c).floatValue();
            for (int v = 0; v < 256; v++) {
                values[c][v] = ((float) (v * spec.rescale()) - mean) / std;
            }
        }
    }

    /** The 256 values of a channel of the tensor; not to be modified. */
    public float[] of(int channel) {
        return values[channel];
    }
}
