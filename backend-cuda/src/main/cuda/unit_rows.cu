// Rows scaled to unit length, padded so that the product kernels need no edges along rows or dimension.
#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <launch.cuh>

#include "engine.cuh"
#include "tiles.cuh"

namespace {

constexpr int WARPS = 8;

// Where a value goes: float32 rows lie one after another, 16-bit ones in blocks.
__device__ __forceinline__ void store(float* unit, int row, int column, int stride, double value) {
    unit[static_cast<int64_t>(row) * stride + column] = static_cast<float>(value);
}

__device__ __forceinline__ void store(__nv_bfloat16* unit, int row, int column, int stride, double value) {
    unit[value_place(row, column, stride)] = __float2bfloat16_rn(static_cast<float>(value));
}

__device__ __forceinline__ void store(__half* unit, int row, int column, int stride, double value) {
    unit[value_place(row, column, stride)] = __float2half_rn(static_cast<float>(value));
}

// A warp for a row. The length is summed in double, where no float32 overflows.
template <typename T>
__global__ void __launch_bounds__(WARPS * 32) unit_rows(
    const float* raw, int rows, int dim, int padded_rows, int stride, T* unit, unsigned* report) {
    int row = blockIdx.x * WARPS + threadIdx.x / 32;
    int lane = threadIdx.x % 32;
    if (row >= padded_rows) {
        return;
    }
    const float* values = raw + static_cast<int64_t>(row) * dim;
    double squares = 0;
    if (row < rows) {
        for (int j = lane; j < dim; j += 32) {
            double value = values[j];
            squares += value * value;
        }
        for (int other = 16; other > 0; other /= 2) {
            squares += __shfl_xor_sync(0xffffffffu, squares, other);
        }
        if (lane == 0 && squares == 0) {
            atomicAdd(report, 1u);
        }
        if (lane == 0 && !isfinite(squares)) {
            atomicAdd(report + 1, 1u);
        }
    }
    double inverse = squares > 0 ? 1 / sqrt(squares) : 0;
    for (int j = lane; j < stride; j += 32) {
        store(unit, row, j, stride, row < rows && j < dim ? values[j] * inverse : 0);
    }
}

}  // namespace

extern "C" int32_t discern_row_stride(int32_t dim) {
    return static_cast<int32_t>(ceil_div(dim, STRIDE_MULTIPLE) * STRIDE_MULTIPLE);
}

extern "C" int32_t discern_padded_rows(int32_t rows) {
    return static_cast<int32_t>(ceil_div(rows, TILE_ROWS) * TILE_ROWS);
}

extern "C" int discern_unit_rows(discern_engine* engine, int lane, uint64_t raw, int32_t rows, int32_t dim, int32_t precision,
    uint64_t unit, uint64_t report) {
    if (!is_lane(lane) || rows < 1 || dim < 1) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(cudaSetDevice(engine->device));
    int padded = discern_padded_rows(rows);
    auto run = [&](auto kernel, auto* out) {
        return launch(kernel, dim3(padded / WARPS), dim3(WARPS * 32), 0, stream_of(engine, lane), at<const float>(raw), rows,
            dim, padded, discern_row_stride(dim), out, at<unsigned>(report));
    };
    switch (precision) {
        case DISCERN_FLOAT32:
            DISCERN_CHECK(run(unit_rows<float>, at<float>(unit)));
            return DISCERN_OK;
        case DISCERN_BFLOAT16:
            DISCERN_CHECK(run(unit_rows<__nv_bfloat16>, at<__nv_bfloat16>(unit)));
            return DISCERN_OK;
        case DISCERN_FLOAT16:
            DISCERN_CHECK(run(unit_rows<__half>, at<__half>(unit)));
            return DISCERN_OK;
        default:
            return DISCERN_BAD_ARGUMENT;
    }
}
