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
    const __nv_bfloat16* a_row = queries + static_cast<int64_t>(query) * stride + lane % 4 * 2;
    const __nv_bfloat16* b_row = bank + static_cast<int64_t>(blockIdx.x * 8 + lane / 4) * stride + lane % 4 * 2;
    float products[4] = {};
    for (int step = 0; step < stride; step += 16) {
        const __nv_bfloat16* lower = a_row + static_cast<int64_t>(8) * stride;
        unsigned a[4] = {pair(a_row + step), pair(lower + step), pair(a_row + step + 8), pair(lower + step + 8)};
        multiply_add(products, a, pair(b_row + step), pair(b_row + step + 8));
    }
    for (int v = 0; v < 4; v++) {
        int row = blockIdx.x * 8 + lane % 4 * 2 + v % 2;
        if (query + v / 2 * 8 < query_rows && row < bank_rows) {
            out[static_cast<int64_t>(query + v / 2 * 8) * bank_rows + row] = clamped(products[v]);
        }
    }
}

cudaError_t direct(const Products& p) {
    dim3 grid((p.bank_rows + 7) / 8, (p.query_rows + 15) / 16);
    return launch(one_block_a_warp, grid, dim3(32), 0, p.stream, p.short_queries, p.query_rows, p.short_bank, p.bank_rows,
        p.stride, p.out);
}

cudaError_t shipped(const Products& p) {
    return as_error(discern_cosine(
        p.engine, 0, address(p.short_queries), p.query_rows, address(p.short_bank), p.bank_rows, p.dim, 1, address(p.out)));
}

}  // namespace

std::vector<Variant<Products>> tensor_products() {
    return {
        {1, "16 x 8 products a warp, no staging", "every row is read from the caches by every block: under 10 % of peak", direct},
        {2, "128 x 128 tiles, 4 stages of asynchronous copies, 64 x 32 a warp (shipped)",
            "mma.sync reaches about 60 % of what wgmma can on compute capability 9.0: 65 to 75 % of cuBLAS", shipped},
    };
}
