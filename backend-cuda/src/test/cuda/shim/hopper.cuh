// Compute capability 9.0 on the host: copies happen when somebody waits for the barrier that counts them, or at once in backward
// order, products when they are waited for, and matrices are read with the addresses that the device computes.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime.h>
#include <intrinsics.cuh>

// Of the state's bits, 0 to 15 are arrivals that a phase waits for, 16 to 31 those that are still missing, 32 to 62 bytes that
// are still missing, with a sign, and 63 is the parity of the phase under way.
struct alignas(8) PhaseBarrier {
    uint64_t state;
};

namespace phases {

struct State {
    unsigned arrivals;
    unsigned missing;
    int bytes;
    unsigned parity;
};

inline State read(const PhaseBarrier& barrier) {
    uint64_t s = barrier.state;
    return {static_cast<unsigned>(s & 0xffff), static_cast<unsigned>(s >> 16 & 0xffff),
        static_cast<int>(static_cast<uint32_t>(s >> 32 << 1)) >> 1, static_cast<unsigned>(s >> 63)};
}

inline void write(PhaseBarrier& barrier, State state) {
    if (state.missing == 0 && state.bytes == 0) {
        state.missing = state.arrivals;
        state.parity ^= 1;
    }
    barrier.state = state.arrivals | static_cast<uint64_t>(state.missing) << 16
        | static_cast<uint64_t>(static_cast<uint32_t>(state.bytes) & 0x7fffffff) << 32 | static_cast<uint64_t>(state.parity) << 63;
}

inline void arrive(PhaseBarrier& barrier, int bytes) {
    State state = read(barrier);
    if (state.missing == 0 || state.missing > state.arrivals) {
        fibers::fail("more arrivals at a barrier than its phase waits for, or a barrier that was not opened");
    }
    state.missing--;
    state.bytes += bytes;
    write(barrier, state);
}

// Does the copies that a barrier counts.
inline void copy(PhaseBarrier& barrier) {
    auto& copies = fibers::bulk_copies();
    for (size_t i = 0; i < copies.size();) {
        if (copies[i].barrier == &barrier) {
            memcpy(copies[i].to, copies[i].from, copies[i].bytes);
            State state = read(barrier);
            state.bytes -= static_cast<int>(copies[i].bytes);
            copies.erase(copies.begin() + i);
            if (state.bytes < 0) {
                fibers::fail("more bytes are copied than the barrier's phase expects");
            }
            write(barrier, state);
        } else {
            i++;
        }
    }
}

}  // namespace phases

inline void open_barrier(PhaseBarrier& barrier, unsigned arrivals) {
    barrier.state = arrivals | static_cast<uint64_t>(arrivals) << 16;
}

inline void publish_barriers() {}

inline void arrive(PhaseBarrier& barrier) { phases::arrive(barrier, 0); }

inline void arrive_expecting(PhaseBarrier& barrier, unsigned bytes) { phases::arrive(barrier, static_cast<int>(bytes)); }

inline void await_phase(PhaseBarrier& barrier, unsigned parity) {
    fibers::wait_until([&barrier, parity] {
        phases::copy(barrier);
        return phases::read(barrier).parity != parity;
    });
}

inline void copy_bulk(void* shared, const void* global, unsigned bytes, PhaseBarrier& barrier) {
    if (reinterpret_cast<uintptr_t>(shared) % 16 != 0 || reinterpret_cast<uintptr_t>(global) % 16 != 0 || bytes % 16 != 0) {
        fibers::fail("a bulk copy that is not aligned to 16 bytes");
    }
    fibers::bulk_copies().push_back({shared, global, bytes, &barrier});
    // in one order of threads at once, so that a place that is still read is overwritten
    if (fibers::order == fibers::BACKWARD) {
        phases::copy(barrier);
    }
}

// Addresses count from the start of the shared memory.
inline uint64_t matrix_at(const void* shared) {
    auto address = static_cast<uint64_t>(static_cast<const char*>(shared) - static_cast<const char*>(fibers::shared_memory()));
    return (address & 0x3ffff) >> 4 | 1ull << 16 | 64ull << 32 | 1ull << 62;
}

inline void begin_products() { fibers::exchange(0, fibers::REGISTERS); }

inline void commit_products() { fibers::products().groups++; }

template <unsigned N>
void await_products() {
    auto& products = fibers::products();
    size_t due = 0;
    for (; due < products.started.size() && products.started[due].group + N < products.groups; due++) {
        fibers::multiply_rows(products.started[due], threadIdx.x % 128);
    }
    products.started.erase(products.started.begin(), products.started.begin() + due);
}

template <int N>
void give_registers() {
    fibers::exchange(N, fibers::REGISTERS);
}

template <int N>
void take_registers() {
    fibers::exchange(N, fibers::REGISTERS);
}

template <typename T>
void multiply_group(float (&d)[32][4], uint64_t a, uint64_t b, bool adds) {
    auto& products = fibers::products();
    products.started.push_back({d, a, b, adds, decoding(T()), products.groups});
}
