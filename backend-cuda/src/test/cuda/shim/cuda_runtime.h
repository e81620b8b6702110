// The part of CUDA that the kernels and the engine use, on the host: one thread runs everything. See fibers.h for how kernels
// run, and streams.cpp for how streams defer work until somebody waits, so that a missing wait shows.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "fibers.h"

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline
#define __launch_bounds__(...)

using std::isfinite;
using std::max;
using std::min;

struct alignas(8) float2 {
    float x, y;
};

struct alignas(16) float4 {
    float x, y, z, w;
};

inline void __syncthreads() { fibers::block_barrier(false); }
inline int __syncthreads_or(int value) { return fibers::block_barrier(value != 0); }
inline void __syncwarp() { fibers::exchange(0, fibers::SYNC); }

// Warp functions take whole warps only.
template <typename T>
T __shfl_sync(unsigned mask, T value, int lane) {
    return fibers::unpacked<T>(fibers::exchange(fibers::packed(value), fibers::SHUFFLE, mask)[lane]);
}

template <typename T>
T __shfl_xor_sync(unsigned mask, T value, int bits) {
    return fibers::unpacked<T>(fibers::exchange(fibers::packed(value), fibers::SHUFFLE, mask)[(threadIdx.x % 32) ^ bits]);
}

inline unsigned __ballot_sync(unsigned mask, bool value) {
    const uint64_t* votes = fibers::exchange(value, fibers::BALLOT, mask);
    unsigned bits = 0;
    for (int lane = 0; lane < 32; lane++) {
        bits |= static_cast<unsigned>(votes[lane]) << lane;
    }
    return bits;
}

// Threads never run at the same time, so a plain operation is atomic.
template <typename T>
T atomicAdd(T* place, T value) {
    T before = *place;
    *place += value;
    return before;
}

inline int __popc(unsigned bits) { return __builtin_popcount(bits); }

inline unsigned __float_as_uint(float value) {
    unsigned bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

inline float __uint_as_float(unsigned bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

enum cudaError_t {
    cudaSuccess = 0,
    cudaErrorInvalidValue = 1,
    cudaErrorMemoryAllocation = 2,
    cudaErrorInvalidDevice = 101,
};

enum cudaMemcpyKind { cudaMemcpyHostToDevice, cudaMemcpyDeviceToHost };
enum cudaDeviceAttr { cudaDevAttrComputeCapabilityMajor, cudaDevAttrMultiProcessorCount };
enum { cudaStreamNonBlocking = 1, cudaEventDisableTiming = 2 };

struct cudaDeviceProp {
    char name[256];
    int major;
    int minor;
    int multiProcessorCount;
};

typedef struct shim_stream* cudaStream_t;
typedef struct shim_event* cudaEvent_t;

const char* cudaGetErrorString(cudaError_t status);
cudaError_t cudaDriverGetVersion(int* version);
cudaError_t cudaRuntimeGetVersion(int* version);
cudaError_t cudaGetDeviceCount(int* count);
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device);
cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int device);
cudaError_t cudaSetDevice(int device);
cudaError_t cudaMemGetInfo(size_t* free, size_t* total);
cudaError_t cudaMalloc(void** memory, size_t bytes);
cudaError_t cudaFree(void* memory);
cudaError_t cudaMallocHost(void** memory, size_t bytes);
cudaError_t cudaFreeHost(void* memory);
cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned flags);
cudaError_t cudaStreamDestroy(cudaStream_t stream);
cudaError_t cudaStreamSynchronize(cudaStream_t stream);
cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned flags);
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned flags);
cudaError_t cudaEventDestroy(cudaEvent_t event);
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream);
cudaError_t cudaMemcpyAsync(void* to, const void* from, size_t bytes, cudaMemcpyKind kind, cudaStream_t stream);
cudaError_t cudaMemsetAsync(void* memory, int value, size_t bytes, cudaStream_t stream);
