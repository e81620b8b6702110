// What CUDA C++ has no function for; the host build of the tests has another file of this name.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime.h>

// The block's shared memory as one structure.
template <typename T>
__device__ __forceinline__ T& shared_memory() {
    extern __shared__ __align__(1024) unsigned char memory[];
    return *reinterpret_cast<T*>(memory);
}

__device__ __forceinline__ unsigned shared_address(const void* pointer) {
    return static_cast<unsigned>(__cvta_generic_to_shared(pointer));
}

// Starts copying 16 bytes, both sides aligned, past the registers and the first-level cache.
__device__ __forceinline__ void copy16_async(void* shared, const void* global) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16;\n" ::"r"(shared_address(shared)), "l"(global) : "memory");
}

// Makes a group of the copies started since the last one.
__device__ __forceinline__ void commit_copies() { asm volatile("cp.async.commit_group;\n" ::: "memory"); }

// Waits until at most N of the latest groups are under way; of this thread's copies only.
template <int N>
__device__ __forceinline__ void wait_copies() {
    asm volatile("cp.async.wait_group %0;\n" ::"n"(N) : "memory");
}

// Four 8 x 8 matrices of 16-bit values: lane l gives the address of row l % 8 of matrix l / 8, and gets values
// 2 (l % 4) and 2 (l % 4) + 1 of row l / 4 of each.
__device__ __forceinline__ void load_matrices(unsigned (&values)[4], const void* row) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];\n"
                 : "=r"(values[0]), "=r"(values[1]), "=r"(values[2]), "=r"(values[3])
                 : "r"(shared_address(row))
                 : "memory");
}

// The same, each matrix transposed: the lane gets values l / 4 of rows 2 (l % 4) and 2 (l % 4) + 1.
__device__ __forceinline__ void load_transposed(unsigned (&values)[4], const void* row) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];\n"
                 : "=r"(values[0]), "=r"(values[1]), "=r"(values[2]), "=r"(values[3])
                 : "r"(shared_address(row))
                 : "memory");
}

// Two 16-bit values of a type in a word, the first below; rounded to nearest even.
template <typename T>
__device__ __forceinline__ unsigned pack_two(float first, float second);

template <>
__device__ __forceinline__ unsigned pack_two<__half>(float first, float second) {
    __half2 both = __floats2half2_rn(first, second);
    return *reinterpret_cast<unsigned*>(&both);
}

template <>
__device__ __forceinline__ unsigned pack_two<__nv_bfloat16>(float first, float second) {
    __nv_bfloat162 both = __floats2bfloat162_rn(first, second);
    return *reinterpret_cast<unsigned*>(&both);
}

template <typename T>
__device__ __forceinline__ void unpack_two(unsigned word, float& first, float& second);

template <>
__device__ __forceinline__ void unpack_two<__half>(unsigned word, float& first, float& second) {
    float2 both = __half22float2(*reinterpret_cast<__half2*>(&word));
    first = both.x;
    second = both.y;
}

template <>
__device__ __forceinline__ void unpack_two<__nv_bfloat16>(unsigned word, float& first, float& second) {
    first = __uint_as_float(word << 16);
    second = __uint_as_float(word & 0xffff0000u);
}

// d += a b with a 16 x 16 and b 16 x 8 of 16-bit values of a type, d float32, in the layout of mma.m16n8k16.
template <typename T>
__device__ __forceinline__ void multiply_add(float (&d)[4], const unsigned (&a)[4], unsigned b0, unsigned b1);

#define DISCERN_MULTIPLY_ADD(type, name)                                                                                   \
    template <>                                                                                                            \
    __device__ __forceinline__ void multiply_add<type>(                                                                    \
        float (&d)[4], const unsigned (&a)[4], unsigned b0, unsigned b1) {                                                 \
        asm volatile("mma.sync.aligned.m16n8k16.row.col.f32." name "." name                                                \
                     ".f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};\n"                              \
                     : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])                                                      \
                     : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));                                      \
    }

DISCERN_MULTIPLY_ADD(__nv_bfloat16, "bf16")
DISCERN_MULTIPLY_ADD(__half, "f16")
#undef DISCERN_MULTIPLY_ADD

// Adds a multiple of values to sums, each with one rounding.
template <int N>
__device__ __forceinline__ void add_multiples(float (&sums)[N], float factor, const float (&values)[N]) {
#pragma unroll
    for (int i = 0; i < N; i++) {
        sums[i] = fmaf(factor, values[i], sums[i]);
    }
}

// sum + the products of four unsigned bytes with four unsigned 16-bit values, two in each word.
__device__ __forceinline__ unsigned add_short_products(unsigned bytes, unsigned first, unsigned second, unsigned sum) {
    asm("dp2a.lo.u32.u32 %0, %1, %2, %0;\n" : "+r"(sum) : "r"(first), "r"(bytes));
    asm("dp2a.hi.u32.u32 %0, %1, %2, %0;\n" : "+r"(sum) : "r"(second), "r"(bytes));
    return sum;
}

// sum + the products of four unsigned bytes with four signed ones.
__device__ __forceinline__ int add_byte_products(unsigned bytes, unsigned weights, int sum) {
    asm("dp4a.u32.s32 %0, %1, %2, %0;\n" : "+r"(sum) : "r"(bytes), "r"(weights));
    return sum;
}
