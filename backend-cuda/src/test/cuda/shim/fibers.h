// Threads of a block as fibers on one host thread: barriers are exact, and a run repeats to the last bit.
//
// A fiber runs until a barrier, a warp function or a wait stops it. A warp runs as far as it gets before the next one starts, so that
// nothing but a barrier makes the others' work visible in time. Blocks run one after another. The order of warps, of lanes and of
// blocks is forward or backward, or that of warps and lanes is shuffled (fibers::order), so that a missing barrier meets an order in which it matters. A barrier that
// only some threads reach ends the process with a message.
#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <vector>

struct dim3 {
    unsigned x, y, z;
    dim3(unsigned x = 1, unsigned y = 1, unsigned z = 1) : x(x), y(y), z(z) {}
};

extern dim3 threadIdx;
extern dim3 blockIdx;
extern dim3 blockDim;
extern dim3 gridDim;

namespace fibers {

enum Order { FORWARD, BACKWARD, SHUFFLED };
constexpr unsigned WARP = 32;
constexpr size_t MOST_SHARED = 227 * 1024;

enum WarpFunction { SYNC, SHUFFLE, BALLOT, LOAD_MATRICES, MULTIPLY_ADD, REGISTERS };

extern Order order;

// Runs a kernel's blocks; `shared` bytes of shared memory, MOST_SHARED at most, hold garbage when a block starts.
void run(dim3 grid, dim3 block, size_t shared, const std::function<void()>& kernel);

// Gives back all memory that runs took.
void forget();

void* shared_memory();

// Waits for the block; whether any of its threads gave true.
bool block_barrier(bool value);

// Waits for the warp and returns what its 32 lanes gave; valid until the lane's next call.
const uint64_t* exchange(uint64_t value, WarpFunction function, unsigned mask = 0xffffffffu);

// Waits for the warp and returns the bits that any of its lanes gave.
unsigned unite(unsigned bits, WarpFunction function, unsigned mask = 0xffffffffu);

// What the lanes of a warp give each other in a call of a warp function.
struct Exchange {
    uint64_t values[WARP];
    unsigned bits;
    // factors of mma.m16n8k16, by depth
    float a[16][16];
    float b[16][8];
};

// That of the current thread's next call, and the call itself: waits for the warp.
Exchange& exchange();
void meet(WarpFunction function, unsigned mask = 0xffffffffu);

// The current thread's number in its warp.
unsigned lane();

// Copies that were started and not waited for: they happen when waited for, the oldest groups first.
struct Copies {
    struct Copy {
        void* to;
        const void* from;
        unsigned group;
    };
    std::vector<Copy> started;
    unsigned groups = 0;

    void clear() {
        started.clear();
        groups = 0;
    }
};

Copies& copies();

// Waits until something holds, which other threads make true; ends the process where nobody does.
void wait_until(const std::function<bool()>& holds);

// Bulk copies of the block that were started: they happen when somebody waits for the barrier that counts them.
struct BulkCopy {
    void* to;
    const void* from;
    unsigned bytes;
    void* barrier;
};

std::vector<BulkCopy>& bulk_copies();

// The values of 16 bits each.
typedef void (*Decode)(const uint16_t* bits, float* values, int count);
void decode_bfloat16(const uint16_t* bits, float* values, int count);
void decode_half(const uint16_t* bits, float* values, int count);

// Adds the current lane's share of mma.m16n8k16, whose factors the lanes of the warp hold together: what this one does.
void multiply_fragments(float (&d)[4], const uint16_t (&a)[8], const uint16_t (&b)[4], Decode decode);

// Products of a group of warps that were started: they happen when waited for, the oldest groups first.
struct Product {
    float (*sums)[4];
    uint64_t a;
    uint64_t b;
    bool adds;
    Decode decode;
    unsigned group;
};

struct Products {
    std::vector<Product> started;
    unsigned groups = 0;

    void clear() {
        started.clear();
        groups = 0;
    }
};

Products& products();

// Does a thread's share of a product; the thread's number counts in its group of four warps.
void multiply_rows(const Product& product, unsigned thread);

// How much shared memory the block has.
size_t shared_bytes();

// Ends the process with a message.
[[noreturn]] void fail(const char* what);

template <typename T>
uint64_t packed(T value) {
    static_assert(sizeof(T) <= sizeof(uint64_t));
    uint64_t bits = 0;
    memcpy(&bits, &value, sizeof value);
    return bits;
}

template <typename T>
T unpacked(uint64_t bits) {
    T value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

}  // namespace fibers
