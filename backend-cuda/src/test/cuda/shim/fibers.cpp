#include "fibers.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#if defined(__SANITIZE_ADDRESS__) || defined(FIBERS_OF_WATCHED_CODE)
#define TELLS_SANITIZER
#include <sanitizer/common_interface_defs.h>
#endif

#ifndef __x86_64__
#error "fibers are written for x86-64"
#endif

dim3 threadIdx;
dim3 blockIdx;
dim3 blockDim;
dim3 gridDim;

// Saves the callee's registers and the stack pointer, and goes on with another stack.
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
    ret
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

constexpr size_t STACK_BYTES = 128 * 1024;
constexpr size_t SHARED_ALIGNMENT = 1024;
constexpr unsigned WARP = 32;
constexpr unsigned char GARBAGE = 0xff;

enum State { READY, AT_BLOCK_BARRIER, AT_WARP, WAITING, DONE };

struct Stack {
    void* bytes = mmap(nullptr, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    Stack() = default;
    Stack(const Stack&) = delete;
    ~Stack() { munmap(bytes, STACK_BYTES); }
};

struct Fiber {
    Stack stack;
    void* pointer = nullptr;
    State state = DONE;
    dim3 thread;
    WarpFunction function = SYNC;
    unsigned warp_calls = 0;
    Copies copies;
    Products products;
    const std::function<bool()>* wait = nullptr;
};

struct Warp {
    uint64_t values[2][WARP];
};

std::vector<std::unique_ptr<Fiber>> pool;
std::vector<Warp> warps;
unsigned threads;
Fiber* current;
unsigned current_number;
void* scheduler_stack;
const std::function<void()>* body;
std::unique_ptr<void, decltype(&free)> shared(nullptr, &free);
size_t shared_size;
bool any_now;
bool any_before;
bool progress;
std::vector<BulkCopy> bulk;

#ifdef TELLS_SANITIZER
const void* scheduler_bottom;
size_t scheduler_size;

void leave_for(const void* bottom, size_t bytes, void** fake) { __sanitizer_start_switch_fiber(fake, bottom, bytes); }
void arrive(void* fake, const void** bottom, size_t* bytes) { __sanitizer_finish_switch_fiber(fake, bottom, bytes); }
#else
const void* scheduler_bottom;
size_t scheduler_size;

void leave_for(const void*, size_t, void**) {}
void arrive(void*, const void**, size_t*) {}
#endif

void to_scheduler(State state) {
    Fiber* self = current;
    self->state = state;
    void* fake = nullptr;
    leave_for(scheduler_bottom, scheduler_size, state == DONE ? nullptr : &fake);
    discern_switch_stack(&self->pointer, scheduler_stack);
    arrive(fake, nullptr, nullptr);
}

void fiber_main() {
    arrive(nullptr, &scheduler_bottom, &scheduler_size);
    (*body)();
    to_scheduler(DONE);
    abort();
}

void prepare(Fiber& fiber, unsigned number) {
    fiber.state = READY;
    fiber.thread = dim3(number % blockDim.x, number / blockDim.x % blockDim.y, number / blockDim.x / blockDim.y);
    fiber.warp_calls = 0;
    fiber.copies.clear();
    fiber.products = {};
    auto* top = reinterpret_cast<void**>(static_cast<char*>(fiber.stack.bytes) + STACK_BYTES);
    top[-2] = reinterpret_cast<void*>(&fiber_main);  // where the switch returns to, with the stack as after a call
    std::fill(top - 8, top - 2, nullptr);
    fiber.pointer = top - 8;
}

void resume(unsigned number) {
    progress = true;
    current = pool[number].get();
    current_number = number;
    threadIdx = current->thread;
    void* fake = nullptr;
    leave_for(current->stack.bytes, STACK_BYTES, &fake);
    discern_switch_stack(&scheduler_stack, current->pointer);
    arrive(fake, nullptr, nullptr);
}

// Lets a warp go on whose lanes all wait for each other.
bool release_warp(unsigned first) {
    for (unsigned i = first; i < first + WARP; i++) {
        if (i >= threads || pool[i]->state != AT_WARP) {
            return false;
        }
        if (pool[i]->function != pool[first]->function) {
            fail("lanes of a warp call different warp functions");
        }
    }
    for (unsigned i = first; i < first + WARP; i++) {
        pool[i]->state = READY;
    }
    return true;
}

bool can_run(Fiber& fiber) {
    if (fiber.state == WAITING && (*fiber.wait)()) {
        fiber.state = READY;
    }
    return fiber.state == READY;
}

// Runs a warp as far as it gets without the others.
void run_warp(unsigned first, const std::vector<unsigned>& lanes) {
    bool ran;
    do {
        ran = false;
        for (unsigned lane : lanes) {
            if (first + lane < threads && can_run(*pool[first + lane])) {
                resume(first + lane);
                ran = true;
            }
        }
        ran |= release_warp(first);
    } while (ran);
}

bool release_block() {
    for (unsigned i = 0; i < threads; i++) {
        if (pool[i]->state != AT_BLOCK_BARRIER) {
            return false;
        }
    }
    any_before = any_now;
    any_now = false;
    for (unsigned i = 0; i < threads; i++) {
        pool[i]->state = READY;
    }
    return true;
}

bool all_done() {
    return std::all_of(pool.begin(), pool.begin() + threads, [](auto& fiber) { return fiber->state == DONE; });
}

void run_block(const std::vector<unsigned>& warp_turns, const std::vector<unsigned>& lane_turns) {
    memset(shared.get(), GARBAGE, shared_size);
    any_now = false;
    bulk.clear();
    for (unsigned i = 0; i < threads; i++) {
        prepare(*pool[i], i);
    }
    do {
        progress = false;
        for (unsigned warp : warp_turns) {
            run_warp(warp * WARP, lane_turns);
        }
        if (!release_block() && !all_done() && !progress) {
            fail("a barrier, a warp function or a phase that only some threads reach");
        }
    } while (!all_done());
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
    while (pool.size() < threads) {
        pool.push_back(std::make_unique<Fiber>());
    }
    warps.assign((threads + WARP - 1) / WARP, {});
    // of the exact size, so that the address sanitizer sees what lies beyond
    void* fresh = nullptr;
    if (posix_memalign(&fresh, SHARED_ALIGNMENT, shared_bytes) != 0) {
        fail("no memory for the block's shared memory");
    }
    shared.reset(fresh);
    shared_size = shared_bytes;
    std::vector<unsigned> warp_turns = turns_of(order, warps.size());
    std::vector<unsigned> lane_turns = turns_of(order, WARP);
    uint64_t blocks = static_cast<uint64_t>(grid.x) * grid.y * grid.z;
    for (uint64_t i = 0; i < blocks; i++) {
        uint64_t number = order == BACKWARD ? blocks - 1 - i : i;
        blockIdx = dim3(number % grid.x, number / grid.x % grid.y, number / grid.x / grid.y);
        run_block(warp_turns, lane_turns);
    }
}

void* shared_memory() { return shared.get(); }

size_t shared_bytes() { return shared_size; }

bool block_barrier(bool value) {
    any_now |= value;
    to_scheduler(AT_BLOCK_BARRIER);
    return any_before;
}

const uint64_t* exchange(uint64_t value, WarpFunction function, unsigned mask) {
    if (mask != 0xffffffffu) {
        fail("a warp function with a partial mask");
    }
    // two sets by turns: a lane that goes on may give its next value before others have read
    uint64_t* values = warps[current_number / WARP].values[current->warp_calls++ % 2];
    values[current_number % WARP] = value;
    current->function = function;
    to_scheduler(AT_WARP);
    return values;
}

Copies& copies() { return current->copies; }

void wait_until(const std::function<bool()>& holds) {
    if (!holds()) {
        current->wait = &holds;
        to_scheduler(WAITING);
    }
}

std::vector<BulkCopy>& bulk_copies() { return bulk; }

Products& products() { return current->products; }

}  // namespace fibers
