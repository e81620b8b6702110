// Linear layers: products of operands with what follows them done while the sums are in registers.
#include <launch.cuh>

#include "float_tile.cuh"
#include "group_tile.cuh"
#include "layers.cuh"
#include "operand.cuh"

namespace {

__device__ __forceinline__ float sigmoid(float x) { return __fdividef(1.0f, 1.0f + __expf(-x)); }

__device__ __forceinline__ float activated(float x, int activation) {
    switch (activation) {
        case DISCERN_GELU:
            return 0.5f * x * (1.0f + erff(x * 0.70710678f));
        case DISCERN_GELU_TANH:
            // (1 + tanh(y)) / 2 is sigmoid(2 y)
            return x * sigmoid(1.5957691f * (x + 0.044715f * x * x * x));
        case DISCERN_QUICK_GELU:
            return x * sigmoid(1.702f * x);
        case DISCERN_SILU:
            return x * sigmoid(x);
        case DISCERN_RELU:
            return fmaxf(x, 0.0f);
        case DISCERN_TANH:
            return 2.0f * sigmoid(2.0f * x) - 1.0f;
        default:
            return x;
    }
}

// What follows the products, for two columns of the result. Padded columns have zeros everywhere and stay zero.
struct Ending {
    float bias[2] = {0, 0};
    float factor[2] = {1, 1};
    int activation;

    __device__ __forceinline__ Ending(const discern_product& job, int column, int stride)
        : activation(static_cast<int>(job.activation)) {
        if (job.bias != 0 && column < stride) {
            load(bias, job.bias, column);
        }
        if (job.factor != 0 && column < stride) {
            load(factor, job.factor, column);
        }
    }

    static __device__ __forceinline__ void load(float (&two)[2], uint64_t from, int column) {
        float2 both = *reinterpret_cast<const float2*>(reinterpret_cast<const float*>(from) + column);
        two[0] = both.x;
        two[1] = both.y;
    }

    __device__ __forceinline__ float first(float sum) const { return activated(sum + bias[0], activation) * factor[0]; }

    __device__ __forceinline__ float second(float sum) const { return activated(sum + bias[1], activation) * factor[1]; }
};

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

template <typename Tile, typename T>
__global__ void __launch_bounds__(Tile::THREADS, Tile::BLOCKS_AN_SM) tensor_product(
    discern_product job, const T* x, const T* weight, float* values, T* operand, const T* times, int stride, int depth) {
    auto& shared = shared_memory<typename Tile::Shared>();
    int rows = static_cast<int>(job.rows);
    int row_tiles = (rows + TILE_ROWS - 1) / TILE_ROWS;
    int column_tiles = (static_cast<int>(job.columns) + TILE_ROWS - 1) / TILE_ROWS;
    int across = (column_tiles + Tile::BANK_TILES - 1) / Tile::BANK_TILES;
    int count = row_tiles * across;
    int own = (count - static_cast<int>(blockIdx.x) + static_cast<int>(gridDim.x) - 1) / static_cast<int>(gridDim.x);
    int lane = threadIdx.x % 32;
    auto pair = [&](int i) { return panel_pair(blockIdx.x + i * gridDim.x, row_tiles, across); };
    auto take = [&](const float(&products)[Tile::DOWN][Tile::ACROSS][4], TilePair tiles) {
        int own_row = tiles.queries * TILE_ROWS + Tile::first_row() + lane / 4;
        int own_column = tiles.bank * Tile::BANK_TILES * TILE_ROWS + lane % 4 * 2;
        if (values != nullptr) {
#pragma unroll
            for (int j = 0; j < Tile::ACROSS; j++) {
                int column = own_column + j * 8;
                Ending ending(job, column, stride);
#pragma unroll
                for (int i = 0; i < Tile::DOWN * 2; i++) {
                    int row = own_row + i * 8;
                    if (row < rows && column < stride) {
                        auto* to = reinterpret_cast<float2*>(values + static_cast<int64_t>(row) * stride + column);
                        float2 before = job.adds ? *to : float2{0, 0};
                        const float(&sums)[4] = products[i / 2][j];
                        *to = {before.x + ending.first(sums[i % 2 * 2]), before.y + ending.second(sums[i % 2 * 2 + 1])};
                    }
                }
            }
            return;
        }
#pragma unroll
        for (int j = 0; j < Tile::ACROSS; j += 4) {
            int column = own_column + j * 8;
            Ending endings[4] = {{job, column, stride}, {job, column + 8, stride}, {job, column + 16, stride},
                {job, column + 24, stride}};
#pragma unroll
            for (int i = 0; i < Tile::DOWN * 2; i++) {
                int row = own_row + i * 8;
                unsigned words[4];
#pragma unroll
                for (int k = 0; k < 4; k++) {
                    const float(&sums)[4] = products[i / 2][j + k];
                    float first = endings[k].first(sums[i % 2 * 2]);
                    float second = endings[k].second(sums[i % 2 * 2 + 1]);
                    if (times != nullptr && row < rows && column + k * 8 < stride) {
                        float with[2];
                        unpack_two<T>(
                            *reinterpret_cast<const unsigned*>(times + value_place(row, column + k * 8, stride)), with[0], with[1]);
                        first *= with[0];
                        second *= with[1];
                    }
                    words[k] = pack_two<T>(first, second);
                }
                transpose_four(words);
                int piece_column = column - lane % 4 * 2 + lane % 4 * 8;
                if (row < rows && piece_column < stride) {
                    *reinterpret_cast<uint4*>(operand + value_place(row, piece_column, stride)) = {
                        words[0], words[1], words[2], words[3]};
                }
            }
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
        Ending left(job, column, stride);
        Ending right(job, column + 2, stride);
#pragma unroll
        for (int i = 0; i < PART; i++) {
            int row = first_row + part_row(i);
            if (row < job.rows && column < stride) {
                int64_t to = static_cast<int64_t>(row) * stride + column;
                float4 before = job.adds ? *reinterpret_cast<float4*>(values + to) : float4{0, 0, 0, 0};
                float4 with = times != nullptr ? *reinterpret_cast<const float4*>(times + to) : float4{1, 1, 1, 1};
                *reinterpret_cast<float4*>(values + to) = {before.x + left.first(products[i][j]) * with.x,
                    before.y + left.second(products[i][j + 1]) * with.y, before.z + right.first(products[i][j + 2]) * with.z,
                    before.w + right.second(products[i][j + 3]) * with.w};
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
