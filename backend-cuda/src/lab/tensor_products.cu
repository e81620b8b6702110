// Products of bfloat16 rows.
#include <intrinsics.cuh>
#include <launch.cuh>

#include "lab.cuh"
#include "tiles.cuh"

namespace {

__device__ __forceinline__ unsigned pair(const __nv_bfloat16* values) { return *reinterpret_cast<const unsigned*>(values); }

// A warp makes 16 x 8 products, straight from global memory.
__global__ void one_block_a_warp(const __nv_bfloat16* queries, int query_rows, const __nv_bfloat16* bank, int bank_rows,
    int stride, float* out) {
    int lane = threadIdx.x;
    int query = blockIdx.y * 16 + lane / 4;
    int row = blockIdx.x * 8 + lane / 4;
    auto a_pair = [&](int lower, int column) { return pair(queries + value_place(query + lower, column, stride)); };
    auto b_pair = [&](int column) { return pair(bank + value_place(row, column, stride)); };
    float products[4] = {};
    for (int column = lane % 4 * 2; column < stride; column += 16) {
        unsigned a[4] = {a_pair(0, column), a_pair(8, column), a_pair(0, column + 8), a_pair(8, column + 8)};
        multiply_add<__nv_bfloat16>(products, a, b_pair(column), b_pair(column + 8));
    }
    for (int v = 0; v < 4; v++) {
        int found = blockIdx.x * 8 + lane % 4 * 2 + v % 2;
        if (query + v / 2 * 8 < query_rows && found < bank_rows) {
            out[static_cast<int64_t>(query + v / 2 * 8) * bank_rows + found] = clamped(products[v]);
        }
    }
}

cudaError_t direct(const Products& p) {
    dim3 grid((p.bank_rows + 7) / 8, (p.query_rows + 15) / 16);
    return launch(one_block_a_warp, grid, dim3(32), 0, p.stream, p.short_queries, p.query_rows, p.short_bank, p.bank_rows,
        p.stride, p.out);
}

cudaError_t on(discern_engine* engine, const Products& p) {
    return as_error(discern_cosine(engine, 0, address(p.short_queries), p.query_rows, address(p.short_bank), p.bank_rows, p.dim,
        DISCERN_BFLOAT16, address(p.out)));
}

cudaError_t warps(const Products& p) {
    cudaError_t status = cudaStreamSynchronize(p.stream);
    status = status != cudaSuccess ? status : on(p.older, p);
    return status != cudaSuccess ? status : as_error(discern_await(p.older, 0));
}

cudaError_t groups(const Products& p) { return on(p.engine, p); }

}  // namespace

std::vector<Variant<Products>> tensor_products() {
    return {
        {1, "16 x 8 products a warp, no staging", "every row is read from the caches by every block: under 10 % of peak", direct},
        {2, "128 x 128 tiles, 4 stages of asynchronous copies, 32 x 128 a warp (shipped for 8.0 and later; timed with a wait)",
            "mma.sync reaches about 60 % of what wgmma can on compute capability 9.0: 50 to 60 % of cuBLAS", warps},
        {3, "128 x 256 tiles by two groups of four warps, bulk copies into 4 stages, blocks that stay (shipped for 9.0)",
            "stores of one tile beside the copies of the next, not beside its products: 70 to 85 % of cuBLAS", groups},
    };
}
