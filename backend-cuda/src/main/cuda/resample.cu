// Resizing as Pillow does: a pass along x that rounds to bytes, then one along y, in integers throughout.
#include <cuda_fp16.h>
#include <launch.cuh>

#include "engine.cuh"
#include <intrinsics.cuh>

namespace {

// Weights have 22 bits after the point; a sum starts from one half.
constexpr int PRECISION_BITS = 22;
constexpr int HALF = 1 << (PRECISION_BITS - 1);

constexpr int THREADS = 256;
// A block of the first pass makes so many output columns of so many rows, from chunks of so many source columns.
constexpr int OUTPUTS = 64;
constexpr int ROWS = 16;
constexpr int CHUNK = 256;
constexpr int ROWS_PER_THREAD = ROWS * OUTPUTS / THREADS;

struct SourceChunk {
    unsigned pixels[ROWS][CHUNK];
};

__device__ __forceinline__ int byte_of(unsigned pixel, int channel) { return pixel >> (8 * channel) & 0xff; }

__device__ __forceinline__ unsigned rounded(int sum) {
    int value = sum >> PRECISION_BITS;
    return value < 0 ? 0 : value > 255 ? 255 : value;
}

__device__ __forceinline__ unsigned packed(const int (&sums)[3]) {
    return rounded(sums[0]) | rounded(sums[1]) << 8 | rounded(sums[2]) << 16;
}

__device__ __forceinline__ void add(int (&sums)[3], unsigned pixel, int weight) {
    for (int c = 0; c < 3; c++) {
        sums[c] += weight * byte_of(pixel, c);
    }
}

// Luma as Pillow's convert("L").
__device__ __forceinline__ unsigned luma(unsigned pixel) {
    return (byte_of(pixel, 0) * 19595 + byte_of(pixel, 1) * 38470 + byte_of(pixel, 2) * 7471 + 0x8000) >> 16;
}

__device__ __forceinline__ unsigned filled(int fill) { return fill * 0x010101; }

// Which task a block works for: the last that starts at or before it.
__device__ __forceinline__ int task_of(const discern_columns_task* tasks, int count, int block) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (tasks[middle].first_block <= block) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

__device__ void load_chunk(SourceChunk& chunk, const discern_columns_task& task, const unsigned char* pixels, int first_row,
    int from, int to, bool gray) {
    for (int i = threadIdx.x; i < ROWS * CHUNK; i += THREADS) {
        int row = first_row + i / CHUNK;
        int x = from + i % CHUNK;
        if (row < task.rows && x < to) {
            unsigned pixel = filled(task.fill);
            if (x >= task.left && x < task.left + task.width) {
                const unsigned char* p =
                    pixels + task.pixels + (static_cast<int64_t>(row) * task.width + x - task.left) * 3;
                pixel = p[0] | p[1] << 8 | p[2] << 16;
                pixel = gray ? filled(luma(pixel)) : pixel;
            }
            chunk.pixels[i / CHUNK][i % CHUNK] = pixel;
        }
    }
}

__global__ void __launch_bounds__(THREADS) resample_columns(const discern_columns_task* tasks, int count,
    const unsigned char* pixels, const int* taps, unsigned* columns, bool gray) {
    SourceChunk& chunk = shared_memory<SourceChunk>();
    const discern_columns_task task = tasks[task_of(tasks, count, blockIdx.x)];
    int block = blockIdx.x - task.first_block;
    int across = (task.outputs + OUTPUTS - 1) / OUTPUTS;
    int first_output = block % across * OUTPUTS;
    int last_output = min(first_output + OUTPUTS, task.outputs) - 1;
    int first_row = block / across * ROWS;

    const int* firsts = taps + task.taps;
    const int* counts = firsts + task.outputs;
    const int* weights = counts + task.outputs;
    int span_from = firsts[first_output];
    int span_to = firsts[last_output] + counts[last_output];

    int output = first_output + threadIdx.x % OUTPUTS;
    int row_in_block = threadIdx.x / OUTPUTS;
    bool active = output <= last_output;
    int from = active ? firsts[output] : 0;
    int to = active ? from + counts[output] : 0;
    weights += static_cast<int64_t>(output) * task.stride;

    int sums[ROWS_PER_THREAD][3];
    for (auto& sum : sums) {
        sum[0] = sum[1] = sum[2] = HALF;
    }
    for (int start = span_from; start < span_to; start += CHUNK) {
        int end = min(start + CHUNK, span_to);
        load_chunk(chunk, task, pixels, first_row, start, end, gray);
        __syncthreads();
        int last = min(to, end);
        for (int x = max(from, start); x < last; x++) {
            int weight = weights[x - from];
            for (int r = 0; r < ROWS_PER_THREAD; r++) {
                int row = row_in_block + r * (THREADS / OUTPUTS);
                if (first_row + row < task.rows) {
                    add(sums[r], chunk.pixels[row][x - start], weight);
                }
            }
        }
        __syncthreads();
    }
    for (int r = 0; r < ROWS_PER_THREAD; r++) {
        int row = first_row + row_in_block + r * (THREADS / OUTPUTS);
        if (active && row < task.rows) {
            columns[task.output + static_cast<int64_t>(row) * task.outputs + output] = packed(sums[r]);
        }
    }
}

__device__ __forceinline__ void store(float* tensor, int64_t place, float value) { tensor[place] = value; }

__device__ __forceinline__ void store(__half* tensor, int64_t place, float value) { tensor[place] = __float2half_rn(value); }

template <typename T>
__global__ void __launch_bounds__(THREADS) resample_rows(const discern_rows_task* tasks, const unsigned* columns,
    const int* taps, const float* table, int channels, int height, int width, bool reversed, T* tensor) {
    int place = blockIdx.x * THREADS + threadIdx.x;
    if (place >= height * width) {
        return;
    }
    const discern_rows_task task = tasks[blockIdx.y];
    int x = place % width - task.left;
    int y = place / width - task.top;
    unsigned pixel = filled(task.border);
    if (x >= 0 && x < task.width && y >= 0 && y < task.height) {
        const int* firsts = taps + task.taps;
        const int* weights = firsts + 2 * task.height + static_cast<int64_t>(y) * task.stride;
        int from = firsts[y];
        int to = from + firsts[task.height + y];
        unsigned fill = filled(task.fill);
        const unsigned* column = columns + task.input + x;
        int sums[3] = {HALF, HALF, HALF};
        for (int row = from; row < to; row++) {
            bool inside = row >= task.first_row && row < task.last_row;
            add(sums, inside ? column[static_cast<int64_t>(row - task.first_row) * task.width] : fill, weights[row - from]);
        }
        pixel = packed(sums);
    }
    int64_t plane = static_cast<int64_t>(height) * width;
    for (int c = 0; c < channels; c++) {
        int value = byte_of(pixel, reversed ? channels - 1 - c : c);
        store(tensor, (static_cast<int64_t>(blockIdx.y) * channels + c) * plane + place, table[c * 256 + value]);
    }
}

}  // namespace

