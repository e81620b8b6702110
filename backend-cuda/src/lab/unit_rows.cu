// Rows to unit length.
#include <launch.cuh>

#include "lab.cuh"

namespace {

constexpr int THREADS = 128;

// A thread has a row to itself.
__global__ void one_row_a_thread(const float* raw, int rows, int dim, int stride, float* unit) {
    int row = blockIdx.x * THREADS + threadIdx.x;
    if (row >= rows) {
        return;
    }
    const float* values = raw + static_cast<int64_t>(row) * dim;
    double squares = 0;
    for (int j = 0; j < dim; j++) {
        squares += static_cast<double>(values[j]) * values[j];
    }
    double inverse = squares > 0 ? 1 / sqrt(squares) : 0;
    for (int j = 0; j < dim; j++) {
        unit[static_cast<int64_t>(row) * stride + j] = static_cast<float>(values[j] * inverse);
    }
}

cudaError_t direct(const Scaling& s) {
    return launch(one_row_a_thread, dim3((s.rows + THREADS - 1) / THREADS), dim3(THREADS), 0, s.stream, s.raw, s.rows, s.dim,
        discern_row_stride(s.dim), s.unit);
}

cudaError_t shipped(const Scaling& s) {
    return as_error(discern_unit_rows(s.engine, 0, address(s.raw), s.rows, s.dim, 0, address(s.unit), address(s.report)));
}

}  // namespace

std::vector<Variant<Scaling>> unit_rows() {
    return {
        {1, "a row a thread", "each warp over 32 rows at once, twice: 4 to 8 x the bytes' time", direct},
        {2, "a row a warp (shipped)", "whole cache lines, the second reading from cache: 1.1 to 1.3 x the bytes' time", shipped},
    };
}
