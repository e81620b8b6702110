// What the device has an instruction for, on the host: the same values in the same lanes.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime.h>

template <typename T>
T& shared_memory() {
    return *static_cast<T*>(fibers::shared_memory());
}

// Copies happen when they are waited for, never earlier: reading too early finds garbage.
inline void copy16_async(void* shared, const void* global) {
    fibers::copies().started.push_back({shared, global, fibers::copies().groups});
}

inline void commit_copies() { fibers::copies().groups++; }

template <unsigned N>
void wait_copies() {
    auto& copies = fibers::copies();
    auto& started = copies.started;
    size_t due = 0;
    for (; due < started.size() && started[due].group + N < copies.groups; due++) {
        memcpy(started[due].to, started[due].from, 16);
    }
    started.erase(started.begin(), started.begin() + due);
}

inline void load_matrices(unsigned (&values)[4], const void* row) {
    const uint64_t* rows = fibers::exchange(reinterpret_cast<uintptr_t>(row), fibers::LOAD_MATRICES);
    int lane = threadIdx.x % 32;
    for (int matrix = 0; matrix < 4; matrix++) {
        auto* from = reinterpret_cast<const char*>(static_cast<uintptr_t>(rows[matrix * 8 + lane / 4]));
        memcpy(&values[matrix], from + lane % 4 * sizeof(unsigned), sizeof(unsigned));
    }
}

// Lane l holds of a rows l / 4 and l / 4 + 8, of b column l / 4, each with values 2 (l % 4), + 1, + 8 and + 9.
inline void multiply_add(float (&d)[4], const unsigned (&a)[4], unsigned b0, unsigned b1) {
    struct Fragment {
        const unsigned* a;
        unsigned b[2];
    } own = {a, {b0, b1}};
    uint64_t fragments[32];
    memcpy(fragments, fibers::exchange(reinterpret_cast<uintptr_t>(&own), fibers::MULTIPLY_ADD), sizeof fragments);
    auto fragment = [&](int lane) { return reinterpret_cast<const Fragment*>(static_cast<uintptr_t>(fragments[lane])); };
    auto half = [](unsigned pair, int k) { return __bfloat162float({static_cast<uint16_t>(pair >> (k % 2 * 16))}); };
    int lane = threadIdx.x % 32;
    for (int v = 0; v < 4; v++) {
        int column = lane % 4 * 2 + v % 2;
        for (int k = 0; k < 16; k++) {
            unsigned pair_a = fragment(lane / 4 * 4 + k % 8 / 2)->a[v / 2 + k / 8 * 2];
            unsigned pair_b = fragment(column * 4 + k % 8 / 2)->b[k / 8];
            d[v] += half(pair_a, k) * half(pair_b, k);
        }
    }
    fibers::exchange(0, fibers::MULTIPLY_ADD);  // the others have read this lane's fragment
}
