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

inline void load_transposed(unsigned (&values)[4], const void* row) {
    const uint64_t* rows = fibers::exchange(reinterpret_cast<uintptr_t>(row), fibers::LOAD_MATRICES);
    int lane = threadIdx.x % 32;
    for (int matrix = 0; matrix < 4; matrix++) {
        uint16_t pair[2];
        for (int i = 0; i < 2; i++) {
            auto* from = reinterpret_cast<const uint16_t*>(static_cast<uintptr_t>(rows[matrix * 8 + lane % 4 * 2 + i]));
            pair[i] = from[lane / 4];
        }
        memcpy(&values[matrix], pair, sizeof pair);
    }
}

inline __half rounded(float value, __half) { return __float2half_rn(value); }

inline __nv_bfloat16 rounded(float value, __nv_bfloat16) { return __float2bfloat16_rn(value); }

inline float widened(__half value) { return __half2float(value); }

inline float widened(__nv_bfloat16 value) { return __bfloat162float(value); }

template <typename T>
unsigned pack_two(float first, float second) {
    T both[2] = {rounded(first, T()), rounded(second, T())};
    unsigned word;
    memcpy(&word, both, sizeof word);
    return word;
}

template <typename T>
void unpack_two(unsigned word, float& first, float& second) {
    T both[2];
    memcpy(both, &word, sizeof word);
    first = widened(both[0]);
    second = widened(both[1]);
}

// Not watched: registers of a thread, of which there are as many as their types say.
template <int N>
__attribute__((noinline, optimize("O3"), no_sanitize("address,undefined"))) void add_multiples(
    float (&__restrict sums)[N], float factor, const float (&values)[N]) {
    for (int i = 0; i < N; i++) {
        sums[i] = __builtin_fmaf(factor, values[i], sums[i]);
    }
}

inline unsigned add_short_products(unsigned bytes, unsigned first, unsigned second, unsigned sum) {
    for (int i = 0; i < 4; i++) {
        sum += (bytes >> (8 * i) & 0xff) * ((i < 2 ? first : second) >> (16 * (i % 2)) & 0xffff);
    }
    return sum;
}

inline int add_byte_products(unsigned bytes, unsigned weights, int sum) {
    for (int i = 0; i < 32; i += 8) {
        sum += static_cast<int>(bytes >> i & 0xff) * static_cast<int8_t>(weights >> i & 0xff);
    }
    return sum;
}

inline fibers::Decode decoding(__nv_bfloat16) { return fibers::decode_bfloat16; }

inline fibers::Decode decoding(__half) { return fibers::decode_half; }

// Lane l holds of a rows l / 4 and l / 4 + 8, of b column l / 4, each with values 2 (l % 4), + 1, + 8 and + 9.
template <typename T>
void multiply_add(float (&d)[4], const unsigned (&a)[4], unsigned b0, unsigned b1) {
    uint16_t own_a[8];
    uint16_t own_b[4] = {static_cast<uint16_t>(b0), static_cast<uint16_t>(b0 >> 16), static_cast<uint16_t>(b1),
        static_cast<uint16_t>(b1 >> 16)};
    memcpy(own_a, a, sizeof own_a);
    fibers::multiply_fragments(d, own_a, own_b, decoding(T()));
}
