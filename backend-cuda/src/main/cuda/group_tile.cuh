// Products of 16-bit rows on tensor cores, 128 x 256 at a time, for compute capability 9.0: a warp starts bulk copies, two groups
// of four warps multiply what has arrived, 64 rows each.
#pragma once

#include <cuda_runtime.h>
#include <hopper.cuh>

#include "tensor_tile.cuh"

template <typename T>
struct GroupTile {
    static constexpr int GROUP = 128;
    static constexpr int GROUPS = 2;
    static constexpr int THREADS = GROUP * (1 + GROUPS);
    static constexpr int BLOCKS_AN_SM = 1;
    static constexpr int DOWN = 1;
    static constexpr int ACROSS = 32;
    static constexpr int BANK_TILES = 2;
    static constexpr int STAGES = 4;
    static constexpr unsigned BLOCK_BYTES = BLOCK_LENGTH * sizeof(T);

    // The copying group needs few registers; the others take what it leaves of a multiprocessor's.
    static constexpr int COPYING_REGISTERS = 40;
    static constexpr int MULTIPLYING_REGISTERS = 232;

    struct Stage {
        T queries[BLOCK_LENGTH];
        T bank[BANK_TILES * BLOCK_LENGTH];
    };

    struct Shared {
        alignas(1024) Stage stage[STAGES];
        PhaseBarrier full[STAGES];
        PhaseBarrier empty[STAGES];
    };

    // The first row of the tile that a warp of a multiplying group makes; lane l has rows l / 4 and l / 4 + 8 of these.
    static __device__ __forceinline__ int first_row() { return (threadIdx.x - GROUP) / 32 * 16; }

    template <typename Pair>
    static __device__ __forceinline__ void copy(
        Shared& shared, const T* queries, const T* bank, int bank_tiles, int stride, int pairs, Pair pair) {
        int steps = stride / BLOCK_VALUES;
        int flat = 0;
        for (int i = 0; i < pairs; i++) {
            TilePair tiles = pair(i);
            const T* query_block = queries + static_cast<int64_t>(tiles.queries) * steps * BLOCK_LENGTH;
            const T* bank_block = bank + static_cast<int64_t>(tiles.bank) * BANK_TILES * steps * BLOCK_LENGTH;
            int blocks = min(BANK_TILES, bank_tiles - tiles.bank * BANK_TILES);
            for (int step = 0; step < steps; step++, flat++) {
                Stage& stage = shared.stage[flat % STAGES];
                PhaseBarrier& full = shared.full[flat % STAGES];
                await_phase(shared.empty[flat % STAGES], (flat / STAGES + 1) % 2);
                arrive_expecting(full, (1 + blocks) * BLOCK_BYTES);
                copy_bulk(stage.queries, query_block + step * BLOCK_LENGTH, BLOCK_BYTES, full);
                for (int b = 0; b < blocks; b++) {
                    copy_bulk(stage.bank + b * BLOCK_LENGTH, bank_block + static_cast<int64_t>(b * steps + step) * BLOCK_LENGTH,
                        BLOCK_BYTES, full);
                }
            }
        }
    }

    // A warp has read a stage for the last time.
    static __device__ __forceinline__ void release(Shared& shared, int flat) {
        if (threadIdx.x % 32 == 0) {
            arrive(shared.empty[flat % STAGES]);
        }
    }

    // Multiplies pairs of tiles one after another and hands each pair's products to the warps; copies run ahead into the next.
    // Rows of the bank beyond its tiles give products of no meaning.
    template <typename Pair, typename Take>
    static __device__ __forceinline__ void multiply(
        Shared& shared, const T* queries, const T* bank, int bank_tiles, int stride, int pairs, Pair pair, Take take) {
        if (threadIdx.x == 0) {
            for (int stage = 0; stage < STAGES; stage++) {
                open_barrier(shared.full[stage], 1);
                open_barrier(shared.empty[stage], GROUPS * GROUP / 32);
            }
            publish_barriers();
        }
        __syncthreads();
        if (threadIdx.x < GROUP) {
            give_registers<COPYING_REGISTERS>();
            if (threadIdx.x == 0) {
                copy(shared, queries, bank, bank_tiles, stride, pairs, pair);
            }
        } else {
            take_registers<MULTIPLYING_REGISTERS>();
            int steps = stride / BLOCK_VALUES;
            int first = (threadIdx.x / GROUP - 1) * (TILE_ROWS / GROUPS) * BLOCK_VALUES;
            int flat = 0;
            for (int i = 0; i < pairs; i++) {
                float products[DOWN][ACROSS][4];
                for (int step = 0; step < steps; step++, flat++) {
                    const Stage& stage = shared.stage[flat % STAGES];
                    await_phase(shared.full[flat % STAGES], flat / STAGES % 2);
                    uint64_t a = matrix_at(stage.queries + first);
                    uint64_t b = matrix_at(stage.bank);
                    begin_products();
#pragma unroll
                    for (int k = 0; k < BLOCK_VALUES / 16; k++) {
                        multiply_group<T>(products[0], a + 2 * k, b + 2 * k, step + k > 0);
                    }
                    commit_products();
                    if (step > 0) {
                        await_products<1>();
                        release(shared, flat - 1);
                    }
                }
                await_products<0>();
                release(shared, flat - 1);
                take(products, pair(i));
            }
        }
    }
};
