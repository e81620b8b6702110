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

cudaError_t stored(const Products& p) {
    cudaError_t status = as_error(discern_cosine(
        p.engine, 0, address(p.queries), p.query_rows, address(p.bank), p.bank_rows, p.dim, 0, address(p.out)));
    return status != cudaSuccess ? status
                                 : launch(insert_stored, dim3((p.query_rows + THREADS - 1) / THREADS), dim3(THREADS), 0,
                                     p.stream, p.out, p.query_rows, p.bank_rows, p.list_length, p.lists);
}

cudaError_t shipped(const Products& p) {
    return as_error(discern_top_k(p.engine, 0, address(p.queries), p.query_rows, address(p.bank), p.bank_rows, p.dim, 0,
        INT32_MIN, p.list_length, p.splits, address(p.lists)));
}

}  // namespace

std::vector<Variant<Products>> top_k_lists() {
    return {
        {1, "store all products, then insert", "reads 4 bytes a product again, a thread a query: several times the product", stored},
        {2, "select in the product kernel (shipped)",
            "64 comparisons for 64 x dim multiplications, merges are rare: within 10 % of the product alone", shipped},
    };
}
