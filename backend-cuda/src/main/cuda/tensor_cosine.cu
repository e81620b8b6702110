#include "tensor_cosine.cuh"

#include <intrinsics.cuh>
#include <launch.cuh>

#include "tiles.cuh"

namespace {

// Eight warps, 2 x 4 of them; each makes 64 x 32 of the tile out of products of 16 x 8.
constexpr int THREADS = 256;
constexpr int WARP_ROWS = 64;
constexpr int WARP_COLUMNS = 32;
constexpr int BLOCKS_DOWN = WARP_ROWS / 16;
constexpr int BLOCKS_ACROSS = WARP_COLUMNS / 8;

// The dimension is walked in steps of 32 values, four pieces of 16 bytes; three steps are on their way while one is multiplied.
constexpr int STEP = 32;
constexpr int PIECE = 8;
constexpr int PIECES = STEP / PIECE;
constexpr int STAGES = 4;

struct Stage {
    __nv_bfloat16 queries[TILE_ROWS * STEP];
    __nv_bfloat16 bank[TILE_ROWS * STEP];
};

struct Stages {
    alignas(128) Stage stage[STAGES];
};

// Where a piece of a row lies: pieces are swapped by row, so that eight rows' pieces of one column are in different banks.
__device__ __forceinline__ int place(int row, int piece) { return row * STEP + (piece ^ (row / 2 % PIECES)) * PIECE; }

__device__ __forceinline__ void copy_step(
    Stage& stage, const __nv_bfloat16* queries, const __nv_bfloat16* bank, int stride, int step) {
#pragma unroll
    for (int i = threadIdx.x; i < TILE_ROWS * PIECES; i += THREADS) {
        int row = i / PIECES;
        int piece = i % PIECES;
        int64_t from = static_cast<int64_t>(row) * stride + step * STEP + piece * PIECE;
        copy16_async(&stage.queries[place(row, piece)], queries + from);
        copy16_async(&stage.bank[place(row, piece)], bank + from);
    }
}

__device__ __forceinline__ void multiply_step(
    float (&products)[BLOCKS_DOWN][BLOCKS_ACROSS][4], const Stage& stage, int warp_row, int warp_column) {
    int lane = threadIdx.x % 32;
#pragma unroll
    for (int k = 0; k < STEP / 16; k++) {
        unsigned a[BLOCKS_DOWN][4];
        unsigned b[BLOCKS_ACROSS / 2][4];
#pragma unroll
        for (int i = 0; i < BLOCKS_DOWN; i++) {
            // lanes 0..15 point at the rows' first eight values, lanes 16..31 at the second eight
            load_matrices(a[i], &stage.queries[place(warp_row + i * 16 + lane % 16, k * 2 + lane / 16)]);
        }
#pragma unroll
        for (int j = 0; j < BLOCKS_ACROSS / 2; j++) {
            // eight lanes each: rows 0..7 first and second values, then rows 8..15
            int row = warp_column + j * 16 + lane / 16 * 8 + lane % 8;
            load_matrices(b[j], &stage.bank[place(row, k * 2 + lane / 8 % 2)]);
        }
#pragma unroll
        for (int i = 0; i < BLOCKS_DOWN; i++) {
#pragma unroll
            for (int j = 0; j < BLOCKS_ACROSS; j++) {
                multiply_add(products[i][j], a[i], b[j / 2][j % 2 * 2], b[j / 2][j % 2 * 2 + 1]);
            }
        }
    }
}

// Two columns of a row of the result; together where the rows' length keeps them aligned.
__device__ __forceinline__ void store_two(float* row, int column, int columns, float first, float second) {
    if (columns % 2 == 0) {
        if (column < columns) {
            *reinterpret_cast<float2*>(row + column) = {clamped(first), clamped(second)};
        }
        return;
    }
    if (column < columns) {
        row[column] = clamped(first);
    }
    if (column + 1 < columns) {
        row[column + 1] = clamped(second);
    }
}

__global__ void __launch_bounds__(THREADS, 2) tensor_cosine(const __nv_bfloat16* queries, int query_rows,
    const __nv_bfloat16* bank, int bank_rows, int stride, float* out) {
    Stages& stages = shared_memory<Stages>();
    int first_query = blockIdx.y * TILE_ROWS;
    int first_row = blockIdx.x * TILE_ROWS;
    queries += static_cast<int64_t>(first_query) * stride;
    bank += static_cast<int64_t>(first_row) * stride;
    int warp = threadIdx.x / 32;
    int warp_row = warp / 4 * WARP_ROWS;
    int warp_column = warp % 4 * WARP_COLUMNS;

    float products[BLOCKS_DOWN][BLOCKS_ACROSS][4] = {};
    int count = stride / STEP;
#pragma unroll
    for (int step = 0; step < STAGES - 1; step++) {
        if (step < count) {
            copy_step(stages.stage[step], queries, bank, stride, step);
        }
        commit_copies();
    }
    for (int step = 0; step < count; step++) {
        // a group is committed every step, even an empty one, so that the count of the latest groups stays right
        wait_copies<STAGES - 2>();
        __syncthreads();
        int next = step + STAGES - 1;
        if (next < count) {
            copy_step(stages.stage[next % STAGES], queries, bank, stride, next);
        }
        commit_copies();
        multiply_step(products, stages.stage[step % STAGES], warp_row, warp_column);
    }

    int lane = threadIdx.x % 32;
#pragma unroll
    for (int i = 0; i < BLOCKS_DOWN; i++) {
#pragma unroll
        for (int j = 0; j < BLOCKS_ACROSS; j++) {
#pragma unroll
            for (int v = 0; v < 4; v += 2) {
                int query = first_query + warp_row + i * 16 + lane / 4 + v / 2 * 8;
                int column = first_row + warp_column + j * 8 + lane % 4 * 2;
                if (query < query_rows) {
                    float* row = out + static_cast<int64_t>(query) * bank_rows;
                    store_two(row, column, bank_rows, products[i][j][v], products[i][j][v + 1]);
                }
            }
        }
    }
}

}  // namespace

cudaError_t launch_tensor_cosine(dim3 grid, cudaStream_t stream, const __nv_bfloat16* queries, int query_rows,
    const __nv_bfloat16* bank, int bank_rows, int stride, float* out) {
    return launch(tensor_cosine, grid, dim3(THREADS), sizeof(Stages), stream, queries, query_rows, bank, bank_rows, stride, out);
}
