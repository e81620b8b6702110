// Matrices of cosines in float32: the clear one.
#include <launch.cuh>

#include "engine.cuh"
#include "float_tile.cuh"
#include "tensor_cosine.cuh"

namespace {

// Four columns of a row of the result; together where the rows' length keeps them aligned.
__device__ __forceinline__ void store_four(float* row, int column, int columns, const float* products) {
    if (columns % 4 == 0) {
        if (column < columns) {
            *reinterpret_cast<float4*>(row + column) = {
                clamped(products[0]), clamped(products[1]), clamped(products[2]), clamped(products[3])};
        }
        return;
    }
#pragma unroll
    for (int j = 0; j < 4; j++) {
        if (column + j < columns) {
            row[column + j] = clamped(products[j]);
        }
    }
}

__global__ void __launch_bounds__(FLOAT_THREADS, 2) cosine(
    const float* queries, int query_rows, const float* bank, int bank_rows, int stride, float* out) {
    FloatSteps& steps = shared_memory<FloatSteps>();
    int first_query = blockIdx.y * TILE_ROWS;
    int first_row = blockIdx.x * TILE_ROWS;
    float products[PART][PART];
    multiply_tiles(products, steps, queries + static_cast<int64_t>(first_query) * stride,
        bank + static_cast<int64_t>(first_row) * stride, stride);
#pragma unroll
    for (int i = 0; i < PART; i++) {
        int query = first_query + part_row(i);
        float* row = out + static_cast<int64_t>(query) * bank_rows;
#pragma unroll
        for (int j = 0; j < PART; j += 4) {
            int column = first_row + part_column(j);
            if (query < query_rows) {
                store_four(row, column, bank_rows, &products[i][j]);
            }
        }
    }
}

}  // namespace

extern "C" int discern_cosine(discern_engine* engine, int lane, uint64_t queries, int32_t query_rows, uint64_t bank,
    int32_t bank_rows, int32_t dim, int32_t precision, uint64_t products) {
    int64_t query_tiles = ceil_div(query_rows, TILE_ROWS);
    int64_t bank_tiles = ceil_div(bank_rows, TILE_ROWS);
    if (!is_lane(lane) || query_rows < 1 || bank_rows < 1 || dim < 1 || query_tiles > 65535
        || query_tiles * bank_tiles > INT32_MAX) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(cudaSetDevice(engine->device));
    int stride = discern_row_stride(dim);
    if (precision != DISCERN_FLOAT32) {
        DISCERN_CHECK(launch_tensor_cosine(
            engine, lane, queries, query_rows, bank, bank_rows, stride, precision, at<float>(products)));
    } else {
        dim3 grid(static_cast<unsigned>(bank_tiles), static_cast<unsigned>(query_tiles));
        DISCERN_CHECK(launch(cosine, grid, dim3(FLOAT_THREADS), sizeof(FloatSteps), stream_of(engine, lane),
            at<const float>(queries), query_rows, at<const float>(bank), bank_rows, stride, at<float>(products)));
    }
    return DISCERN_OK;
}
