// The engine behind discern_cuda.h, and what every launcher needs of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cuda_runtime.h>
#include <vector>

#include "discern_cuda.h"

struct discern_engine {
    int device;
    int multiprocessors;
    int device_capability;  // 90 is 9.0
    int capability;         // less where a test wants the code for older devices
    char* arena;
    uint64_t arena_bytes;
    uint64_t arena_used;
    uint64_t staging_bytes;
    std::vector<char*> held;
    struct {
        cudaStream_t stream;
        cudaEvent_t reached;
        char* staging;
    } lanes[DISCERN_LANES];
};

// What the products of groups of warps are compiled for; newer devices lack them.
constexpr int GROUP_CAPABILITY = 90;

// Leaves the function with the status of a CUDA call that failed; the next launch does not find it again.
#define DISCERN_CHECK(call)                  \
    do {                                     \
        cudaError_t checked = (call);        \
        if (checked != cudaSuccess) {        \
            cudaGetLastError();              \
            return static_cast<int>(checked); \
        }                                    \
    } while (0)

inline cudaStream_t stream_of(discern_engine* engine, int lane) { return engine->lanes[lane].stream; }

inline bool is_lane(int lane) { return lane >= 0 && lane < DISCERN_LANES; }

// What a device address points to.
template <typename T>
T* at(uint64_t address) {
    return reinterpret_cast<T*>(static_cast<uintptr_t>(address));
}

constexpr int64_t ceil_div(int64_t value, int64_t by) { return (value + by - 1) / by; }
