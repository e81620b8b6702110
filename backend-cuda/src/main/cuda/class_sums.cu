// Sums of rows and of their squares by class, in an order that is part of the result: nothing here is fused or added up in
// another order than core's ClassSums says.
#include <launch.cuh>

#include "engine.cuh"

namespace {

// A block adds up one slab, a column a thread.
constexpr int COLUMNS = 128;

// Rows a thread has on their way at once.
constexpr int AHEAD = 16;

// The last of `count` ascending numbers that is at most `value`.
__device__ __forceinline__ int last_at_most(const int* numbers, int count, int value) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (numbers[middle] <= value) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

// Where the parts of a plan are.
struct Plan {
    const int* first_slabs;
    const int* starts;
    const int* flags;
    const int* order;
};

__device__ __forceinline__ Plan plan_of(const int* plan, int classes, int slabs) {
    const int* starts = plan + classes + 1;
    return {plan, starts, starts + slabs + 1, starts + 2 * slabs + 1};
}

// Sums, then squares, of a slab: `slabs x dim` each.
__global__ void __launch_bounds__(COLUMNS) slab_sums(const float* rows, const double* lengths, const double* origins,
    const int* words, int dim, int classes, int slabs, const double* carried, double* parts) {
    int slab = blockIdx.x;
    int column = blockIdx.y * COLUMNS + threadIdx.x;
    if (column >= dim) {
        return;
    }
    Plan plan = plan_of(words, classes, slabs);
    int64_t own = static_cast<int64_t>(last_at_most(plan.first_slabs, classes, slab)) * dim + column;
    bool continues = (plan.flags[slab] & DISCERN_SLAB_CONTINUES) != 0;
    double sum = continues ? carried[own] : 0;
    double square = continues ? carried[static_cast<int64_t>(classes) * dim + own] : 0;
    double origin = origins[own];
    int to = plan.starts[slab + 1];
    for (int i = plan.starts[slab]; i < to; i += AHEAD) {
        float values[AHEAD];
        double divisors[AHEAD];
#pragma unroll
        for (int a = 0; a < AHEAD; a++) {
            int row = i + a < to ? plan.order[i + a] : 0;
            values[a] = i + a < to ? rows[static_cast<int64_t>(row) * dim + column] : 0;
            divisors[a] = lengths != nullptr && i + a < to ? lengths[row] : 1;
        }
#pragma unroll
        for (int a = 0; a < AHEAD; a++) {
            if (i + a < to) {
                double value = lengths != nullptr ? __ddiv_rn(values[a], divisors[a]) : static_cast<double>(values[a]);
                double deviation = __dsub_rn(value, origin);
                sum = __dadd_rn(sum, deviation);
                square = __dadd_rn(square, __dmul_rn(deviation, deviation));
            }
        }
    }
    parts[static_cast<int64_t>(slab) * dim + column] = sum;
    parts[static_cast<int64_t>(slabs + slab) * dim + column] = square;
}

// Adds the slabs of a class to its totals, in order; what is not complete is carried on.
__global__ void __launch_bounds__(COLUMNS) add_slabs(
    const double* parts, const int* words, int dim, int classes, int slabs, double* carried, double* totals) {
    int column = blockIdx.x * COLUMNS + threadIdx.x;
    if (column >= dim) {
        return;
    }
    Plan plan = plan_of(words, classes, slabs);
    int label = blockIdx.y;
    // blockIdx.z: sums or squares
    int64_t own = (static_cast<int64_t>(blockIdx.z) * classes + label) * dim + column;
    double total = totals[own];
    for (int slab = plan.first_slabs[label]; slab < plan.first_slabs[label + 1]; slab++) {
        double part = parts[(static_cast<int64_t>(blockIdx.z) * slabs + slab) * dim + column];
        bool ends = (plan.flags[slab] & DISCERN_SLAB_ENDS) != 0;
        total = ends ? __dadd_rn(total, part) : total;
        // the next piece may continue in a slab of a class that had no rows of it so far
        carried[own] = ends ? 0 : part;
    }
    totals[own] = total;
}

}  // namespace

extern "C" int discern_class_sums(discern_engine* engine, int lane, const discern_class_rows* rows) {
    const discern_class_rows& r = *rows;
    int64_t column_blocks = ceil_div(r.dim, COLUMNS);
    if (!is_lane(lane) || r.dim < 1 || r.dim > INT32_MAX || r.classes < 1 || r.classes > 65535 || r.slabs < 0
        || r.slabs > INT32_MAX || column_blocks > 65535) {
        return DISCERN_BAD_ARGUMENT;
    }
    if (r.slabs == 0) {
        return DISCERN_OK;
    }
    DISCERN_CHECK(cudaSetDevice(engine->device));
    cudaStream_t stream = stream_of(engine, lane);
    auto blocks = static_cast<unsigned>(column_blocks);
    int dim = static_cast<int>(r.dim);
    int classes = static_cast<int>(r.classes);
    int slabs = static_cast<int>(r.slabs);
    DISCERN_CHECK(launch(slab_sums, dim3(slabs, blocks), dim3(COLUMNS), 0, stream, at<const float>(r.rows),
        at<const double>(r.lengths), at<const double>(r.origins), at<const int>(r.plan), dim, classes, slabs,
        at<const double>(r.carried), at<double>(r.parts)));
    DISCERN_CHECK(launch(add_slabs, dim3(blocks, classes, 2), dim3(COLUMNS), 0, stream, at<const double>(r.parts),
        at<const int>(r.plan), dim, classes, slabs, at<double>(r.carried), at<double>(r.totals)));
    return DISCERN_OK;
}
