// Float32 products.
#include <intrinsics.cuh>
#include <launch.cuh>

#include "lab.cuh"
#include "tiles.cuh"

namespace {

constexpr int SIDE = 16;

__global__ void one_product_a_thread(
    const float* queries, int query_rows, const float* bank, int bank_rows, int stride, float* out) {
    int query = blockIdx.y * SIDE + threadIdx.y;
    int row = blockIdx.x * SIDE + threadIdx.x;
    if (query < query_rows && row < bank_rows) {
        float sum = 0;
        for (int j = 0; j < stride; j++) {
            sum = fmaf(queries[static_cast<int64_t>(query) * stride + j], bank[static_cast<int64_t>(row) * stride + j], sum);
        }
        out[static_cast<int64_t>(query) * bank_rows + row] = clamped(sum);
    }
}

struct Tiles {
    float queries[SIDE][SIDE + 1];
    float bank[SIDE][SIDE + 1];
};

__global__ void shared_tiles(
    const float* queries, int query_rows, const float* bank, int bank_rows, int stride, float* out) {
    Tiles& tiles = shared_memory<Tiles>();
    int query = blockIdx.y * SIDE + threadIdx.y;
    int row = blockIdx.x * SIDE + threadIdx.x;
    // unit rows are padded to whole tiles, so that these rows exist
    int bank_row = blockIdx.x * SIDE + threadIdx.y;
    float sum = 0;
    for (int step = 0; step < stride; step += SIDE) {
        tiles.queries[threadIdx.y][threadIdx.x] = queries[static_cast<int64_t>(query) * stride + step + threadIdx.x];
        tiles.bank[threadIdx.y][threadIdx.x] = bank[static_cast<int64_t>(bank_row) * stride + step + threadIdx.x];
        __syncthreads();
        for (int j = 0; j < SIDE; j++) {
            sum = fmaf(tiles.queries[threadIdx.y][j], tiles.bank[threadIdx.x][j], sum);
        }
        __syncthreads();
    }
    if (query < query_rows && row < bank_rows) {
        out[static_cast<int64_t>(query) * bank_rows + row] = clamped(sum);
    }
}

template <typename Kernel>
cudaError_t run(Kernel kernel, size_t shared, const Products& p) {
    dim3 grid((p.bank_rows + SIDE - 1) / SIDE, (p.query_rows + SIDE - 1) / SIDE);
    return launch(kernel, grid, dim3(SIDE, SIDE), shared, p.stream, p.queries, p.query_rows, p.bank, p.bank_rows, p.stride, p.out);
}

cudaError_t shipped(const Products& p) {
    return as_error(discern_cosine(
        p.engine, 0, address(p.queries), p.query_rows, address(p.bank), p.bank_rows, p.dim, 0, address(p.out)));
}

}  // namespace

std::vector<Variant<Products>> float_products() {
    return {
        {1, "one product a thread, no staging", "first-level cache bound, 2 loads for each multiplication: under 10 % of peak",
            [](const Products& p) { return run(one_product_a_thread, 0, p); }},
        {2, "16 x 16 tiles in shared memory", "2 shared loads for each multiplication: 15 % of peak",
            [](const Products& p) { return run(shared_tiles, sizeof(Tiles), p); }},
        {3, "128 x 128 tiles, 8 x 8 in registers, two steps (shipped)",
            "4 wide shared loads for 64 multiplications, 2 blocks a multiprocessor: 80 to 90 % of peak", shipped},
    };
}
