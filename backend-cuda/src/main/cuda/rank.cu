// Searches: the approximate pass is top_k.cu's or tensor_top_k.cu's; here similarities become exact and are ranked.
#include <intrinsics.cuh>
#include <launch.cuh>

#include "tiles.cuh"
#include "top_k.cuh"

namespace {

constexpr int THREADS = 128;

// Threads for one exact similarity: core's reference adds up four sums.
constexpr int SUMS = 4;
constexpr int LONGEST = 352;
constexpr int MOST = 256;

// The dot product of two rows as core's ReferenceRows adds it up; four neighbouring lanes, all of which get it. Products of
// float32 values are exact in double, so that it does not matter whether they are fused with the additions.
__device__ __forceinline__ double exact_dot(const float* a, const float* b, int dim) {
    int part = threadIdx.x % SUMS;
    double sum = 0;
#pragma unroll 8
    for (int i = part; i < dim / SUMS * SUMS; i += SUMS) {
        sum += static_cast<double>(a[i]) * b[i];
    }
    for (int i = dim / SUMS * SUMS; part == 0 && i < dim; i++) {
        sum += static_cast<double>(a[i]) * b[i];
    }
    sum += __shfl_xor_sync(ALL, sum, 1);
    return sum + __shfl_xor_sync(ALL, sum, 2);
}

__global__ void __launch_bounds__(THREADS) row_norms(const float* values, int rows, int dim, double* norms) {
    int row = blockIdx.x * (THREADS / SUMS) + threadIdx.x / SUMS;
    const float* own = values + static_cast<int64_t>(min(row, rows - 1)) * dim;
    double norm = sqrt(exact_dot(own, own, dim));
    if (threadIdx.x % SUMS == 0 && row < rows) {
        norms[row] = norm;
    }
}

struct Exact {
    const float* queries;
    const float* bank;
    const double* query_norms;
    const double* bank_norms;
    int dim;
    int* unsure;
};

struct Ranking {
    Key found[LONGEST];
    Key ranked[LONGEST + MOST];
};

// Merges the lists of a query's other parts into the first's; one warp.
template <int SLOTS>
__device__ void gather(Key* first, int64_t next, int splits) {
    int lane = threadIdx.x % 32;
    for (int split = 1; split < splits; split++) {
        for (int s = 0; s < SLOTS; s++) {
            const Key* keys = first + split * next + s * 32;
            if (keys[0] <= first[SLOTS * 32 - 1]) {
                break;
            }
            merge<SLOTS>(first, keys, __popc(__ballot_sync(ALL, keys[lane] != 0)), lane);
        }
    }
}

// A block ranks one query. What lies within twice the deviation of the k-th best in the list is computed exactly.
template <int SLOTS>
__global__ void __launch_bounds__(THREADS) rank_query(const Search search, const Exact exact, int splits) {
    Ranking& ranking = shared_memory<Ranking>();
    constexpr int LENGTH = SLOTS * 32;
    int query = blockIdx.x;
    int64_t next = static_cast<int64_t>(search.query_rows) * LENGTH;
    Key* list = search.lists + static_cast<int64_t>(query) * LENGTH;
    Key* best = search.best + static_cast<int64_t>(query) * search.k;
    if (threadIdx.x < 32) {
        gather<SLOTS>(list, next, splits);
    }
    __syncthreads();
    for (int i = threadIdx.x; i < LENGTH; i += THREADS) {
        ranking.found[i] = list[i];
    }
    for (int i = threadIdx.x; i < search.k; i += THREADS) {
        ranking.ranked[i] = best[i];
    }
    __syncthreads();
    for (int i = threadIdx.x; i < splits * LENGTH; i += THREADS) {
        list[i / LENGTH * next + i % LENGTH] = 0;
    }
    float least = search.k <= LENGTH ? similarity_of(ranking.found[search.k - 1]) - 2 * search.deviation : -3.0f;
    const float* values = exact.queries + static_cast<int64_t>(query) * exact.dim;
    for (int i = threadIdx.x / SUMS; i < LENGTH; i += THREADS / SUMS) {
        Key key = ranking.found[i];
        bool near = key != 0 && similarity_of(key) >= least;
        int row = near ? row_of(key) - search.first_number : 0;
        double dot = exact_dot(values, exact.bank + static_cast<int64_t>(row) * exact.dim, near ? exact.dim : 0);
        if (threadIdx.x % SUMS == 0) {
            double norms = exact.query_norms[query] * exact.bank_norms[row];
            float similarity = norms == 0 ? 0.0f : static_cast<float>(dot / norms) + 0.0f;
            ranking.ranked[search.k + i] = near ? key_of(similarity, row_of(key)) : 0;
        }
    }
    __syncthreads();
    for (int i = threadIdx.x; i < search.k + LENGTH; i += THREADS) {
        Key key = ranking.ranked[i];
        int place = 0;
        for (int j = 0; j < search.k + LENGTH; j++) {
            place += ranking.ranked[j] > key;
        }
        if (key != 0 && place < search.k) {
            best[place] = key;
            // whether a row that the list did not keep can be as good as the k-th best
            if (place == search.k - 1 && similarity_of(ranking.found[LENGTH - 1]) + search.deviation >= similarity_of(key)) {
                exact.unsure[query] = 1;
            }
        }
    }
}

Search search_of(const discern_search& s) {
    return {static_cast<int>(s.query_rows), static_cast<int>(s.bank_rows), static_cast<int>(s.first_row),
        discern_row_stride(static_cast<int32_t>(s.dim)), static_cast<int>(ceil_div(ceil_div(s.bank_rows, TILE_ROWS), s.splits)),
        at<const int>(s.query_groups), at<const int>(s.bank_groups), at<Key>(s.best), static_cast<int>(s.k),
        // a little more, since comparisons add and subtract in float32
        static_cast<float>(s.deviation) + 0x1p-22f, at<Key>(s.lists)};
}

bool is_valid(const discern_search& s, int lane) {
    return is_lane(lane) && s.query_rows >= 1 && s.query_rows <= INT32_MAX && s.bank_rows >= 1 && s.first_row >= 0
        && s.first_row + s.bank_rows <= INT32_MAX && s.dim >= 1 && s.dim <= INT32_MAX && s.k >= 1 && s.k <= MOST && s.k <= s.length
        && s.splits >= 1 && s.splits <= 65535 && s.deviation >= 0 && (s.query_groups == 0) == (s.bank_groups == 0);
}

}  // namespace

