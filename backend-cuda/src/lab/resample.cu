// The pass along x of a resize.
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

}  // namespace

std::vector<Variant<Resize>> resized_columns() {
    return {
        {1, "one pixel a thread from global memory", "3 byte loads a tap, each warp over several cache lines: 3 to 4 x the bytes' time",
            direct},
        {2, "chunks of 16 rows in shared memory, four bytes a pixel (shipped)",
            "a word a tap, a weight for 4 rows; arithmetic and bytes take about as long: 1.2 to 2 x the bytes' time", shipped},
    };
}
