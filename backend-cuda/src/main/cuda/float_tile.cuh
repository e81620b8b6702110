// The float32 product of 128 rows with 128 rows in the registers of a block of 256 threads.
#pragma once

#include <cuda_runtime.h>
#include <intrinsics.cuh>

#include "tiles.cuh"

constexpr int FLOAT_THREADS = 256;

// Rows and columns of a thread's part: two groups of four each, half a tile apart, so that a warp reads whole banks.
constexpr int PART = 8;

// The dimension is walked in steps of this many values.
constexpr int STEP = 16;

// Rows of the transposed steps are longer than the tile: a column store of four values then meets two rows a bank, not four.
constexpr int PITCH = TILE_ROWS + 4;

// Two steps of both matrices, transposed: one is multiplied while the next is stored.
struct FloatSteps {
    alignas(16) float queries[2][STEP][PITCH];
    alignas(16) float bank[2][STEP][PITCH];
};

// What a thread loads of one step: a quarter of the step's values of two rows of each matrix.
struct FloatLoad {
    float4 queries[2];
    float4 bank[2];
};

// Row (or column) of the tile that place i of a thread's part holds.
__device__ __forceinline__ int part_row(int i) { return (i / 4) * (TILE_ROWS / 2) + threadIdx.x / 16 * 4 + i % 4; }

__device__ __forceinline__ int part_column(int j) { return (j / 4) * (TILE_ROWS / 2) + threadIdx.x % 16 * 4 + j % 4; }

__device__ __forceinline__ void load_step(
    FloatLoad& load, const float* queries, const float* bank, int stride, int step) {
    int row = threadIdx.x / 4;
    int64_t from = static_cast<int64_t>(row) * stride + step * STEP + threadIdx.x % 4 * 4;
    int64_t half = static_cast<int64_t>(TILE_ROWS / 2) * stride;
    for (int i = 0; i < 2; i++) {
        load.queries[i] = *reinterpret_cast<const float4*>(queries + from + i * half);
        load.bank[i] = *reinterpret_cast<const float4*>(bank + from + i * half);
    }
}

__device__ __forceinline__ void store_transposed(float (&step)[STEP][PITCH], const float4& values, int row, int k) {
    step[k][row] = values.x;
    step[k + 1][row] = values.y;
    step[k + 2][row] = values.z;
    step[k + 3][row] = values.w;
}

__device__ __forceinline__ void store_step(FloatSteps& steps, int which, const FloatLoad& load) {
    int k = threadIdx.x % 4 * 4;
    for (int i = 0; i < 2; i++) {
        int row = threadIdx.x / 4 + i * (TILE_ROWS / 2);
        store_transposed(steps.queries[which], load.queries[i], row, k);
        store_transposed(steps.bank[which], load.bank[i], row, k);
    }
}

__device__ __forceinline__ void load_part(float (&part)[PART], const float (&values)[PITCH], int place) {
    for (int half = 0; half < 2; half++) {
        float4 four = *reinterpret_cast<const float4*>(&values[half * (TILE_ROWS / 2) + place * 4]);
        part[half * 4] = four.x;
        part[half * 4 + 1] = four.y;
        part[half * 4 + 2] = four.z;
        part[half * 4 + 3] = four.w;
    }
}

__device__ __forceinline__ void multiply_step(float (&products)[PART][PART], const FloatSteps& steps, int which) {
#pragma unroll
    for (int k = 0; k < STEP; k++) {
        float a[PART];
        float b[PART];
        load_part(a, steps.queries[which][k], threadIdx.x / 16);
        load_part(b, steps.bank[which][k], threadIdx.x % 16);
#pragma unroll
        for (int i = 0; i < PART; i++) {
            add_multiples(products[i], a[i], b);
        }
    }
}

// Multiplies two tiles of unit rows. Ends with a barrier: the steps may be overwritten afterwards.
__device__ __forceinline__ void multiply_tiles(
    float (&products)[PART][PART], FloatSteps& steps, const float* queries, const float* bank, int stride) {
#pragma unroll
    for (int i = 0; i < PART; i++) {
#pragma unroll
        for (int j = 0; j < PART; j++) {
            products[i][j] = 0;
        }
    }
    FloatLoad load;
    load_step(load, queries, bank, stride, 0);
    store_step(steps, 0, load);
    __syncthreads();
    int count = stride / STEP;
    for (int step = 0; step < count; step++) {
        if (step + 1 < count) {
            load_step(load, queries, bank, stride, step + 1);
        }
        multiply_step(products, steps, step % 2);
        if (step + 1 < count) {
            store_step(steps, (step + 1) % 2, load);
        }
        __syncthreads();
    }
}
