// The passes of a resize: along x, then along y with normalisation.
#include <launch.cuh>

#include "lab.cuh"

namespace {

constexpr int THREADS = 256;

// A thread makes one pixel from global memory; every image has the same size and the same taps.
__global__ void one_pixel_a_thread(const discern_columns_task* tasks, const unsigned char* pixels, const int* taps,
    int height, int output, unsigned* columns) {
    int place = blockIdx.x * THREADS + threadIdx.x;
    if (place >= height * output) {
        return;
    }
    const discern_columns_task& task = tasks[blockIdx.y];
    int x = place % output;
    const int* firsts = taps + task.taps;
    const int* weights = firsts + 2 * output + x * task.stride;
    const unsigned char* pixel =
        pixels + task.pixels + (static_cast<int64_t>(place / output) * task.width + firsts[x]) * 3;
    int sums[3] = {1 << 21, 1 << 21, 1 << 21};
    for (int k = 0; k < firsts[output + x]; k++) {
        for (int c = 0; c < 3; c++) {
            sums[c] += weights[k] * pixel[k * 3 + c];
        }
    }
    unsigned result = 0;
    for (int c = 0; c < 3; c++) {
        result |= static_cast<unsigned>(min(max(sums[c] >> 22, 0), 255)) << (8 * c);
    }
    columns[task.output + place] = result;
}

cudaError_t direct(const Resize& r) {
    dim3 grid((r.height * r.output + THREADS - 1) / THREADS, r.images);
    return launch(one_pixel_a_thread, grid, dim3(THREADS), 0, r.stream, r.tasks, r.pixels, r.taps, r.height, r.output, r.columns);
}

cudaError_t shipped(const Resize& r) {
    return as_error(discern_resample_columns(r.engine, 0, address(r.tasks), r.images, r.blocks, address(r.pixels),
        address(r.taps), address(r.columns), 0));
}

// A thread makes one value of the tensor, so that three threads read the same pixels.
__global__ void one_value_a_thread(const discern_rows_task* tasks, const unsigned* columns, const int* taps, const float* table,
    int height, int width, float* tensor) {
    int place = blockIdx.x * THREADS + threadIdx.x;
    int plane = height * width;
    if (place >= 3 * plane) {
        return;
    }
    const discern_rows_task& task = tasks[blockIdx.y];
    int channel = place / plane;
    int y = place % plane / width;
    const int* firsts = taps + task.taps;
    const int* weights = firsts + 2 * height + y * task.stride;
    const unsigned* column = columns + task.input + static_cast<int64_t>(firsts[y]) * width + place % width;
    int sum = 1 << 21;
    for (int k = 0; k < firsts[height + y]; k++) {
        sum += weights[k] * static_cast<int>(column[k * width] >> (8 * channel) & 0xff);
    }
    tensor[static_cast<int64_t>(blockIdx.y) * 3 * plane + place] = table[channel * 256 + min(max(sum >> 22, 0), 255)];
}

cudaError_t direct_rows(const Normalize& n) {
    dim3 grid((3 * n.height * n.width + THREADS - 1) / THREADS, n.images);
    return launch(one_value_a_thread, grid, dim3(THREADS), 0, n.stream, n.tasks, n.columns, n.taps, n.table, n.height, n.width,
        n.tensor);
}

cudaError_t shipped_rows(const Normalize& n) {
    return as_error(discern_resample_rows(n.engine, 0, address(n.tasks), n.images, address(n.columns), address(n.taps),
        address(n.table), 3, n.height, n.width, 0, 0, address(n.tensor)));
}

}  // namespace

std::vector<Variant<Normalize>> normalized_rows() {
    return {
        {1, "one value a thread", "every pixel is read three times, mostly from cache: 2 to 3 x the bytes' time", direct_rows},
        {2, "one pixel a thread (shipped)", "a word a tap for three channels: 1.2 to 1.5 x the bytes' time", shipped_rows},
    };
}

std::vector<Variant<Resize>> resized_columns() {
    return {
        {1, "one pixel a thread from global memory", "3 byte loads a tap, each warp over several cache lines: 3 to 4 x the bytes' time",
            direct},
        {2, "chunks of 16 rows in shared memory, four bytes a pixel (shipped)",
            "a word a tap, a weight for 4 rows; arithmetic and bytes take about as long: 1.2 to 2 x the bytes' time", shipped},
    };
}
