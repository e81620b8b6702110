// Sums of rows and of their squared lengths by class, in one pass over the rows.
#include <launch.cuh>

#include "engine.cuh"
#include <intrinsics.cuh>

namespace {

// A block adds up a slab of rows for so many columns, one a thread, and for so many classes.
constexpr int COLUMNS = 128;
constexpr int CLASSES = 20;

// Rows a thread has on their way at once.
constexpr int AHEAD = 4;

constexpr int SLABS = 64;

struct ClassColumns {
    double sums[CLASSES][COLUMNS];
    double squares[CLASSES][COLUMNS];
};

struct Slabs {
    int count;
    int rows;
};

Slabs slabs_of(int rows) {
    int each = static_cast<int>(ceil_div(rows, SLABS));
    return {static_cast<int>(ceil_div(rows, each)), each};
}

// Partial sums: `slabs x classes x dim`, and of squares `slabs x column blocks x classes`.
__global__ void __launch_bounds__(COLUMNS) slab_sums(const float* rows, const int* labels, int count, int dim, int classes,
    int rows_per_slab, double* sums, double* squares) {
    ClassColumns& own = shared_memory<ClassColumns>();
    int column = blockIdx.x * COLUMNS + threadIdx.x;
    int first_class = blockIdx.z * CLASSES;
    int class_count = min(CLASSES, classes - first_class);
    for (int c = 0; c < class_count; c++) {
        own.sums[c][threadIdx.x] = 0;
        own.squares[c][threadIdx.x] = 0;
    }
    int from = blockIdx.y * rows_per_slab;
    int to = min(from + rows_per_slab, count);
    for (int row = from; column < dim && row < to; row += AHEAD) {
        int label[AHEAD];
        double value[AHEAD];
#pragma unroll
        for (int i = 0; i < AHEAD; i++) {
            bool inside = row + i < to;
            label[i] = inside ? labels[row + i] - first_class : -1;
            value[i] = inside ? rows[static_cast<int64_t>(row + i) * dim + column] : 0;
        }
#pragma unroll
        for (int i = 0; i < AHEAD; i++) {
            if (label[i] >= 0 && label[i] < class_count) {
                own.sums[label[i]][threadIdx.x] += value[i];
                own.squares[label[i]][threadIdx.x] += value[i] * value[i];
            }
        }
    }
    for (int c = 0; column < dim && c < class_count; c++) {
        sums[(static_cast<int64_t>(blockIdx.y) * classes + first_class + c) * dim + column] = own.sums[c][threadIdx.x];
    }
    __syncthreads();
    if (static_cast<int>(threadIdx.x) < class_count) {
        double sum = 0;
        for (int i = 0; i < COLUMNS; i++) {
            sum += own.squares[threadIdx.x][i];
        }
        squares[(static_cast<int64_t>(blockIdx.y) * gridDim.x + blockIdx.x) * classes + first_class + threadIdx.x] = sum;
    }
}

// Adds `parts` of `length` values each to the totals, in order.
__global__ void __launch_bounds__(COLUMNS) add_parts(const double* parts, int count, int64_t length, double* totals) {
    int64_t i = static_cast<int64_t>(blockIdx.x) * COLUMNS + threadIdx.x;
    if (i < length) {
        double total = totals[i];
        for (int p = 0; p < count; p++) {
            total += parts[p * length + i];
        }
        totals[i] = total;
    }
}

cudaError_t add(cudaStream_t stream, const double* parts, int count, int64_t length, double* totals) {
    return launch(add_parts, dim3(static_cast<unsigned>(ceil_div(length, COLUMNS))), dim3(COLUMNS), 0, stream, parts, count,
        length, totals);
}

}  // namespace

extern "C" uint64_t discern_class_scratch(int32_t rows, int32_t dim, int32_t classes) {
    return sizeof(double) * slabs_of(rows).count * static_cast<uint64_t>(classes) * (dim + ceil_div(dim, COLUMNS));
}

extern "C" int discern_class_sums(discern_engine* engine, int lane, uint64_t rows, uint64_t labels, int32_t count, int32_t dim,
    int32_t classes, uint64_t scratch, uint64_t sums, uint64_t squares) {
    int64_t class_blocks = ceil_div(classes, CLASSES);
    if (!is_lane(lane) || count < 1 || dim < 1 || classes < 1 || class_blocks > 65535) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(cudaSetDevice(engine->device));
    cudaStream_t stream = stream_of(engine, lane);
    Slabs slabs = slabs_of(count);
    int column_blocks = static_cast<int>(ceil_div(dim, COLUMNS));
    auto* sum_parts = at<double>(scratch);
    double* square_parts = sum_parts + static_cast<int64_t>(slabs.count) * classes * dim;
    DISCERN_CHECK(launch(slab_sums, dim3(column_blocks, slabs.count, static_cast<unsigned>(class_blocks)), dim3(COLUMNS),
        sizeof(ClassColumns), stream, at<const float>(rows), at<const int>(labels), count, dim, classes, slabs.rows, sum_parts,
        square_parts));
    DISCERN_CHECK(add(stream, sum_parts, slabs.count, static_cast<int64_t>(classes) * dim, at<double>(sums)));
    DISCERN_CHECK(add(stream, square_parts, slabs.count * column_blocks, classes, at<double>(squares)));
    return DISCERN_OK;
}
