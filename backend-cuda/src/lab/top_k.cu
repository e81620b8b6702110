// Lists of the best rows.
#include <intrinsics.cuh>
#include <launch.cuh>

#include "lab.cuh"
#include "tiles.cuh"

namespace {

constexpr int THREADS = 128;

// After the products are stored: a thread keeps a query's list sorted by insertion.
__global__ void insert_stored(const float* products, int query_rows, int bank_rows, int length, unsigned long long* lists) {
    int query = blockIdx.x * THREADS + threadIdx.x;
    if (query >= query_rows) {
        return;
    }
    unsigned long long* list = lists + static_cast<int64_t>(query) * length;
    for (int row = 0; row < bank_rows; row++) {
        unsigned bits = __float_as_uint(products[static_cast<int64_t>(query) * bank_rows + row]);
        bits = bits >> 31 ? ~bits : bits | 0x80000000u;
        unsigned long long key = static_cast<unsigned long long>(bits) << 32 | (0xffffffffu - static_cast<unsigned>(row));
        int place = length;
        while (place > 0 && list[place - 1] < key) {
            if (place < length) {
                list[place] = list[place - 1];
            }
            place--;
        }
        if (place < length) {
            list[place] = key;
        }
    }
}

cudaError_t clear(const Searches& s) {
    cudaError_t status = cudaMemsetAsync(reinterpret_cast<void*>(s.full.best), 0, s.best_bytes, s.stream);
    return status != cudaSuccess
        ? status
        : cudaMemsetAsync(reinterpret_cast<void*>(s.full.unsure), 0, sizeof(int) * s.full.query_rows, s.stream);
}

cudaError_t stored(const Searches& s) {
    int query_rows = static_cast<int>(s.full.query_rows);
    cudaError_t status = clear(s);
    if (status == cudaSuccess) {
        status = as_error(discern_cosine(s.engine, 0, s.full.queries, query_rows, s.full.bank,
            static_cast<int>(s.full.bank_rows), static_cast<int>(s.full.dim), DISCERN_FLOAT32, address(s.out)));
    }
    if (status == cudaSuccess) {
        status = launch(insert_stored, dim3((query_rows + THREADS - 1) / THREADS), dim3(THREADS), 0, s.stream, s.out, query_rows,
            static_cast<int>(s.full.bank_rows), static_cast<int>(s.full.length),
            reinterpret_cast<unsigned long long*>(s.full.lists));
    }
    return status != cudaSuccess ? status : as_error(discern_rank(s.engine, 0, &s.full));
}

cudaError_t searched(discern_engine* engine, const Searches& s, const discern_search& search) {
    cudaError_t status = clear(s);
    if (status == cudaSuccess && engine != s.engine) {
        status = cudaStreamSynchronize(s.stream);
    }
    if (status == cudaSuccess) {
        status = as_error(discern_top_k(engine, 0, &search));
    }
    if (status == cudaSuccess) {
        status = as_error(discern_rank(engine, 0, &search));
    }
    return status == cudaSuccess && engine != s.engine ? as_error(discern_await(engine, 0)) : status;
}

cudaError_t in_float(const Searches& s) { return searched(s.engine, s, s.full); }

cudaError_t by_warps(const Searches& s) { return searched(s.older, s, s.half); }

cudaError_t by_groups(const Searches& s) { return searched(s.engine, s, s.half); }

}  // namespace

std::vector<Variant<Searches>> searches() {
    return {
        {1, "store all products, then insert, then rank", "reads 4 bytes a product again, a thread a query: several times the product",
            stored},
        {2, "select in the float32 product kernel, then rank (shipped for what 3 and 4 leave unsure)",
            "64 comparisons for 64 x dim multiplications, merges are rare: within 10 % of the product alone", in_float},
        {3, "select in the 16-bit product kernel, then rank (shipped for 8.0 and later; timed with a wait)",
            "a warp has whole rows, no barriers: within 15 % of the product alone", by_warps},
        {4, "the same with the products of groups of warps (shipped for 9.0)", "within 20 % of the product alone", by_groups},
    };
}
