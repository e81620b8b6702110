// The passes of a resize: along x, then along y with normalisation.
#include <launch.cuh>

#include "lab.cuh"

namespace {

constexpr int THREADS = 256;

// A thread makes one pixel from global memory; every image has the same size and the same taps.
__global__ void one_pixel_a_thread(const discern_columns_task* tasks, const unsigned char* pixels, const int* taps, int stride,
    int height, int output, unsigned char* columns) {
    int place = blockIdx.x * THREADS + threadIdx.x;
    if (place >= height * output) {
        return;
    }
    const discern_columns_task& task = tasks[blockIdx.y];
    int x = place % output;
    int y = place / output;
    const int* weights = taps + 2 * output + x * stride;
    const unsigned char* pixel = pixels + task.pixels + (static_cast<int64_t>(y) * task.width + taps[x]) * 3;
    int sums[3] = {1 << 21, 1 << 21, 1 << 21};
    for (int k = 0; k < taps[output + x]; k++) {
        for (int c = 0; c < 3; c++) {
            sums[c] += weights[k] * pixel[k * 3 + c];
        }
    }
    for (int c = 0; c < 3; c++) {
        int64_t word = task.output + static_cast<int64_t>(y / 4 * 3 + c) * output + x;
        columns[word * 4 + y % 4] = static_cast<unsigned char>(min(max(sums[c] >> 22, 0), 255));
    }
}

cudaError_t direct(const Resize& r) {
    dim3 grid((r.height * r.output + THREADS - 1) / THREADS, r.images);
    return launch(one_pixel_a_thread, grid, dim3(THREADS), 0, r.stream, r.tasks, r.pixels, r.plain_taps, r.stride,
        r.height, r.output, reinterpret_cast<unsigned char*>(r.columns));
}

cudaError_t shipped(const Resize& r) {
    return as_error(discern_resample_columns(r.engine, 0, address(r.tasks), r.images, r.blocks, address(r.pixels),
        address(r.taps), address(r.columns), 0));
}

// A thread makes one value of the tensor.
__global__ void one_value_a_thread(const discern_rows_task* tasks, const unsigned char* columns, const int* taps, int stride,
    const float* table, int height, int width, float* tensor) {
    int place = blockIdx.x * THREADS + threadIdx.x;
    int plane = height * width;
    if (place >= 3 * plane) {
        return;
    }
    const discern_rows_task& task = tasks[blockIdx.y];
    int channel = place / plane;
    int y = place % plane / width;
    const int* weights = taps + 2 * height + y * stride;
    int sum = 1 << 21;
    for (int k = 0; k < taps[height + y]; k++) {
        int row = taps[y] + k;
        int64_t word = task.input + static_cast<int64_t>(row / 4 * 3 + channel) * width + place % width;
        sum += weights[k] * columns[word * 4 + row % 4];
    }
    tensor[static_cast<int64_t>(blockIdx.y) * 3 * plane + place] = table[channel * 256 + min(max(sum >> 22, 0), 255)];
}

cudaError_t direct_rows(const Normalize& n) {
    dim3 grid((3 * n.height * n.width + THREADS - 1) / THREADS, n.images);
    return launch(one_value_a_thread, grid, dim3(THREADS), 0, n.stream, n.tasks,
        reinterpret_cast<const unsigned char*>(n.columns), n.plain_taps, n.stride, n.table, n.height, n.width, n.tensor);
}

cudaError_t shipped_rows(const Normalize& n) {
    return as_error(discern_resample_rows(n.engine, 0, address(n.tasks), n.images, address(n.columns), address(n.taps),
        address(n.table), 3, n.height, n.width, 0, 0, address(n.tensor)));
}

}  // namespace

std::vector<Variant<Normalize>> normalized_rows() {
    return {
        {1, "one value a thread", "every pixel is read three times, mostly from cache: 2 to 3 x the bytes' time", direct_rows},
        {4, "four pixels a thread, sixteen bytes a load, the table in shared memory (shipped)",
            "half of the threads, and a quarter of the loads, of variant 3: 1.2 to 1.6 x the bytes' time", shipped_rows},
    };
}

std::vector<Variant<Resize>> resized_columns() {
    return {
        {1, "one pixel a thread from global memory", "3 byte loads a tap, each warp over several cache lines: 3 to 4 x the bytes' time",
            direct},
        {4, "four pixels of four rows a load from shared memory, products of bytes, several groups of rows a warp (shipped)",
            "what a warp looks up first, and the loads from shared memory, shared by more products than variant 3's: 1.4 to 1.7 x the bytes' time",
            shipped},
    };
}
