#include "tensor_cosine.cuh"

#include <launch.cuh>

#include "group_tile.cuh"

namespace {

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

template <typename Tile, typename T>
__global__ void __launch_bounds__(Tile::THREADS, Tile::BLOCKS_AN_SM) tensor_cosine(
    const T* queries, int query_rows, const T* bank, int bank_rows, int stride, float* out) {
    auto& shared = shared_memory<typename Tile::Shared>();
    int query_tiles = (query_rows + TILE_ROWS - 1) / TILE_ROWS;
    int bank_tiles = (bank_rows + TILE_ROWS - 1) / TILE_ROWS;
    int across = (bank_tiles + Tile::BANK_TILES - 1) / Tile::BANK_TILES;
    int count = query_tiles * across;
    int own = (count - static_cast<int>(blockIdx.x) + static_cast<int>(gridDim.x) - 1) / static_cast<int>(gridDim.x);
    auto pair = [&](int i) { return panel_pair(blockIdx.x + i * gridDim.x, query_tiles, across); };
    auto take = [&](const float(&products)[Tile::DOWN][Tile::ACROSS][4], TilePair tiles) {
        int lane = threadIdx.x % 32;
        int first_column = tiles.bank * Tile::BANK_TILES * TILE_ROWS + lane % 4 * 2;
#pragma unroll
        for (int i = 0; i < Tile::DOWN; i++) {
#pragma unroll
            for (int v = 0; v < 4; v += 2) {
                int query = tiles.queries * TILE_ROWS + Tile::first_row() + i * 16 + lane / 4 + v / 2 * 8;
                float* row = out + static_cast<int64_t>(query) * bank_rows;
                if (query < query_rows) {
#pragma unroll
                    for (int j = 0; j < Tile::ACROSS; j++) {
                        store_two(row, first_column + j * 8, bank_rows, products[i][j][v], products[i][j][v + 1]);
                    }
                }
            }
        }
    };
    Tile::multiply(shared, queries, bank, bank_tiles, stride, own, pair, take);
}

template <typename T>
cudaError_t run(discern_engine* engine, int lane, uint64_t queries, int query_rows, uint64_t bank, int bank_rows, int stride,
    float* out) {
    auto with = [&](auto tile) {
        typedef decltype(tile) Tile;
        int64_t pairs = ceil_div(query_rows, TILE_ROWS) * ceil_div(bank_rows, TILE_ROWS * Tile::BANK_TILES);
        int64_t blocks = static_cast<int64_t>(engine->multiprocessors) * Tile::BLOCKS_AN_SM;
        return launch(tensor_cosine<Tile, T>, dim3(static_cast<unsigned>(pairs < blocks ? pairs : blocks)), dim3(Tile::THREADS),
            sizeof(typename Tile::Shared), stream_of(engine, lane), at<const T>(queries), query_rows, at<const T>(bank), bank_rows,
            stride, out);
    };
    return engine->capability == GROUP_CAPABILITY ? with(GroupTile<T>()) : with(TensorTile<T>());
}

}  // namespace

cudaError_t launch_tensor_cosine(discern_engine* engine, int lane, uint64_t queries, int query_rows, uint64_t bank, int bank_rows,
    int stride, int precision, float* out) {
    return precision == DISCERN_BFLOAT16
        ? run<__nv_bfloat16>(engine, lane, queries, query_rows, bank, bank_rows, stride, out)
        : run<__half>(engine, lane, queries, query_rows, bank, bank_rows, stride, out);
}
