// Sums of rows by class.
#include <launch.cuh>

#include "lab.cuh"

namespace {

constexpr int THREADS = 256;

__global__ void add_to_global(const float* rows, const int* labels, int count, int dim, int classes, double* totals) {
    int64_t i = static_cast<int64_t>(blockIdx.x) * THREADS + threadIdx.x;
    if (i < static_cast<int64_t>(count) * dim) {
        int64_t own = static_cast<int64_t>(labels[i / dim]) * dim + i % dim;
        double value = rows[i];
        atomicAdd(&totals[own], value);
        atomicAdd(&totals[static_cast<int64_t>(classes) * dim + own], value * value);
    }
}

cudaError_t atomics(const Sums& s) {
    int64_t values = s.count * s.rows.dim;
    return launch(add_to_global, dim3(static_cast<unsigned>((values + THREADS - 1) / THREADS)), dim3(THREADS), 0, s.stream,
        reinterpret_cast<const float*>(s.rows.rows), s.labels, s.count, static_cast<int>(s.rows.dim),
        static_cast<int>(s.rows.classes), reinterpret_cast<double*>(s.rows.totals));
}

cudaError_t shipped(const Sums& s) { return as_error(discern_class_sums(s.engine, 0, &s.rows)); }

}  // namespace

std::vector<Variant<Sums>> class_sums() {
    return {
        {1, "atomic additions to global memory", "all rows of a class meet at the same addresses, the squares at one: 20 x the bytes' time",
            atomics},
        {3, "rows by class and piece, a column a thread, in registers, 16 rows ahead (shipped)",
            "thousands of blocks, every operation rounded by itself: within 1.5 x of the bytes' time; the reference's bits", shipped},
    };
}
