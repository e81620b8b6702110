#include "fibers.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#if defined(__SANITIZE_ADDRESS__) || defined(FIBERS_OF_WATCHED_CODE)
#define TELLS_SANITIZER
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

#ifndef __x86_64__
#error "fibers are written for x86-64"
#endif

dim3 threadIdx;
dim3 blockIdx;
dim3 blockDim;
dim3 gridDim;

// Saves the callee's registers and the stack pointer, and goes on with another stack. A jump, since a processor would take a return to be
// one to whoever called.
asm(R"(
.text
.type discern_switch_stack, @function
discern_switch_stack:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    popq %rcx
    jmpq *%rcx
.size discern_switch_stack, .-discern_switch_stack
)");
extern "C" void discern_switch_stack(void** saved, void* next);

namespace fibers {

Order order = FORWARD;

void fail(const char* what) {
    fprintf(stderr, "fibers: %s, in block (%u, %u, %u)\n", what, blockIdx.x, blockIdx.y, blockIdx.z);
    abort();
}

namespace {

// Not a power of two: the tops of the stacks would share a few lines of the caches.
constexpr size_t STACK_BYTES = 128 * 1024 + 576;
constexpr size_t MOST_THREADS = 1024;
constexpr size_t SHARED_ALIGNMENT = 1024;
constexpr unsigned char GARBAGE = 0xff;

enum State { READY, AT_BLOCK_BARRIER, AT_WARP, WAITING, DONE };

// The stacks of all threads: pages that nobody touches cost nothing.
struct Stacks {
    static constexpr size_t BYTES = MOST_THREADS * STACK_BYTES;
    void* bytes = mmap(nullptr, BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    Stacks() = default;
    Stacks(const Stacks&) = delete;
    ~Stacks() { munmap(bytes, BYTES); }

    void** top(unsigned number) const { return reinterpret_cast<void**>(static_cast<char*>(bytes) + (number + 1) * STACK_BYTES); }
};

// The blocks' shared memory, between what nobody may touch.
struct Shared {
    char before[SHARED_ALIGNMENT];
    char bytes[MOST_SHARED];
    char after[SHARED_ALIGNMENT];

