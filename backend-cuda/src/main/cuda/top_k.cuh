// What the kernels that search share beside keys, and what launches them.
#pragma once

#include <type_traits>

#include "engine.cuh"
#include "keys.cuh"

// Calls with the number of a list's keys that each lane of a warp holds.
template <typename Run>
cudaError_t with_slots(int length, Run run) {
    switch (length) {
        case LIST_LENGTHS[0]:
            return run(std::integral_constant<int, LIST_LENGTHS[0] / 32>());
        case LIST_LENGTHS[1]:
            return run(std::integral_constant<int, LIST_LENGTHS[1] / 32>());
        case LIST_LENGTHS[2]:
            return run(std::integral_constant<int, LIST_LENGTHS[2] / 32>());
        case LIST_LENGTHS[3]:
            return run(std::integral_constant<int, LIST_LENGTHS[3] / 32>());
        default:
            return cudaErrorInvalidValue;
    }
}

cudaError_t launch_float_top_k(cudaStream_t stream, const float* queries, const float* bank, const Search& search, int length,
    int splits);

cudaError_t launch_tensor_top_k(discern_engine* engine, int lane, uint64_t queries, uint64_t bank, int precision,
    const Search& search, int length, int splits);