extern "C" int32_t discern_column_blocks(int32_t outputs, int32_t rows) {
    return static_cast<int32_t>(ceil_div(outputs, OUTPUTS) * ceil_div(rows, ROWS));
}

extern "C" int discern_resample_columns(discern_engine* engine, int lane, uint64_t tasks, int32_t count, int32_t blocks,
    uint64_t pixels, uint64_t taps, uint64_t columns, int32_t gray) {
    if (!is_lane(lane) || count < 1 || blocks < 1) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(cudaSetDevice(engine->device));
    DISCERN_CHECK(launch(resample_columns, dim3(blocks), dim3(THREADS), sizeof(SourceChunk), stream_of(engine, lane),
        at<const discern_columns_task>(tasks), count, at<const unsigned char>(pixels), at<const int>(taps),
        at<unsigned>(columns), gray != 0));
    return DISCERN_OK;
}

extern "C" int discern_resample_rows(discern_engine* engine, int lane, uint64_t tasks, int32_t images, uint64_t columns,
    uint64_t taps, uint64_t table, int32_t channels, int32_t height, int32_t width, int32_t reversed, int32_t half,
    uint64_t tensor) {
    if (!is_lane(lane) || images < 1 || images > 65535 || (channels != 1 && channels != 3)) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(cudaSetDevice(engine->device));
    dim3 grid(static_cast<unsigned>(ceil_div(static_cast<int64_t>(height) * width, THREADS)), images);
    auto run = [&](auto kernel, auto* out) {
        return launch(kernel, grid, dim3(THREADS), 0, stream_of(engine, lane), at<const discern_rows_task>(tasks),
            at<const unsigned>(columns), at<const int>(taps), at<const float>(table), channels, height, width, reversed != 0,
            out);
    };
    DISCERN_CHECK(half != 0 ? run(resample_rows<__half>, at<__half>(tensor)) : run(resample_rows<float>, at<float>(tensor)));
    return DISCERN_OK;
}
