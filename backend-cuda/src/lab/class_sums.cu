// Sums of rows by class.
#include <launch.cuh>

#include "lab.cuh"

namespace {

constexpr int THREADS = 256;

__global__ void add_to_global(
    const float* rows, const int* labels, int count, int dim, double* sums, double* squares) {
    int64_t i = static_cast<int64_t>(blockIdx.x) * THREADS + threadIdx.x;
    if (i < static_cast<int64_t>(count) * dim) {
        int label = labels[i / dim];
        double value = rows[i];
        atomicAdd(&sums[static_cast<int64_t>(label) * dim + i % dim], value);
        atomicAdd(&squares[label], value * value);
    }
}

cudaError_t atomics(const Sums& s) {
    int64_t values = static_cast<int64_t>(s.count) * s.dim;
    return launch(add_to_global, dim3(static_cast<unsigned>((values + THREADS - 1) / THREADS)), dim3(THREADS), 0, s.stream,
        s.rows, s.labels, s.count, s.dim, s.sums, s.squares);
}

cudaError_t shipped(const Sums& s) {
    return as_error(discern_class_sums(s.engine, 0, address(s.rows), address(s.labels), s.count, s.dim, s.classes,
        address(s.scratch), address(s.sums), address(s.squares)));
}

}  // namespace

std::vector<Variant<Sums>> class_sums() {
    return {
        {1, "atomic additions to global memory", "all rows of a class meet at the same addresses, the squares at one: 20 x the bytes' time",
            atomics},
        {2, "sums in shared memory, a column a thread, slabs added in order (shipped)",
            "one pass over the rows, 4 loads ahead: within 1.5 x of the bytes' time; results repeat", shipped},
    };
}
