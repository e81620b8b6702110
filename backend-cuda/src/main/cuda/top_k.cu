// The most similar rows of each query, without ever storing the similarities.
#include <climits>
#include <launch.cuh>

#include "engine.cuh"
#include "float_tile.cuh"

namespace {

constexpr unsigned ALL = 0xffffffffu;
constexpr int WARPS = FLOAT_THREADS / 32;

// What passes a query's threshold waits here; a queue is emptied into the query's list when half full.
constexpr int QUEUE = 32;
constexpr int EMPTY_AT = QUEUE / 2;

typedef unsigned long long Key;

struct Selection {
    FloatSteps steps;
    Key queue[TILE_ROWS][QUEUE];
    int queued[TILE_ROWS];
    float threshold[TILE_ROWS];
};

// Keys in the order of similarity, then of rows from the last to the first: the greatest key is the best.
__device__ __forceinline__ Key key_of(float similarity, int row) {
    unsigned bits = __float_as_uint(similarity);
    bits = bits >> 31 ? ~bits : bits | 0x80000000u;
    return static_cast<Key>(bits) << 32 | (ALL - static_cast<unsigned>(row));
}

// The similarity of a key; below every similarity for the key 0 of an empty place.
__device__ __forceinline__ float similarity_of(Key key) {
    unsigned bits = static_cast<unsigned>(key >> 32);
    if (bits == 0) {
        return -2.0f;
    }
    return __uint_as_float(bits >> 31 ? bits & 0x7fffffffu : ~bits);
}

// Merges a queue into a list of 32 x SLOTS keys, best first; one warp. Each key's new place is the number of greater ones.
template <int SLOTS>
__device__ void merge(Key* list, const Key* queue, int queued, int lane) {
    Key kept[SLOTS];
    int kept_place[SLOTS];
#pragma unroll
    for (int s = 0; s < SLOTS; s++) {
        kept[s] = list[s * 32 + lane];
        kept_place[s] = s * 32 + lane;
    }
    Key own = lane < queued ? queue[lane] : 0;
    int own_place = 0;
    for (int j = 0; j < queued; j++) {
        Key offered = __shfl_sync(ALL, own, j);
        own_place += offered > own;
        int greater = 0;
#pragma unroll
        for (int s = 0; s < SLOTS; s++) {
            kept_place[s] += offered > kept[s];
            greater += __popc(__ballot_sync(ALL, kept[s] > offered));
        }
        own_place += lane == j ? greater : 0;
    }
#pragma unroll
    for (int s = 0; s < SLOTS; s++) {
        if (kept_place[s] < SLOTS * 32) {
            list[kept_place[s]] = kept[s];
        }
    }
    if (lane < queued && own_place < SLOTS * 32) {
        list[own_place] = own;
    }
    __syncwarp();
}

// Empties the queues that hold at least so many; a row always belongs to the same warp.
template <int SLOTS>
__device__ void empty_queues(Selection& selection, Key* lists, int rows, int at_least) {
    int lane = threadIdx.x % 32;
    for (int row = threadIdx.x / 32; row < rows; row += WARPS) {
        int queued = min(selection.queued[row], QUEUE);
        if (queued >= at_least) {
            Key* list = lists + static_cast<int64_t>(row) * SLOTS * 32;
            merge<SLOTS>(list, selection.queue[row], queued, lane);
            if (lane == 0) {
                selection.queued[row] = 0;
                selection.threshold[row] = similarity_of(list[SLOTS * 32 - 1]);
            }
        }
    }
}

// Which of a thread's products are of real rows that the query may find: bit i PART + j.
__device__ __forceinline__ unsigned long long candidates(
    int first_query, int query_rows, int first_row, int bank_rows, int excluded_shift) {
    unsigned long long bits = 0;
#pragma unroll
    for (int i = 0; i < PART; i++) {
        int query = first_query + part_row(i);
#pragma unroll
        for (int j = 0; j < PART; j++) {
            int row = first_row + part_column(j);
            bool excluded = excluded_shift != INT_MIN && row == query + excluded_shift;
            bool candidate = query < query_rows && row < bank_rows && !excluded;
            bits |= static_cast<unsigned long long>(candidate) << (i * PART + j);
        }
    }
    return bits;
}

// Queues what passes its query's threshold; returns those that found the queue full. Rows come in ascending order, so one that
// equals the threshold is no better than what is in the list.
__device__ __forceinline__ unsigned long long enqueue(Selection& selection, const float (&products)[PART][PART],
    unsigned long long candidates, int row_number, bool& queued) {
    unsigned long long left = 0;
#pragma unroll
    for (int i = 0; i < PART; i++) {
        int row = part_row(i);
        float threshold = selection.threshold[row];
#pragma unroll
        for (int j = 0; j < PART; j++) {
            float similarity = clamped(products[i][j]);
            unsigned long long bit = 1ull << (i * PART + j);
            if ((candidates & bit) != 0 && similarity > threshold) {
                int place = atomicAdd(&selection.queued[row], 1);
                queued = true;
                if (place < QUEUE) {
                    selection.queue[row][place] = key_of(similarity, row_number + part_column(j));
                } else {
                    left |= bit;
                }
            }
        }
    }
    return left;
}

template <int SLOTS>
__global__ void __launch_bounds__(FLOAT_THREADS, 2) top_k(const float* queries, int query_rows, const float* bank,
    int bank_rows, int stride, int first_number, int excluded_shift, int tiles_per_split, Key* lists) {
    Selection& selection = shared_memory<Selection>();
    int first_query = blockIdx.x * TILE_ROWS;
    int rows = min(TILE_ROWS, query_rows - first_query);
    queries += static_cast<int64_t>(first_query) * stride;
    lists += (static_cast<int64_t>(blockIdx.y) * query_rows + first_query) * SLOTS * 32;
    for (int row = threadIdx.x; row < TILE_ROWS; row += FLOAT_THREADS) {
        selection.queued[row] = 0;
        selection.threshold[row] = row < rows ? similarity_of(lists[static_cast<int64_t>(row + 1) * SLOTS * 32 - 1]) : 2.0f;
    }
    int from = blockIdx.y * tiles_per_split * TILE_ROWS;
    int to = min(from + tiles_per_split * TILE_ROWS, bank_rows);
    for (int first_row = from; first_row < to; first_row += TILE_ROWS) {
        float products[PART][PART];
        multiply_tiles(products, selection.steps, queries, bank + static_cast<int64_t>(first_row) * stride, stride);
        unsigned long long left = candidates(first_query, query_rows, first_row, bank_rows, excluded_shift);
        do {
            bool queued = false;
            left = enqueue(selection, products, left, first_number + first_row, queued);
            if (!__syncthreads_or(queued)) {
                break;
            }
            bool full = __syncthreads_or(left != 0);
            empty_queues<SLOTS>(selection, lists, rows, full ? 1 : EMPTY_AT);
            __syncthreads();
        } while (__syncthreads_or(left != 0));
    }
    empty_queues<SLOTS>(selection, lists, rows, 1);
}

constexpr int LENGTHS[] = {32, 64, 128, 288};
constexpr int MARGIN = 16;

}  // namespace

