// Products of 16-bit rows on tensor cores, 128 x 128 at a time, for compute capability 8.0 and later.
#pragma once

#include <cuda_runtime.h>
#include <intrinsics.cuh>

#include "tiles.cuh"

// Which tile of query rows meets which tile of bank rows.
struct TilePair {
    int queries;
    int bank;
};

// Pairs of tiles go along so many tiles of queries first, so that blocks that work at the same time share what they read.
constexpr int PANEL = 16;

// Pair number i of `query_tiles x bank_tiles`.
__device__ __forceinline__ TilePair panel_pair(int i, int query_tiles, int bank_tiles) {
    int panel = i / (PANEL * bank_tiles);
    int height = min(PANEL, query_tiles - panel * PANEL);
    int inside = i - panel * PANEL * bank_tiles;
    return {panel * PANEL + inside % height, inside / height};
}

// Four warps, each with 32 whole rows of the tile, made out of products of 16 x 8.
template <typename T>
struct TensorTile {
    static constexpr int THREADS = 128;
    static constexpr int BLOCKS_AN_SM = 2;
    static constexpr int DOWN = 2;
    static constexpr int ACROSS = 16;
    static constexpr int BANK_TILES = 1;

    // The dimension is walked in steps of half a block; three steps are on their way while one is multiplied.
    static constexpr int STEP = BLOCK_VALUES / 2;
    static constexpr int STEP_PIECES = STEP / PIECE;
    static constexpr int STAGES = 4;

    struct Stage {
        T queries[TILE_ROWS * STEP];
        T bank[TILE_ROWS * STEP];
    };

    struct Shared {
        alignas(128) Stage stage[STAGES];
    };

    // Where a piece of a row lies in a stage: swapped by row, so that eight rows' pieces of one column are in different banks.
    static __device__ __forceinline__ int place(int row, int piece) {
        return row * STEP + (piece ^ (row / 2 % STEP_PIECES)) * PIECE;
    }

    static __device__ __forceinline__ void copy_step(T* stage, const T* block, int half) {
#pragma unroll
        for (int i = threadIdx.x; i < TILE_ROWS * STEP_PIECES; i += THREADS) {
            int row = i / STEP_PIECES;
            int piece = i % STEP_PIECES;
            copy16_async(&stage[place(row, piece)], block + piece_place(row, half * STEP_PIECES + piece));
        }
    }

    static __device__ __forceinline__ void multiply_step(float (&products)[DOWN][ACROSS][4], const Stage& stage) {
        int lane = threadIdx.x % 32;
        int warp_row = first_row();
#pragma unroll
        for (int k = 0; k < STEP / 16; k++) {
            unsigned a[DOWN][4];
#pragma unroll
            for (int i = 0; i < DOWN; i++) {
                // lanes 0..15 point at the rows' first eight values, lanes 16..31 at the second eight
                load_matrices(a[i], &stage.queries[place(warp_row + i * 16 + lane % 16, k * 2 + lane / 16)]);
            }
#pragma unroll
            for (int j = 0; j < ACROSS; j += 2) {
                // eight lanes each: rows 0..7 first and second values, then rows 8..15
                unsigned b[4];
                load_matrices(b, &stage.bank[place(j * 8 + lane / 16 * 8 + lane % 8, k * 2 + lane / 8 % 2)]);
#pragma unroll
                for (int i = 0; i < DOWN; i++) {
                    multiply_add<T>(products[i][j], a[i], b[0], b[1]);
                    multiply_add<T>(products[i][j + 1], a[i], b[2], b[3]);
                }
            }
        }
    }

    // The first row of the tile that a warp makes; lane l has rows l / 4 and l / 4 + 8 of each 16 that follow.
    static __device__ __forceinline__ int first_row() { return threadIdx.x / 32 * (DOWN * 16); }

    // Multiplies pairs of tiles one after another and hands each pair's products to the warps; copies run ahead into the next.
    template <typename Pair, typename Take>
    static __device__ __forceinline__ void multiply(
        Shared& shared, const T* queries, const T* bank, int, int stride, int pairs, Pair pair, Take take) {
        int steps = stride / STEP;
        auto copy = [&](int flat) {
            if (flat < pairs * steps) {
                TilePair tiles = pair(flat / steps);
                int step = flat % steps;
                auto block = [&](const T* rows, int tile) {
                    return rows + (static_cast<int64_t>(tile) * (stride / BLOCK_VALUES) + step / 2) * BLOCK_LENGTH;
                };
                Stage& stage = shared.stage[flat % STAGES];
                copy_step(stage.queries, block(queries, tiles.queries), step % 2);
                copy_step(stage.bank, block(bank, tiles.bank), step % 2);
            }
            // a group is committed every step, even an empty one, so that the count of the latest groups stays right
            commit_copies();
        };
#pragma unroll
        for (int step = 0; step < STAGES - 1; step++) {
            copy(step);
        }
        int flat = 0;
        for (int i = 0; i < pairs; i++) {
            float products[DOWN][ACROSS][4] = {};
            for (int step = 0; step < steps; step++, flat++) {
                wait_copies<STAGES - 2>();
                __syncthreads();
                copy(flat + STAGES - 1);
                multiply_step(products, shared.stage[flat % STAGES]);
            }
            take(products, pair(i));
        }
    }
};
