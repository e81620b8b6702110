package io.discern.backend.cuda;

/**
 * A norm on the device.
 *
 * @param kind as {@code discern_cuda.h} counts them
 * @param scale float32 for each column, or 0
 * @param shift float32 for each column, or 0
 * @param epsilon added to the variance
 * @param columns of the rows
 */
record DeviceNorm(int kind, long scale, long shift, double epsilon, Columns columns) {
    static final int NONE = 0;
    static final int LAYER = 1;
    static final int RMS = 2;

    /** Leaves rows as they are; for copying between values and operands. */
    static DeviceNorm none(Columns columns) {
        return new DeviceNorm(NONE, 0, 0, 0, columns);
    }
}
