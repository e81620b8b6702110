// Linear layers: products of operands with what follows them done while the sums are in registers.
#include <launch.cuh>

#include "float_tile.cuh"
#include "group_tile.cuh"
#include "layers.cuh"
#include "operand.cuh"

namespace {

__device__ __forceinline__ float sigmoid(float x) { return __fdividef(1.0f, 1.0f + __expf(-x)); }

__device__ __forceinline__ float gelu(float x) { return 0.5f * x * (1.0f + erff(x * 0.70710678f)); }

// (1 + tanh(y)) / 2 is sigmoid(2 y)
__device__ __forceinline__ float gelu_tanh(float x) { return x * sigmoid(1.5957691f * (x + 0.044715f * x * x * x)); }

// Many values at once: the choice is made once, and nothing waits for a single value.
template <int COUNT>
__device__ __forceinline__ void activate(float (&x)[COUNT], int activation) {
    auto each = [&](auto f) {
#pragma unroll
        for (int i = 0; i < COUNT; i++) {
            x[i] = f(x[i]);
        }
    };
    switch (activation) {
        case DISCERN_GELU:
            return each([](float v) { return gelu(v); });
        case DISCERN_GELU_TANH:
            return each([](float v) { return gelu_tanh(v); });
        case DISCERN_QUICK_GELU:
            return each([](float v) { return v * sigmoid(1.702f * v); });
        case DISCERN_SILU:
            return each([](float v) { return v * sigmoid(v); });
        case DISCERN_RELU:
            return each([](float v) { return fmaxf(v, 0.0f); });
        case DISCERN_TANH:
            return each([](float v) { return 2.0f * sigmoid(2.0f * v) - 1.0f; });
        default:
            return;
    }
}

// Two numbers that a vector has for two columns; the vector is as long as a padded row.
__device__ __forceinline__ float2 two_of(uint64_t vector, int column) {
    return *reinterpret_cast<const float2*>(reinterpret_cast<const float*>(vector) + column);
}

__device__ __forceinline__ float4 four_of(uint64_t vector, int column) {
    return *reinterpret_cast<const float4*>(reinterpret_cast<const float*>(vector) + column);
}

// Each of four lanes that hold two columns of each of four groups of eight gets all eight of one group.
__device__ __forceinline__ void transpose_four(unsigned (&words)[4]) {
    int lane = threadIdx.x % 4;
#pragma unroll
    for (int bit = 1; bit < 4; bit *= 2) {
        bool upper = (lane & bit) != 0;
#pragma unroll
        for (int i = 0; i < 4; i++) {
            if ((i & bit) == 0) {
                unsigned given = upper ? words[i] : words[i | bit];
                unsigned taken = __shfl_xor_sync(0xffffffffu, given, bit);
                if (upper) {
                    words[i] = taken;
                } else {
                    words[i | bit] = taken;
                }
            }
        }
    }
}

// What follows the products of a tile, for so many of a lane's columns at a time that 32 values are under way: first everything is
// read, then computed, then written, so that only the first of them waits for memory.
template <typename Tile, typename T>
struct Ending {
    static constexpr int ROWS = Tile::DOWN * 2;
    static constexpr int PAIRS = 16 / ROWS;

    const discern_product& job;
    float* values;
    T* operand;
    const T* times;
    int stride;
    int row;     // the lane's first; the others are 8 apart
    int column;  // the lane's first; pairs are 8 apart

    __device__ __forceinline__ int row_of(int r) const { return row + r * 8; }

    // Where there is nothing, what is read instead does not matter.
    __device__ __forceinline__ int some_row(int r) const { return min(row_of(r), static_cast<int>(job.rows) - 1); }

    __device__ __forceinline__ int column_of(int pair) const { return column + pair * 8; }

    __device__ __forceinline__ int some_column(int pair) const { return min(column_of(pair), stride - 2); }

    __device__ __forceinline__ bool is_there(int r, int column) const { return row_of(r) < job.rows && column < stride; }

