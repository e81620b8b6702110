// Rows of tokens: values (float32, row-major) and operands (what products multiply), eight columns at a time.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime.h>
#include <intrinsics.cuh>

#include "engine.cuh"
#include "tiles.cuh"

// Eight values, a piece of a row.
struct Piece {
    float v[PIECE];
};

__device__ __forceinline__ int64_t piece_at(const float*, int row, int piece, int stride) {
    return static_cast<int64_t>(row) * stride + piece * PIECE;
}

template <typename T>
__device__ __forceinline__ int64_t piece_at(const T*, int row, int piece, int stride) {
    return value_place(row, piece * PIECE, stride);
}

__device__ __forceinline__ Piece load_piece(const float* matrix, int row, int piece, int stride) {
    auto* from = reinterpret_cast<const float4*>(matrix + piece_at(matrix, row, piece, stride));
    float4 a = from[0];
    float4 b = from[1];
    return {{a.x, a.y, a.z, a.w, b.x, b.y, b.z, b.w}};
}

template <typename T>
__device__ __forceinline__ Piece load_piece(const T* matrix, int row, int piece, int stride) {
    uint4 words = *reinterpret_cast<const uint4*>(matrix + piece_at(matrix, row, piece, stride));
    Piece values;
    unpack_two<T>(words.x, values.v[0], values.v[1]);
    unpack_two<T>(words.y, values.v[2], values.v[3]);
    unpack_two<T>(words.z, values.v[4], values.v[5]);
    unpack_two<T>(words.w, values.v[6], values.v[7]);
    return values;
}

__device__ __forceinline__ void store_piece(float* matrix, int row, int piece, int stride, const Piece& values) {
    auto* to = reinterpret_cast<float4*>(matrix + piece_at(matrix, row, piece, stride));
    to[0] = {values.v[0], values.v[1], values.v[2], values.v[3]};
    to[1] = {values.v[4], values.v[5], values.v[6], values.v[7]};
}

template <typename T>
__device__ __forceinline__ void store_piece(T* matrix, int row, int piece, int stride, const Piece& values) {
    const float* v = values.v;
    *reinterpret_cast<uint4*>(matrix + piece_at(matrix, row, piece, stride)) = {
        pack_two<T>(v[0], v[1]), pack_two<T>(v[2], v[3]), pack_two<T>(v[4], v[5]), pack_two<T>(v[6], v[7])};
}

// Where one value of an operand lies.
__device__ __forceinline__ int64_t place_of(const float*, int row, int column, int stride) {
    return static_cast<int64_t>(row) * stride + column;
}

template <typename T>
__device__ __forceinline__ int64_t place_of(const T*, int row, int column, int stride) {
    return value_place(row, column, stride);
}

__device__ __forceinline__ float as_float(float value) { return value; }
__device__ __forceinline__ float as_float(__half value) { return __half2float(value); }
__device__ __forceinline__ float as_float(__nv_bfloat16 value) { return __bfloat162float(value); }

__device__ __forceinline__ void store_value(float* to, float value) { *to = value; }
__device__ __forceinline__ void store_value(__half* to, float value) { *to = __float2half_rn(value); }
__device__ __forceinline__ void store_value(__nv_bfloat16* to, float value) { *to = __float2bfloat16_rn(value); }

// A value of a stored array whose type is known when the kernel runs.
__device__ __forceinline__ float stored_value(uint64_t array, int64_t type, int64_t index) {
    switch (type) {
        case DISCERN_FLOAT32:
            return reinterpret_cast<const float*>(array)[index];
        case DISCERN_FLOAT16:
            return as_float(reinterpret_cast<const __half*>(array)[index]);
        default:
            return as_float(reinterpret_cast<const __nv_bfloat16*>(array)[index]);
    }
}

// Calls with a null pointer of a precision's type; `otherwise` where there is no such precision.
template <typename F>
auto with_type(int64_t precision, F f, decltype(f(static_cast<float*>(nullptr))) otherwise) {
    switch (precision) {
        case DISCERN_FLOAT32:
            return f(static_cast<float*>(nullptr));
        case DISCERN_BFLOAT16:
            return f(static_cast<__nv_bfloat16*>(nullptr));
        case DISCERN_FLOAT16:
            return f(static_cast<__half*>(nullptr));
        default:
            return otherwise;
    }
}