extern "C" int32_t discern_list_length(int32_t k) {
    for (int length : LENGTHS) {
        if (k >= 1 && k + MARGIN <= length) {
            return length;
        }
    }
    return 0;
}

extern "C" int32_t discern_list_splits(discern_engine* engine, int32_t query_rows, int32_t bank_rows) {
    int64_t blocks = ceil_div(query_rows, TILE_ROWS);
    int64_t wanted = ceil_div(2 * engine->multiprocessors, blocks);
    int64_t tiles = ceil_div(bank_rows, TILE_ROWS);
    return static_cast<int32_t>(wanted < tiles ? wanted : tiles);
}

extern "C" int discern_top_k(discern_engine* engine, int lane, uint64_t queries, int32_t query_rows, uint64_t bank,
    int32_t bank_rows, int32_t dim, int32_t first_row, int32_t excluded_shift, int32_t length, int32_t splits,
    uint64_t lists) {
    if (!is_lane(lane) || query_rows < 1 || bank_rows < 1 || dim < 1 || splits < 1 || splits > 65535) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(cudaSetDevice(engine->device));
    dim3 grid(static_cast<unsigned>(ceil_div(query_rows, TILE_ROWS)), splits);
    int tiles_per_split = static_cast<int>(ceil_div(ceil_div(bank_rows, TILE_ROWS), splits));
    auto run = [&](auto kernel) {
        return launch(kernel, grid, dim3(FLOAT_THREADS), sizeof(Selection), stream_of(engine, lane), at<const float>(queries),
            query_rows, at<const float>(bank), bank_rows, discern_row_stride(dim), first_row, excluded_shift,
            tiles_per_split, at<Key>(lists));
    };
    switch (length) {
        case 32:
            DISCERN_CHECK(run(top_k<1>));
            return DISCERN_OK;
        case 64:
            DISCERN_CHECK(run(top_k<2>));
            return DISCERN_OK;
        case 128:
            DISCERN_CHECK(run(top_k<4>));
            return DISCERN_OK;
        case 288:
            DISCERN_CHECK(run(top_k<9>));
            return DISCERN_OK;
        default:
            return DISCERN_BAD_ARGUMENT;
    }
}