    // Pairs of columns from `first` on.
    __device__ __forceinline__ void operator()(const float (&products)[Tile::DOWN][Tile::ACROSS][4], int first) const {
        float x[ROWS * PAIRS * 2];
        float2 bias[PAIRS] = {};
        if (job.bias != 0) {
#pragma unroll
            for (int k = 0; k < PAIRS; k++) {
                bias[k] = two_of(job.bias, some_column(first + k));
            }
        }
#pragma unroll
        for (int r = 0; r < ROWS; r++) {
#pragma unroll
            for (int k = 0; k < PAIRS; k++) {
                x[(r * PAIRS + k) * 2] = products[r / 2][first + k][r % 2 * 2] + bias[k].x;
                x[(r * PAIRS + k) * 2 + 1] = products[r / 2][first + k][r % 2 * 2 + 1] + bias[k].y;
            }
        }
        activate(x, static_cast<int>(job.activation));
        if (job.factor != 0) {
#pragma unroll
            for (int k = 0; k < PAIRS; k++) {
                float2 factor = two_of(job.factor, some_column(first + k));
#pragma unroll
                for (int r = 0; r < ROWS; r++) {
                    x[(r * PAIRS + k) * 2] *= factor.x;
                    x[(r * PAIRS + k) * 2 + 1] *= factor.y;
                }
            }
        }
        if (values != nullptr) {
            write_values(x, first);
        } else {
            write_operand(x, first);
        }
    }

    __device__ __forceinline__ float2* value_at(int r, int column) const {
        return reinterpret_cast<float2*>(values + static_cast<int64_t>(r) * stride + column);
    }

    __device__ __forceinline__ void write_values(const float (&x)[ROWS * PAIRS * 2], int first) const {
        float2 before[ROWS * PAIRS] = {};
        if (job.adds) {
#pragma unroll
            for (int i = 0; i < ROWS * PAIRS; i++) {
                before[i] = *value_at(some_row(i / PAIRS), some_column(first + i % PAIRS));
            }
        }
#pragma unroll
        for (int i = 0; i < ROWS * PAIRS; i++) {
            if (is_there(i / PAIRS, column_of(first + i % PAIRS))) {
                *value_at(row_of(i / PAIRS), column_of(first + i % PAIRS)) = {
                    before[i].x + x[i * 2], before[i].y + x[i * 2 + 1]};
            }
        }
    }

