// Instructions of compute capability 9.0 (sm_90a), empty elsewhere: bulk copies that report to a barrier in shared memory, and
// products of 64 x 256 values by four warps that read both factors from there. The host build of the tests has another file of
// this name.
#pragma once

#include <cstdint>
#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime.h>
#include <intrinsics.cuh>

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
#define DISCERN_HOPPER(instruction) instruction
#else
#define DISCERN_HOPPER(instruction) __trap()
#endif

// Counts arrivals of threads and bytes of copies; its phase ends when both are complete, and the next begins.
struct alignas(8) PhaseBarrier {
    uint64_t state;
};

__device__ __forceinline__ void open_barrier(PhaseBarrier& barrier, unsigned arrivals) {
    DISCERN_HOPPER(asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;\n" ::"r"(shared_address(&barrier)), "r"(arrivals)
                                : "memory"));
}

// Makes opened barriers visible to copies; the block's threads still have to meet.
__device__ __forceinline__ void publish_barriers() {
    DISCERN_HOPPER(asm volatile("fence.mbarrier_init.release.cluster;\n" ::: "memory"));
}

__device__ __forceinline__ void arrive(PhaseBarrier& barrier) {
    DISCERN_HOPPER(
        asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];\n" ::"r"(shared_address(&barrier)) : "memory"));
}

// Arrives, and adds to the bytes that this phase waits for.
__device__ __forceinline__ void arrive_expecting(PhaseBarrier& barrier, unsigned bytes) {
    DISCERN_HOPPER(asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;\n" ::"r"(shared_address(&barrier)),
                                "r"(bytes)
                                : "memory"));
}

// Waits until the phase of that parity has ended; the first phase has parity 0, and one "before it" has ended.
__device__ __forceinline__ void await_phase(PhaseBarrier& barrier, unsigned parity) {
    DISCERN_HOPPER(asm volatile(
        "{\n"
        ".reg .pred ended;\n"
        "again:\n"
        "mbarrier.try_wait.parity.shared::cta.b64 ended, [%0], %1;\n"
        "@ended bra done;\n"
        "bra again;\n"
        "done:\n"
        "}\n" ::"r"(shared_address(&barrier)),
        "r"(parity)
        : "memory"));
}

// Starts a copy to shared memory; addresses and size are multiples of 16. The barrier counts its bytes.
__device__ __forceinline__ void copy_bulk(void* shared, const void* global, unsigned bytes, PhaseBarrier& barrier) {
    DISCERN_HOPPER(asm volatile("cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes [%0], [%1], %2, [%3];\n" ::"r"(
                                    shared_address(shared)),
                                "l"(global), "r"(bytes), "r"(shared_address(&barrier))
                                : "memory"));
}

// How a product finds a matrix of 16-bit values in shared memory: rows of 128 bytes, whose pieces of 16 bytes are swapped by row
// (piece ^ row % 8), eight rows in 1,024 bytes. Adding 2 goes on by 16 values.
__device__ __forceinline__ uint64_t matrix_at(const void* shared) {
    return static_cast<uint64_t>((shared_address(shared) & 0x3ffff) >> 4) | 1ull << 16 | 64ull << 32 | 1ull << 62;
}

// What the warps wrote to registers and shared memory comes before the products that they start next.
__device__ __forceinline__ void begin_products() {
    DISCERN_HOPPER(asm volatile("wgmma.fence.sync.aligned;\n" ::: "memory"));
}

__device__ __forceinline__ void commit_products() {
    DISCERN_HOPPER(asm volatile("wgmma.commit_group.sync.aligned;\n" ::: "memory"));
}

// Waits until at most N of the latest groups of products are under way.
template <int N>
__device__ __forceinline__ void await_products() {
    DISCERN_HOPPER(asm volatile("wgmma.wait_group.sync.aligned %0;\n" ::"n"(N) : "memory"));
}