    void guard_beyond([[maybe_unused]] size_t size) {
#ifdef TELLS_SANITIZER
        __asan_poison_memory_region(this, sizeof *this);
        __asan_unpoison_memory_region(bytes, size);
#endif
    }
};

struct Fiber {
    void* pointer = nullptr;
    State state = DONE;
    dim3 thread;
    Copies copies;
    Products products;
    const std::function<bool()>* wait = nullptr;
};

// What the lanes of a warp give each other lies in two sets by turns: a lane that goes on may give its next value before others have
// read.
struct Warp {
    Exchange sets[2] = {};
    unsigned turn = 0;
    unsigned arrived = 0;
    WarpFunction function = SYNC;
};

Stacks stacks;
std::vector<Fiber> pool(MOST_THREADS);
std::vector<Warp> warps;
unsigned threads;
unsigned current;
void* caller_stack;
const std::function<void()>* body;
alignas(SHARED_ALIGNMENT) Shared shared;
size_t shared_size;
bool any_now;
bool any_before;
unsigned at_barrier;
unsigned done;
std::vector<BulkCopy> bulk;

// Whose turn it is: a warp runs until no lane of it got any further in a round, a block until all are done.
std::vector<unsigned> warp_turns;
std::vector<unsigned> lane_turns;
unsigned warp_place;
unsigned lane_place;
bool lane_ran;
bool warp_ran;

// While it lives the address sanitizer takes the threads' stacks together for the stack that it runs on.
class OnStacks {
#ifdef TELLS_SANITIZER
    const void* bottom;
    size_t bytes;

public:
    OnStacks() {
        __sanitizer_start_switch_fiber(nullptr, stacks.bytes, Stacks::BYTES);
        __sanitizer_finish_switch_fiber(nullptr, &bottom, &bytes);
    }
    ~OnStacks() {
        __sanitizer_start_switch_fiber(nullptr, bottom, bytes);
        __sanitizer_finish_switch_fiber(nullptr, nullptr, nullptr);
    }
#else
public:
    OnStacks() {}
    ~OnStacks() {}
#endif
    OnStacks(const OnStacks&) = delete;
};

// Lets a warp go on whose lanes all wait for each other.
bool release_warp(unsigned number) {
    Warp& warp = warps[number];
    if (warp.arrived < WARP) {
        return false;
    }
    warp.arrived = 0;
    warp.turn ^= 1;
    warp.sets[warp.turn].bits = 0;
    for (unsigned i = number * WARP; i < (number + 1) * WARP; i++) {
        pool[i].state = READY;
    }
    return true;
}

bool release_block() {
    if (at_barrier < threads) {
        return false;
    }
    at_barrier = 0;
    any_before = any_now;
    any_now = false;
    for (unsigned i = 0; i < threads; i++) {
        pool[i].state = READY;
    }
    return true;
}

bool can_run(Fiber& fiber) {
    if (fiber.state == WAITING && (*fiber.wait)()) {
        fiber.state = READY;
    }
    return fiber.state == READY;
}

// Finds the next thread that can run and makes it the current one; false when all are done. A warp runs as far as it gets without
// the others.
bool advance() {
    for (;;) {
        unsigned warp = warp_turns[warp_place];
        while (lane_place < WARP) {
            unsigned number = warp * WARP + lane_turns[lane_place++];
            if (number < threads && can_run(pool[number])) {
                lane_ran = true;
                warp_ran = true;
                current = number;
                threadIdx = pool[number].thread;
                return true;
            }
        }
        lane_place = 0;
        bool again = lane_ran;
        lane_ran = false;
        if (release_warp(warp) || again) {
            continue;
        }
        if (++warp_place == warp_turns.size()) {
            warp_place = 0;
            if (done == threads) {
                return false;
            }
            if (!release_block() && !warp_ran) {
                fail("a barrier, a warp function or a phase that only some threads reach");
            }
            warp_ran = false;
        }
    }
}

// Stops the current thread and goes on with the next one that can run, straight from one to the other.
void stop(State state) {
    Fiber& self = pool[current];
    self.state = state;
    void* next = advance() ? pool[current].pointer : caller_stack;
    if (&pool[current] != &self || state == DONE) {
        discern_switch_stack(&self.pointer, next);
    }
}

void fiber_main() {
    (*body)();
    done++;
    stop(DONE);
    abort();
}

void prepare(unsigned number) {
    Fiber& fiber = pool[number];
    fiber.state = READY;
    fiber.thread = dim3(number % blockDim.x, number / blockDim.x % blockDim.y, number / blockDim.x / blockDim.y);
    fiber.copies.clear();
    fiber.products.clear();
    void** top = stacks.top(number);
    top[-2] = reinterpret_cast<void*>(&fiber_main);  // where the switch goes on, with the stack as after a call
    std::fill(top - 8, top - 2, nullptr);
    fiber.pointer = top - 8;
}

void run_block() {
    memset(shared.bytes, GARBAGE, shared_size);
    any_now = false;
    at_barrier = 0;
    done = 0;
    bulk.clear();
    for (unsigned i = 0; i < threads; i++) {
        prepare(i);
    }
    warp_place = 0;
    lane_place = 0;
    lane_ran = false;
    warp_ran = false;
    advance();
    discern_switch_stack(&caller_stack, pool[current].pointer);
    if (!bulk.empty()) {
        fail("a bulk copy that nobody waited for");
    }
}

std::vector<unsigned> turns_of(Order order, unsigned count) {
    std::vector<unsigned> turns(count);
    for (unsigned i = 0; i < count; i++) {
        turns[i] = order == BACKWARD ? count - 1 - i : i;
    }
    uint32_t state = 12345;
    for (unsigned i = count - 1; order == SHUFFLED && i > 0; i--) {
        state = state * 1664525 + 1013904223;
        std::swap(turns[i], turns[(state >> 8) % (i + 1)]);
    }
    return turns;
}

}  // namespace

void run(dim3 grid, dim3 block, size_t shared_bytes, const std::function<void()>& kernel) {
    gridDim = grid;
    blockDim = block;
    body = &kernel;
    threads = block.x * block.y * block.z;
    warps.resize((threads + WARP - 1) / WARP);
    shared.guard_beyond(shared_bytes);
    shared_size = shared_bytes;
    warp_turns = turns_of(order, warps.size());
    lane_turns = turns_of(order, WARP);
    uint64_t blocks = static_cast<uint64_t>(grid.x) * grid.y * grid.z;
    OnStacks told;
    for (uint64_t i = 0; i < blocks; i++) {
        uint64_t number = order == BACKWARD ? blocks - 1 - i : i;
        blockIdx = dim3(number % grid.x, number / grid.x % grid.y, number / grid.x / grid.y);
        run_block();
    }
}

void forget() {
    pool = std::vector<Fiber>(MOST_THREADS);
    warps = std::vector<Warp>();
    warp_turns = std::vector<unsigned>();
    lane_turns = std::vector<unsigned>();
    bulk = std::vector<BulkCopy>();
}

void* shared_memory() { return shared.bytes; }

size_t shared_bytes() { return shared_size; }

bool block_barrier(bool value) {
    any_now |= value;
    at_barrier++;
    stop(AT_BLOCK_BARRIER);
    return any_before;
}

Exchange& exchange() {
    Warp& warp = warps[current / WARP];
    return warp.sets[warp.turn];
}

unsigned lane() { return current % WARP; }

void meet(WarpFunction function, unsigned mask) {
    if (mask != 0xffffffffu) {
        fail("a warp function with a partial mask");
    }
    Warp& warp = warps[current / WARP];
    if (warp.arrived++ > 0 && warp.function != function) {
        fail("lanes of a warp call different warp functions");
    }
    warp.function = function;
    stop(AT_WARP);
}

const uint64_t* exchange(uint64_t value, WarpFunction function, unsigned mask) {
    Exchange& set = exchange();
    set.values[lane()] = value;
    meet(function, mask);
    return set.values;
}

unsigned unite(unsigned bits, WarpFunction function, unsigned mask) {
    Exchange& set = exchange();
    set.bits |= bits;
    meet(function, mask);
    return set.bits;
}

Copies& copies() { return pool[current].copies; }

void wait_until(const std::function<bool()>& holds) {
    if (!holds()) {
        pool[current].wait = &holds;
        stop(WAITING);
    }
}

std::vector<BulkCopy>& bulk_copies() { return bulk; }

Products& products() { return pool[current].products; }

}  // namespace fibers
