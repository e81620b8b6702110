/**
 * Preprocessing, cosine similarity and class sums on NVIDIA GPUs, with kernels of our own ({@code src/main/cuda}).
 *
 * <p>Numbers take this way: Java fills a lane's pinned memory, asks for a copy to the device and for kernels there, and goes on
 * to fill the other lane; it waits for a lane only when it needs its results or its memory. An {@link
 * io.discern.backend.cuda.Engine} is that: one device, two lanes, a fixed amount of device memory. Problems of any size pass
 * through it in pieces. What products on tensor cores cannot tell apart is computed exactly on the device, in the reference's
 * order, so that lists and class sums equal the reference's.
 *
 * <p>{@link io.discern.backend.cuda.CudaLibrary} declares the native functions, {@link io.discern.backend.cuda.CudaRuntime}
 * loads them once and keeps the reason where they cannot be had. {@code docs/CUDA.md} describes the kernels.
 */
package io.discern.backend.cuda;
