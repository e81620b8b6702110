package io.discern.backend.cuda;

/**
 * A linear layer on the device.
 *
 * @param weight an operand of {@code out x in}
 * @param bias float32 for each column, or 0
 * @param in the columns of what it takes
 * @param out the columns of what it gives
 */
record DeviceLinear(long weight, long bias, Columns in, Columns out) {}
