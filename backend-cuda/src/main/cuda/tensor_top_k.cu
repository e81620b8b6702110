// The most similar rows of each query by products on tensor cores. A warp has whole rows of the products, so that it alone fills
// and empties their queues, and no barrier is needed.
#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <launch.cuh>

#include "group_tile.cuh"
#include "top_k.cuh"

namespace {

// Columns that are compared with the threshold together: as many as a queue that is not half full has place for; a thread has
// half as many products of these, two rows.
constexpr int CHUNK = QUEUE - EMPTY_AT;

struct Queues {
    Key queue[TILE_ROWS][QUEUE];
    int queued[TILE_ROWS];
    float threshold[TILE_ROWS];
};

template <typename Tile>
struct Selection {
    typename Tile::Shared tiles;
    Queues queues;
};

// Empties the queues of a warp's 16 rows that hold at least so many.
template <int SLOTS>
__device__ void empty_queues(
    Queues& queues, const Search& search, Key* lists, int first_query, int first_row, int at_least) {
    int lane = threadIdx.x % 32;
    unsigned full = __ballot_sync(ALL, lane < 16 && queues.queued[first_row + lane % 16] >= at_least);
    while (full != 0) {
        int row = first_row + __ffs(full) - 1;
        full &= full - 1;
        Key* list = lists + static_cast<int64_t>(row) * SLOTS * 32;
        drop_excluded(search, first_query + row, queues.queue[row], queues.queued[row], lane);
        merge<SLOTS>(list, queues.queue[row], queues.queued[row], lane);
        if (lane == 0) {
            queues.queued[row] = 0;
            queues.threshold[row] = fmaxf(queues.threshold[row], similarity_of(list[SLOTS * 32 - 1]));
        }
    }
    __syncwarp();
}

// Which chunks have a product that passes its query's threshold, of the whole warp: a bit for each.
template <int ACROSS>
__device__ __forceinline__ unsigned passing_chunks(const float (&products)[ACROSS][4], const float (&threshold)[2]) {
    unsigned chunks = 0;
#pragma unroll
    for (int j = 0; j < ACROSS; j += CHUNK / 8) {
        float most[2] = {products[j][0], products[j][2]};
#pragma unroll
        for (int i = 0; i < CHUNK / 8; i++) {
            most[0] = fmaxf(most[0], fmaxf(products[j + i][0], products[j + i][1]));
            most[1] = fmaxf(most[1], fmaxf(products[j + i][2], products[j + i][3]));
        }
        bool passes = most[0] > threshold[0] || most[1] > threshold[1];
        chunks |= static_cast<unsigned>(passes) << (j / (CHUNK / 8));
    }
    return __reduce_or_sync(ALL, chunks);
}

// Queues those of a thread's products in a chunk that pass.
template <int ACROSS>
__device__ __forceinline__ void enqueue(Queues& queues, const float (&products)[ACROSS][4], int chunk,
    const float (&threshold)[2], const Search& search, int upper, int first_column) {
    int lane = threadIdx.x % 32;
#pragma unroll
    for (int i = 0; i < CHUNK / 2; i++) {
        int j = chunk * (CHUNK / 8) + i / 4;
        int row = upper + i % 4 / 2 * 8;
        int column = first_column + j * 8 + lane % 4 * 2 + i % 2;
        float product = products[j][i % 4];
        if (product > threshold[i % 4 / 2] && column < search.bank_rows) {
            int place = atomicAdd(&queues.queued[row], 1);
            queues.queue[row][place] = key_of(clamped(product), search.first_number + column);
        }
    }
}

// Offers 16 rows of products to their queries, chunk after chunk; goes on behind the chunk that filled a queue. Rows come in
// ascending order, so one that equals the threshold is no better than what is in the list.
template <int SLOTS, int ACROSS>
__device__ __forceinline__ void select(Queues& queues, const float (&products)[ACROSS][4], const Search& search, Key* lists,
    int first_query, int first_row, int first_column, bool last) {
    int lane = threadIdx.x % 32;
    int upper = first_row + lane / 4;
    float threshold[2] = {queues.threshold[upper], queues.threshold[upper + 8]};
    unsigned left = passing_chunks(products, threshold);
    while (left != 0 || last) {
        bool full = false;
#pragma unroll
        for (int chunk = 0; chunk < ACROSS * 8 / CHUNK; chunk++) {
            if ((left >> chunk & 1) != 0 && !full) {
                left &= ~(1u << chunk);
                enqueue<ACROSS>(queues, products, chunk, threshold, search, upper, first_column);
                __syncwarp();
                full = __any_sync(ALL, lane < 16 && queues.queued[first_row + lane % 16] >= EMPTY_AT);
            }
        }
        bool ends = last && left == 0;
        if (full || ends) {
            empty_queues<SLOTS>(queues, search, lists, first_query, first_row, ends ? 1 : EMPTY_AT);
            threshold[0] = queues.threshold[upper];
            threshold[1] = queues.threshold[upper + 8];
        }
        last = last && !ends;
    }
}

template <typename Tile, typename T, int SLOTS>
__global__ void __launch_bounds__(Tile::THREADS, Tile::BLOCKS_AN_SM) tensor_top_k(
    const T* queries, const T* bank, const Search search) {
    auto& selection = shared_memory<Selection<Tile>>();
    Queues& queues = selection.queues;
    int first_query = blockIdx.x * TILE_ROWS;
    Key* lists = search.lists + (static_cast<int64_t>(blockIdx.y) * search.query_rows + first_query) * SLOTS * 32;
    for (int row = threadIdx.x; row < TILE_ROWS; row += Tile::THREADS) {
        queues.queued[row] = 0;
        queues.threshold[row] = first_query + row < search.query_rows ? floor_of(search, first_query + row) : 3.0f;
    }
    // the block meets in multiply() before products are taken
    int bank_tiles = (search.bank_rows + TILE_ROWS - 1) / TILE_ROWS;
    int across = (bank_tiles + Tile::BANK_TILES - 1) / Tile::BANK_TILES;
    int from = blockIdx.y * search.tiles_per_split;
    int count = max(0, min(search.tiles_per_split, across - from));
    auto pair = [&](int i) { return TilePair{static_cast<int>(blockIdx.x), from + i}; };
    auto take = [&](const float(&products)[Tile::DOWN][Tile::ACROSS][4], TilePair tiles) {
#pragma unroll
        for (int i = 0; i < Tile::DOWN; i++) {
            int first_row = Tile::first_row() + i * 16;
            select<SLOTS, Tile::ACROSS>(queues, products[i], search, lists, first_query, first_row,
                tiles.bank * Tile::BANK_TILES * TILE_ROWS, tiles.bank == from + count - 1);
        }
    };
    Tile::multiply(selection.tiles, queries, bank, bank_tiles, search.stride, count, pair, take);
}

template <typename Tile, typename T>
cudaError_t run(discern_engine* engine, int lane, uint64_t queries, uint64_t bank, Search search, int length, int splits) {
    int64_t across = ceil_div(search.bank_rows, TILE_ROWS * Tile::BANK_TILES);
    search.tiles_per_split = static_cast<int>(ceil_div(across, splits));
    dim3 grid(static_cast<unsigned>(ceil_div(search.query_rows, TILE_ROWS)), splits);
    return with_slots(length, [&](auto slots) {
        return launch(tensor_top_k<Tile, T, decltype(slots)::value>, grid, dim3(Tile::THREADS), sizeof(Selection<Tile>),
            stream_of(engine, lane), at<const T>(queries), at<const T>(bank), search);
    });
}

template <typename T>
cudaError_t run_on(discern_engine* engine, int lane, uint64_t queries, uint64_t bank, const Search& search, int length,
    int splits) {
    return engine->capability == GROUP_CAPABILITY
        ? run<GroupTile<T>, T>(engine, lane, queries, bank, search, length, splits)
        : run<TensorTile<T>, T>(engine, lane, queries, bank, search, length, splits);
}

}  // namespace

cudaError_t launch_tensor_top_k(discern_engine* engine, int lane, uint64_t queries, uint64_t bank, int precision,
    const Search& search, int length, int splits) {
    return precision == DISCERN_FLOAT16 ? run_on<__half>(engine, lane, queries, bank, search, length, splits)
                                        : cudaErrorInvalidValue;
}