extern "C" int32_t discern_list_length(int32_t k) {
    for (int length : LIST_LENGTHS) {
        // a quarter more than k, and some: rows that the deviation cannot tell apart
        if (k >= 1 && k <= MOST && k + k / 4 + 16 <= length) {
            return length;
        }
    }
    return 0;
}

extern "C" int32_t discern_list_splits(discern_engine* engine, int32_t query_rows, int32_t bank_rows, int32_t precision) {
    bool grouped = precision != DISCERN_FLOAT32 && engine->capability == GROUP_CAPABILITY;
    int64_t blocks = ceil_div(query_rows, TILE_ROWS);
    int64_t wanted = engine->multiprocessors * (grouped ? 1 : 2) / blocks;
    int64_t tiles = ceil_div(bank_rows, grouped ? 2 * TILE_ROWS : TILE_ROWS);
    return static_cast<int32_t>(wanted < 1 ? 1 : wanted < tiles ? wanted : tiles);
}

extern "C" int discern_norms(discern_engine* engine, int lane, uint64_t values, int32_t rows, int32_t dim, uint64_t norms) {
    if (!is_lane(lane) || rows < 1 || dim < 1) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(cudaSetDevice(engine->device));
    DISCERN_CHECK(launch(row_norms, dim3(static_cast<unsigned>(ceil_div(rows, THREADS / SUMS))), dim3(THREADS), 0,
        stream_of(engine, lane), at<const float>(values), rows, dim, at<double>(norms)));
    return DISCERN_OK;
}

extern "C" int discern_top_k(discern_engine* engine, int lane, const discern_search* search) {
    if (!is_valid(*search, lane)) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(cudaSetDevice(engine->device));
    int length = static_cast<int>(search->length);
    int splits = static_cast<int>(search->splits);
    if (search->precision == DISCERN_FLOAT32) {
        DISCERN_CHECK(launch_float_top_k(stream_of(engine, lane), at<const float>(search->queries), at<const float>(search->bank),
            search_of(*search), length, splits));
    } else {
        DISCERN_CHECK(launch_tensor_top_k(engine, lane, search->queries, search->bank, static_cast<int>(search->precision),
            search_of(*search), length, splits));
    }
    return DISCERN_OK;
}

extern "C" int discern_rank(discern_engine* engine, int lane, const discern_search* search) {
    if (!is_valid(*search, lane)) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(cudaSetDevice(engine->device));
    Exact exact = {at<const float>(search->query_values), at<const float>(search->bank_values),
        at<const double>(search->query_norms), at<const double>(search->bank_norms), static_cast<int>(search->dim),
        at<int>(search->unsure)};
    DISCERN_CHECK(with_slots(static_cast<int>(search->length), [&](auto slots) {
        return launch(rank_query<decltype(slots)::value>, dim3(static_cast<unsigned>(search->query_rows)), dim3(THREADS),
            sizeof(Ranking), stream_of(engine, lane), search_of(*search), exact, static_cast<int>(search->splits));
    }));
    return DISCERN_OK;
}
