// Rows with their similarities as keys that sort by one comparison, and sorted lists of them.
#pragma once

#include <cstdint>
#include <cuda_runtime.h>

constexpr unsigned ALL = 0xffffffffu;

typedef unsigned long long Key;

// What passes a query's threshold waits in a queue of this many; a queue is emptied into the query's list when half full.
constexpr int QUEUE = 32;
constexpr int EMPTY_AT = QUEUE / 2;

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

__device__ __forceinline__ int row_of(Key key) { return static_cast<int>(ALL - static_cast<unsigned>(key)); }

// Merges a queue into a list of 32 x SLOTS keys, best first; one warp. Each key's new place is the number of greater ones; keys
// of 0, which empty places have, may be written to one place twice.
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

// What a search is about, the same for every kernel that searches.
struct Search {
    int query_rows;
    int bank_rows;
    int first_number;  // the number of bank row 0
    int stride;
    int tiles_per_split;
    const int* query_groups;  // null, or a bank row of a query's group is invisible to it
    const int* bank_groups;
    Key* best;  // `query_rows x k` exact keys so far
    int k;
    float deviation;
    Key* lists;
};

// A row that is no better than this cannot be among the best k, whatever is found later.
__device__ __forceinline__ float floor_of(const Search& search, int query) {
    return similarity_of(search.best[static_cast<int64_t>(query + 1) * search.k - 1]) - search.deviation;
}

// Drops from a queue the rows that the query must not find; one warp.
__device__ __forceinline__ void drop_excluded(const Search& search, int query, Key* queue, int queued, int lane) {
    if (search.query_groups != nullptr) {
        int group = search.query_groups[query];
        if (lane < queued && search.bank_groups[row_of(queue[lane]) - search.first_number] == group) {
            queue[lane] = 0;
        }
        __syncwarp();
    }
}

// How many keys a list may have.
constexpr int LIST_LENGTHS[] = {32, 64, 128, 352};
