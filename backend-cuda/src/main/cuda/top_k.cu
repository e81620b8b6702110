// The most similar rows of each query in float32, without ever storing the similarities.
#include <launch.cuh>

#include "float_tile.cuh"
#include "top_k.cuh"

namespace {

constexpr int WARPS = FLOAT_THREADS / 32;

struct Selection {
    FloatSteps steps;
    Key queue[TILE_ROWS][QUEUE];
    int queued[TILE_ROWS];
    float threshold[TILE_ROWS];
};

// Empties the queues that hold at least so many; a row always belongs to the same warp.
template <int SLOTS>
__device__ void empty_queues(
    Selection& selection, const Search& search, Key* lists, int first_query, int rows, int at_least) {
    int lane = threadIdx.x % 32;
    for (int row = threadIdx.x / 32; row < rows; row += WARPS) {
        int queued = min(selection.queued[row], QUEUE);
        if (queued >= at_least) {
            Key* list = lists + static_cast<int64_t>(row) * SLOTS * 32;
            drop_excluded(search, first_query + row, selection.queue[row], queued, lane);
            merge<SLOTS>(list, selection.queue[row], queued, lane);
            if (lane == 0) {
                selection.queued[row] = 0;
                selection.threshold[row] = fmaxf(selection.threshold[row], similarity_of(list[SLOTS * 32 - 1]));
            }
        }
    }
}

// Which of a thread's products are of real rows: bit i PART + j.
__device__ __forceinline__ unsigned long long candidates(int queries, int rows) {
    unsigned long long bits = 0;
#pragma unroll
    for (int i = 0; i < PART; i++) {
#pragma unroll
        for (int j = 0; j < PART; j++) {
            bool candidate = part_row(i) < queries && part_column(j) < rows;
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
__global__ void __launch_bounds__(FLOAT_THREADS, 2) top_k(const float* queries, const float* bank, const Search search) {
    Selection& selection = shared_memory<Selection>();
    int first_query = blockIdx.x * TILE_ROWS;
    int rows = min(TILE_ROWS, search.query_rows - first_query);
    queries += static_cast<int64_t>(first_query) * search.stride;
    Key* lists = search.lists + (static_cast<int64_t>(blockIdx.y) * search.query_rows + first_query) * SLOTS * 32;
    for (int row = threadIdx.x; row < TILE_ROWS; row += FLOAT_THREADS) {
        selection.queued[row] = 0;
        selection.threshold[row] = row < rows ? floor_of(search, first_query + row) : 2.0f;
    }
    int from = blockIdx.y * search.tiles_per_split * TILE_ROWS;
    int to = min(from + search.tiles_per_split * TILE_ROWS, search.bank_rows);
    for (int first_row = from; first_row < to; first_row += TILE_ROWS) {
        float products[PART][PART];
        multiply_tiles(
            products, selection.steps, queries, bank + static_cast<int64_t>(first_row) * search.stride, search.stride);
        unsigned long long left = candidates(rows, search.bank_rows - first_row);
        do {
            bool queued = false;
            left = enqueue(selection, products, left, search.first_number + first_row, queued);
            if (!__syncthreads_or(queued)) {
                break;
            }
            bool full = __syncthreads_or(left != 0);
            empty_queues<SLOTS>(selection, search, lists, first_query, rows, full ? 1 : EMPTY_AT);
            __syncthreads();
        } while (__syncthreads_or(left != 0));
    }
    empty_queues<SLOTS>(selection, search, lists, first_query, rows, 1);
}

}  // namespace

cudaError_t launch_float_top_k(cudaStream_t stream, const float* queries, const float* bank, const Search& search, int length,
    int splits) {
    dim3 grid(static_cast<unsigned>(ceil_div(search.query_rows, TILE_ROWS)), splits);
    return with_slots(length, [&](auto slots) {
        return launch(top_k<decltype(slots)::value>, grid, dim3(FLOAT_THREADS), sizeof(Selection), stream, queries, bank, search);
    });
}