    __device__ __forceinline__ void write_operand(float (&x)[ROWS * PAIRS * 2], int first) const {
        if (times != nullptr) {
#pragma unroll
            for (int i = 0; i < ROWS * PAIRS; i++) {
                float with[2];
                unpack_two<T>(*reinterpret_cast<const unsigned*>(
                                  times + value_place(some_row(i / PAIRS), some_column(first + i % PAIRS), stride)),
                    with[0], with[1]);
                x[i * 2] *= with[0];
                x[i * 2 + 1] *= with[1];
            }
        }
#pragma unroll
        for (int r = 0; r < ROWS; r++) {
#pragma unroll
            for (int k = 0; k < PAIRS; k += 4) {
                unsigned words[4];
#pragma unroll
                for (int j = 0; j < 4; j++) {
                    int i = r * PAIRS + k + j;
                    words[j] = pack_two<T>(x[i * 2], x[i * 2 + 1]);
                }
                transpose_four(words);
                // this lane has the piece of pair k + its number
                int lane = threadIdx.x % 4;
                int piece_column = column_of(first + k) + lane * (PIECE - 2);
                if (is_there(r, piece_column)) {
                    *reinterpret_cast<uint4*>(operand + value_place(row_of(r), piece_column, stride)) = {
                        words[0], words[1], words[2], words[3]};
                }
            }
        }
    }
};

template <typename Tile, typename T>
__global__ void __launch_bounds__(Tile::THREADS, Tile::BLOCKS_AN_SM) tensor_product(
    discern_product job, const T* x, const T* weight, float* values, T* operand, const T* times, int stride, int depth) {
    auto& shared = shared_memory<typename Tile::Shared>();
    int row_tiles = (static_cast<int>(job.rows) + TILE_ROWS - 1) / TILE_ROWS;
    int column_tiles = (static_cast<int>(job.columns) + TILE_ROWS - 1) / TILE_ROWS;
    int across = (column_tiles + Tile::BANK_TILES - 1) / Tile::BANK_TILES;
    int count = row_tiles * across;
    int own = (count - static_cast<int>(blockIdx.x) + static_cast<int>(gridDim.x) - 1) / static_cast<int>(gridDim.x);
    auto pair = [&](int i) { return panel_pair(blockIdx.x + i * gridDim.x, row_tiles, across); };
    auto take = [&](const float(&products)[Tile::DOWN][Tile::ACROSS][4], TilePair tiles) {
        int lane = threadIdx.x % 32;
        Ending<Tile, T> ending = {job, values, operand, times, stride,
            tiles.queries * TILE_ROWS + Tile::first_row() + lane / 4,
            tiles.bank * Tile::BANK_TILES * TILE_ROWS + lane % 4 * 2};
#pragma unroll
        for (int first = 0; first < Tile::ACROSS; first += Ending<Tile, T>::PAIRS) {
            ending(products, first);
        }
    };
    Tile::multiply(shared, x, weight, column_tiles, depth, own, pair, take);
}

__global__ void __launch_bounds__(FLOAT_THREADS, 2) float_product(discern_product job, const float* x, const float* weight,
    float* values, const float* times, int stride, int depth) {
    FloatSteps& steps = shared_memory<FloatSteps>();
    int first_row = blockIdx.y * TILE_ROWS;
    int first_column = blockIdx.x * TILE_ROWS;
    float products[PART][PART];
    multiply_tiles(products, steps, x + static_cast<int64_t>(first_row) * depth,
        weight + static_cast<int64_t>(first_column) * depth, depth);
#pragma unroll
    for (int j = 0; j < PART; j += 4) {
        int column = first_column + part_column(j);
        if (column >= stride) {
            continue;
        }
        float4 bias = job.bias != 0 ? four_of(job.bias, column) : float4{0, 0, 0, 0};
        float4 factor = job.factor != 0 ? four_of(job.factor, column) : float4{1, 1, 1, 1};
#pragma unroll
        for (int i = 0; i < PART; i++) {
            int row = first_row + part_row(i);
            if (row < job.rows) {
                int64_t to = static_cast<int64_t>(row) * stride + column;
                float y[4] = {products[i][j] + bias.x, products[i][j + 1] + bias.y, products[i][j + 2] + bias.z,
                    products[i][j + 3] + bias.w};
                activate(y, static_cast<int>(job.activation));
                float4 before = job.adds ? *reinterpret_cast<float4*>(values + to) : float4{0, 0, 0, 0};
                float4 with = times != nullptr ? *reinterpret_cast<const float4*>(times + to) : float4{1, 1, 1, 1};
                *reinterpret_cast<float4*>(values + to) = {before.x + y[0] * factor.x * with.x,
                    before.y + y[1] * factor.y * with.y, before.z + y[2] * factor.z * with.z,
                    before.w + y[3] * factor.w * with.w};
            }
        }
    }
}

template <typename T>
cudaError_t run_tensor(discern_engine* engine, cudaStream_t stream, const discern_product& job, int stride, int depth) {
    auto with = [&](auto tile) {
        typedef decltype(tile) Tile;
        int64_t pairs = ceil_div(job.rows, TILE_ROWS) * ceil_div(job.columns, TILE_ROWS * Tile::BANK_TILES);
        int64_t blocks = static_cast<int64_t>(engine->multiprocessors) * Tile::BLOCKS_AN_SM;
        return launch(tensor_product<Tile, T>, dim3(static_cast<unsigned>(pairs < blocks ? pairs : blocks)), dim3(Tile::THREADS),
            sizeof(typename Tile::Shared), stream, job, at<const T>(job.x), at<const T>(job.weight), at<float>(job.values),
            at<T>(job.operand), at<const T>(job.times), stride, depth);
    };
    return engine->capability == GROUP_CAPABILITY ? with(GroupTile<T>()) : with(TensorTile<T>());
}

}  // namespace

cudaError_t product(discern_engine* engine, cudaStream_t stream, const discern_product& job) {
    int64_t row_tiles = ceil_div(job.rows, TILE_ROWS);
    int64_t column_tiles = ceil_div(job.columns, TILE_ROWS);
    if (job.rows < 1 || job.columns < 1 || job.depth < 1 || job.depth > INT32_MAX || row_tiles > 65535
        || row_tiles * column_tiles > INT32_MAX) {
        return cudaErrorInvalidValue;
    }
    int stride = discern_row_stride(static_cast<int32_t>(job.columns));
    int depth = discern_row_stride(static_cast<int32_t>(job.depth));
    switch (job.precision) {
        case DISCERN_FLOAT32: {
            dim3 grid(static_cast<unsigned>(column_tiles), static_cast<unsigned>(row_tiles));
            return launch(float_product, grid, dim3(FLOAT_THREADS), sizeof(FloatSteps), stream, job, at<const float>(job.x),
                at<const float>(job.weight), at<float>(job.values != 0 ? job.values : job.operand), at<const float>(job.times),
                stride, depth);
        }
        case DISCERN_BFLOAT16:
            return run_tensor<__nv_bfloat16>(engine, stream, job, stride, depth);
        case DISCERN_FLOAT16:
            return run_tensor<__half>(engine, stream, job, stride, depth);
        default:
            return cudaErrorInvalidValue;
    }
}