// Gives registers back to the block, and takes them; whole groups of four warps.
template <int N>
__device__ __forceinline__ void give_registers() {
    DISCERN_HOPPER(asm volatile("setmaxnreg.dec.sync.aligned.u32 %0;\n" ::"n"(N)));
}

template <int N>
__device__ __forceinline__ void take_registers() {
    DISCERN_HOPPER(asm volatile("setmaxnreg.inc.sync.aligned.u32 %0;\n" ::"n"(N)));
}

// d = a b, or d + a b: a 64 x 16, b 256 x 16 (both by rows of 16 values), four warps. Lane l of warp w holds of d rows
// 16 w + l / 4 and that + 8, columns 8 j + 2 (l % 4) and that + 1.
template <typename T>
__device__ __forceinline__ void multiply_group(float (&d)[32][4], uint64_t a, uint64_t b, bool adds);

#define DISCERN_FOUR(v) "+f"(v[0]), "+f"(v[1]), "+f"(v[2]), "+f"(v[3])
#define DISCERN_MULTIPLY_GROUP(type, name)                                                             \
    template <>                                                                                        \
    __device__ __forceinline__ void multiply_group<type>(float (&d)[32][4], uint64_t a, uint64_t b, bool adds) { \
        DISCERN_HOPPER(asm volatile(                                                                   \
            "{\n"                                                                                      \
            ".reg .pred adds;\n"                                                                       \
            "setp.ne.b32 adds, %130, 0;\n"                                                             \
            "wgmma.mma_async.sync.aligned.m64n256k16.f32." name "." name " {"                          \
            "%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, " \
            "%16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31, " \
            "%32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, " \
            "%48, %49, %50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63, " \
            "%64, %65, %66, %67, %68, %69, %70, %71, %72, %73, %74, %75, %76, %77, %78, %79, " \
            "%80, %81, %82, %83, %84, %85, %86, %87, %88, %89, %90, %91, %92, %93, %94, %95, " \
            "%96, %97, %98, %99, %100, %101, %102, %103, %104, %105, %106, %107, %108, %109, %110, %111, " \
            "%112, %113, %114, %115, %116, %117, %118, %119, %120, %121, %122, %123, %124, %125, %126, %127}, " \
            "%128, %129, adds, 1, 1, 0, 0;\n"                                                          \
            "}\n"                                                                                      \
            : DISCERN_FOUR(d[0]), DISCERN_FOUR(d[1]), DISCERN_FOUR(d[2]), DISCERN_FOUR(d[3]), \
              DISCERN_FOUR(d[4]), DISCERN_FOUR(d[5]), DISCERN_FOUR(d[6]), DISCERN_FOUR(d[7]), \
              DISCERN_FOUR(d[8]), DISCERN_FOUR(d[9]), DISCERN_FOUR(d[10]), DISCERN_FOUR(d[11]), \
              DISCERN_FOUR(d[12]), DISCERN_FOUR(d[13]), DISCERN_FOUR(d[14]), DISCERN_FOUR(d[15]), \
              DISCERN_FOUR(d[16]), DISCERN_FOUR(d[17]), DISCERN_FOUR(d[18]), DISCERN_FOUR(d[19]), \
              DISCERN_FOUR(d[20]), DISCERN_FOUR(d[21]), DISCERN_FOUR(d[22]), DISCERN_FOUR(d[23]), \
              DISCERN_FOUR(d[24]), DISCERN_FOUR(d[25]), DISCERN_FOUR(d[26]), DISCERN_FOUR(d[27]), \
              DISCERN_FOUR(d[28]), DISCERN_FOUR(d[29]), DISCERN_FOUR(d[30]), DISCERN_FOUR(d[31]) \
            : "l"(a), "l"(b), "r"(static_cast<int>(adds))));                                           \
    }

DISCERN_MULTIPLY_GROUP(__nv_bfloat16, "bf16")
DISCERN_MULTIPLY_GROUP(__half, "f16")
#undef DISCERN_MULTIPLY_GROUP
#undef DISCERN_FOUR
