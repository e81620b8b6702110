/** How pixels are resampled and normalised: the plans and tables that the reference and the CUDA kernels share. */
package io.discern.internal.preprocess;
