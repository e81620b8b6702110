// Resizing as Pillow does: a pass along x that rounds to bytes, then one along y, in integers throughout. Four pixels of a channel
// are multiplied at a time: weights are cut into 16 lower bits and a byte, which there are instructions for.
#include <cuda_fp16.h>
#include <launch.cuh>

#include "engine.cuh"
#include <intrinsics.cuh>

namespace {

// Weights have 22 bits after the point; a sum starts from one half.
constexpr int PRECISION_BITS = 22;
constexpr int HALF = 1 << (PRECISION_BITS - 1);

constexpr int THREADS = 256;
constexpr int CHANNELS = 3;
constexpr int WEIGHT_WORDS = 3;
constexpr int GROUP = 4;

// A warp of the first pass makes so many output columns of so many groups of rows, one after another: what it has to look up
// before the first pixel takes as long as a group. Source columns come in chunks of so many groups.
constexpr int OUTPUTS = 32;
constexpr int WARPS = THREADS / OUTPUTS;
constexpr int ROUNDS = 4;
constexpr int ROW_GROUPS = WARPS * ROUNDS;
constexpr int CHUNK_GROUPS = 64;

// Words that are read and written together.
struct alignas(16) FourWords {
    unsigned words[4];
};

// Four source pixels of a channel in four rows lie together.
struct SourceChunk {
    FourWords groups[CHANNELS][CHUNK_GROUPS];
};

struct SourceChunks {
    SourceChunk chunks[WARPS];
};

// Sums of products with the lower and the upper parts of weights.
struct Sums {
    unsigned lower;
    int upper;
};

__device__ __forceinline__ void add(Sums& sums, unsigned pixels, const unsigned (&weights)[WEIGHT_WORDS]) {
    sums.lower = add_short_products(pixels, weights[0], weights[1], sums.lower);
    sums.upper = add_byte_products(pixels, weights[2], sums.upper);
}

__device__ __forceinline__ unsigned rounded(const Sums& sums) {
    // in unsigned arithmetic, since parts may overflow where the whole does not
    unsigned sum = HALF + sums.lower + (static_cast<unsigned>(sums.upper) << 16);
    int value = static_cast<int>(sum) >> PRECISION_BITS;
    return value < 0 ? 0 : value > 255 ? 255 : value;
}

__device__ __forceinline__ unsigned byte_of(unsigned pixel, int place) { return pixel >> (8 * place) & 0xff; }

// The same byte four times.
__device__ __forceinline__ unsigned filled(int fill) { return fill * 0x01010101u; }

// Luma as Pillow's convert("L").
__device__ __forceinline__ unsigned luma(unsigned red, unsigned green, unsigned blue) {
    return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
}

// The weights of a group for an output.
__device__ __forceinline__ void load_weights(
    unsigned (&weights)[WEIGHT_WORDS], const int* taps, int outputs, int group, int output) {
    const int* first = taps + (2 + group * WEIGHT_WORDS) * outputs + output;
#pragma unroll
    for (int w = 0; w < WEIGHT_WORDS; w++) {
        weights[w] = static_cast<unsigned>(first[w * outputs]);
    }
}

// Which task a block works for: the last that starts at or before it. A warp looks at 32 at a time.
__device__ __forceinline__ int task_of(const discern_columns_task* tasks, int count, int block) {
    int lane = threadIdx.x % 32;
    int first = 0;
    int step = count;
    while (step > 1) {
        step = (step + 31) / 32;
        int task = first + lane * step;
        unsigned starts = __ballot_sync(0xffffffffu, task < count && tasks[task].first_block <= block);
        first += (__popc(starts) - 1) * step;
    }
    return first;
}

// Four whole pixels as they lie: words are read where they are aligned.
struct FourPixels {
    unsigned words[4];
    unsigned shift;
};

__device__ __forceinline__ FourPixels load_four(const unsigned char* pixels) {
    FourPixels four;
    four.shift = static_cast<unsigned>(reinterpret_cast<uintptr_t>(pixels) % 4) * 8;
    const unsigned* words = reinterpret_cast<const unsigned*>(pixels - four.shift / 8);
    four.words[0] = words[0];
    four.words[1] = words[1];
    four.words[2] = words[2];
    // may lie behind the last pixel where nothing is shifted
    four.words[3] = four.shift != 0 ? words[3] : 0;
    return four;
}

__device__ __forceinline__ void by_channel(unsigned (&channels)[CHANNELS], const FourPixels& four) {
    unsigned w0 = __funnelshift_r(four.words[0], four.words[1], four.shift);
    unsigned w1 = __funnelshift_r(four.words[1], four.words[2], four.shift);
    unsigned w2 = __funnelshift_r(four.words[2], four.words[3], four.shift);
    // r0 g0 b0 r1, g1 b1 r2 g2, b2 r3 g3 b3
    channels[0] = __byte_perm(__byte_perm(w0, w1, 0x0630), w2, 0x5210);
    channels[1] = __byte_perm(__byte_perm(w0, w1, 0x0741), w2, 0x6210);
    channels[2] = __byte_perm(__byte_perm(w0, w1, 0x0052), w2, 0x7410);
}

// Four pixels of which some may lie beyond the image's edges, in padding.
__device__ void load_partly(unsigned (&four)[CHANNELS], const unsigned char* row, int x, int width, int fill) {
    four[0] = four[1] = four[2] = filled(fill);
    for (int i = 0; i < GROUP; i++) {
        if (x + i >= 0 && x + i < width) {
            for (int c = 0; c < CHANNELS; c++) {
                four[c] &= ~(0xffu << (8 * i));
                four[c] |= static_cast<unsigned>(row[(x + i) * 3 + c]) << (8 * i);
            }
        }
    }
}

__device__ __forceinline__ void to_luma(unsigned (&channels)[CHANNELS]) {
    unsigned lumas = 0;
#pragma unroll
    for (int p = 0; p < GROUP; p++) {
        lumas |= luma(byte_of(channels[0], p), byte_of(channels[1], p), byte_of(channels[2], p)) << (8 * p);
    }
    channels[0] = channels[1] = channels[2] = lumas;
}

// Rows that a lane brings at a time: of two, registers hold what is on its way for four blocks a multiprocessor.
constexpr int LOAD_ROWS = 2;

struct alignas(4 * LOAD_ROWS) LoadedRows {
    unsigned words[LOAD_ROWS];
};

// Brings groups of four columns, from `start` on, of four rows to shared memory, by channel.
template <typename Source>
__device__ __forceinline__ void load_chunk(
    SourceChunk& chunk, Source source, int start, int end, int left, int width, int fill, bool gray) {
    constexpr int PARTS = GROUP / LOAD_ROWS;
    for (int i = static_cast<int>(threadIdx.x) % OUTPUTS; i < (end - start) * PARTS; i += OUTPUTS) {
        int g = i / PARTS;
        int first_row = i % PARTS * LOAD_ROWS;
        int x = (start + g) * GROUP - left;
        unsigned channels[LOAD_ROWS][CHANNELS];
        if (x >= 0 && x + GROUP <= width) {
            FourPixels four[LOAD_ROWS];
#pragma unroll
            for (int r = 0; r < LOAD_ROWS; r++) {
                four[r] = load_four(source(first_row + r) + x * 3);
            }
#pragma unroll
            for (int r = 0; r < LOAD_ROWS; r++) {
                by_channel(channels[r], four[r]);
            }
        } else {
#pragma unroll
            for (int r = 0; r < LOAD_ROWS; r++) {
                load_partly(channels[r], source(first_row + r), x, width, fill);
            }
        }
        if (gray) {
#pragma unroll
            for (int r = 0; r < LOAD_ROWS; r++) {
                to_luma(channels[r]);
            }
        }
#pragma unroll
        for (int c = 0; c < CHANNELS; c++) {
            LoadedRows loaded;
#pragma unroll
            for (int r = 0; r < LOAD_ROWS; r++) {
                loaded.words[r] = channels[r][c];
            }
            *reinterpret_cast<LoadedRows*>(chunk.groups[c][g].words + first_row) = loaded;
        }
    }
}

__global__ void __launch_bounds__(THREADS, 4) resample_columns(const discern_columns_task* tasks, int count,
    const unsigned char* pixels, const int* taps, unsigned* columns, bool gray) {
    SourceChunk& chunk = shared_memory<SourceChunks>().chunks[threadIdx.x / OUTPUTS];
    const discern_columns_task& task = tasks[task_of(tasks, count, blockIdx.x)];
    int lane = threadIdx.x % OUTPUTS;
    int outputs = task.outputs;
    int rows = task.rows;
    int block = blockIdx.x - task.first_block;
    int across = (outputs + OUTPUTS - 1) / OUTPUTS;
    int first_output = block % across * OUTPUTS;
    int last_output = min(first_output + OUTPUTS, outputs) - 1;
    int first_group = task.first_row / GROUP + block / across * ROW_GROUPS + threadIdx.x / OUTPUTS;
    const int* axis = taps + task.taps;
    int span_from = axis[first_output];
    int span_to = axis[last_output] + axis[outputs + last_output];
    int output = min(first_output + lane, last_output);
    int from = axis[output];
    int to = from + axis[outputs + output];
    const unsigned char* first = pixels + task.pixels;
    unsigned* out = columns + task.output;
    int first_row = task.first_row;
    int width = task.width;
    int left = task.left;
    int fill = task.fill;

    for (int group = first_group; group < first_group + ROW_GROUPS; group += WARPS) {
        int row = group * GROUP - first_row;
        if (row >= rows) {
            return;
        }
        // rows of the group that are another task's are read as if they were the nearest of this one's
        auto source = [&](int r) { return first + static_cast<int64_t>(min(max(row + r, 0), rows - 1)) * width * 3; };
        Sums sums[GROUP][CHANNELS] = {};
        for (int start = span_from; start < span_to; start += CHUNK_GROUPS) {
            int end = min(start + CHUNK_GROUPS, span_to);
            load_chunk(chunk, source, start, end, left, width, fill, gray);
            __syncwarp();
            int last = min(to, end);
            for (int g = max(from, start); g < last; g++) {
                unsigned weights[WEIGHT_WORDS];
                load_weights(weights, axis, outputs, g - from, output);
#pragma unroll
                for (int c = 0; c < CHANNELS; c++) {
                    FourWords four = chunk.groups[c][g - start];
#pragma unroll
                    for (int r = 0; r < GROUP; r++) {
                        add(sums[r][c], four.words[r], weights);
                    }
                }
            }
            __syncwarp();
        }
        if (first_output + lane <= last_output) {
            bool whole = row >= 0 && row + GROUP <= rows;
#pragma unroll
            for (int c = 0; c < CHANNELS; c++) {
                unsigned* place = out + (static_cast<int64_t>(group) * CHANNELS + c) * outputs + output;
                unsigned bytes[GROUP];
#pragma unroll
                for (int r = 0; r < GROUP; r++) {
                    bytes[r] = rounded(sums[r][c]);
                }
                if (whole) {
                    *place = bytes[0] | bytes[1] << 8 | bytes[2] << 16 | bytes[3] << 24;
                } else {
                    // other rows of the group are another task's
#pragma unroll
                    for (int r = 0; r < GROUP; r++) {
                        if (row + r >= 0 && row + r < rows) {
                            reinterpret_cast<unsigned char*>(place)[r] = static_cast<unsigned char>(bytes[r]);
                        }
                    }
                }
            }
        }
    }
}

// Four values of the tensor, written together where they lie so.
template <typename T>
struct alignas(4 * sizeof(T)) FourValues {
    T values[GROUP];
};

__device__ __forceinline__ void convert(float& to, float value) { to = value; }

__device__ __forceinline__ void convert(__half& to, float value) { to = __float2half_rn(value); }

__device__ __forceinline__ bool is_aligned(const void* pointer, size_t bytes) {
    return reinterpret_cast<uintptr_t>(pointer) % bytes == 0;
}

// Which bytes of a group are rows that are stored.
__device__ __forceinline__ unsigned stored_bytes(int group, int rows) {
    int stored = rows - group * GROUP;
    return group < 0 || stored <= 0 ? 0 : stored >= GROUP ? 0xffffffffu : (1u << (8 * stored)) - 1;
}

// Adds groups of rows to the sums of four pixels; `read(group, channel)` gives their words.
template <typename Read>
__device__ __forceinline__ void add_groups(
    Sums (&sums)[GROUP][CHANNELS], const int* axis, int height, int y, int count, Read read) {
#pragma unroll 2
    for (int g = 0; g < count; g++) {
        unsigned weights[WEIGHT_WORDS];
        load_weights(weights, axis, height, g, y);
#pragma unroll
        for (int c = 0; c < CHANNELS; c++) {
            FourWords four = read(g, c);
#pragma unroll
            for (int p = 0; p < GROUP; p++) {
                add(sums[p][c], four.words[p], weights);
            }
        }
    }
}

// Four neighbouring pixels of a row of the result, from column x on; of those beyond its edges nothing is kept.
__device__ __forceinline__ void resample_four(unsigned (&pixels)[GROUP][CHANNELS], const discern_rows_task& task,
    const unsigned* columns, const int* taps, int x, int y) {
    const int* axis = taps + task.taps;
    int from = axis[y];
    int count = axis[task.height + y];
    int width = task.width;
    const unsigned* first = columns + task.input + static_cast<int64_t>(from) * CHANNELS * width;
    Sums sums[GROUP][CHANNELS] = {};
    // of a pixel beyond the row, what is made of the nearest one is not kept
    auto one = [&](int g, int c, int p) {
        return first[(static_cast<int64_t>(g) * CHANNELS + c) * width + min(max(x + p, 0), width - 1)];
    };
    auto apart = [&](int g, int c) { return FourWords{{one(g, c, 0), one(g, c, 1), one(g, c, 2), one(g, c, 3)}}; };
    if (from < 0 || (from + count) * GROUP > task.rows) {
        unsigned fill = filled(task.fill);
        add_groups(sums, axis, task.height, y, count, [&](int g, int c) {
            unsigned stored = stored_bytes(from + g, task.rows);
            FourWords four = {{fill, fill, fill, fill}};
            if (stored != 0) {
                FourWords read = apart(g, c);
#pragma unroll
                for (int p = 0; p < GROUP; p++) {
                    four.words[p] = (fill & ~stored) | (read.words[p] & stored);
                }
            }
            return four;
        });
    } else if (x >= 0 && x + GROUP <= width && width % GROUP == 0 && is_aligned(first + x, sizeof(FourWords))) {
        const unsigned* own = first + x;
        add_groups(sums, axis, task.height, y, count,
            [&](int g, int c) { return *reinterpret_cast<const FourWords*>(own + (g * CHANNELS + c) * width); });
    } else {
        add_groups(sums, axis, task.height, y, count, apart);
    }
#pragma unroll
    for (int p = 0; p < GROUP; p++) {
        if (x + p >= 0 && x + p < width) {
#pragma unroll
            for (int c = 0; c < CHANNELS; c++) {
                pixels[p][c] = rounded(sums[p][c]);
            }
        }
    }
}

struct Table {
    float values[CHANNELS * 256];
};

// A thread makes four neighbouring pixels of the tensor.
template <typename T>
__global__ void __launch_bounds__(THREADS, 3) resample_rows(const discern_rows_task* tasks, const unsigned* columns,
    const int* taps, const float* table, int channels, int height, int width, bool reversed, T* tensor) {
    float* values = shared_memory<Table>().values;
    for (int i = threadIdx.x; i < channels * 256; i += THREADS) {
        values[i] = table[i];
    }
    __syncthreads();
    int across = (width + GROUP - 1) / GROUP;
    int64_t number = static_cast<int64_t>(blockIdx.x) * THREADS + threadIdx.x;
    if (number >= static_cast<int64_t>(height) * across) {
        return;
    }
    int row = static_cast<int>(number / across);
    int column = static_cast<int>(number % across) * GROUP;
    const discern_rows_task& task = tasks[blockIdx.y];
    int y = row - task.top;
    unsigned border = task.border;
    unsigned pixels[GROUP][CHANNELS] = {
        {border, border, border}, {border, border, border}, {border, border, border}, {border, border, border}};
    if (y >= 0 && y < task.height) {
        resample_four(pixels, task, columns, taps, column - task.left, y);
    }
    int64_t plane = static_cast<int64_t>(height) * width;
    T* first = tensor + static_cast<int64_t>(blockIdx.y) * channels * plane + static_cast<int64_t>(row) * width + column;
#pragma unroll
    for (int c = 0; c < CHANNELS; c++) {
        if (c < channels) {
            int to = reversed ? channels - 1 - c : c;
            T* place = first + to * plane;
            FourValues<T> four;
#pragma unroll
            for (int p = 0; p < GROUP; p++) {
                convert(four.values[p], values[to * 256 + pixels[p][c]]);
            }
            if (column + GROUP <= width && is_aligned(place, sizeof(four))) {
                *reinterpret_cast<FourValues<T>*>(place) = four;
            } else {
#pragma unroll
                for (int p = 0; p < GROUP; p++) {
                    if (column + p < width) {
                        place[p] = four.values[p];
                    }
                }
            }
        }
    }
}

}  // namespace

extern "C" int32_t discern_column_blocks(int32_t outputs, int32_t first_row, int32_t rows) {
    int64_t groups = ceil_div(static_cast<int64_t>(first_row) + rows, GROUP) - first_row / GROUP;
    return static_cast<int32_t>(ceil_div(outputs, OUTPUTS) * ceil_div(groups, ROW_GROUPS));
}

extern "C" int discern_resample_columns(discern_engine* engine, int lane, uint64_t tasks, int32_t count, int32_t blocks,
    uint64_t pixels, uint64_t taps, uint64_t columns, int32_t gray) {
    if (!is_lane(lane) || count < 1 || blocks < 1) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(cudaSetDevice(engine->device));
    DISCERN_CHECK(launch(resample_columns, dim3(blocks), dim3(THREADS), sizeof(SourceChunks), stream_of(engine, lane),
        at<const discern_columns_task>(tasks), count, at<const unsigned char>(pixels), at<const int>(taps),
        at<unsigned>(columns), gray != 0));
    return DISCERN_OK;
}

extern "C" int discern_resample_rows(discern_engine* engine, int lane, uint64_t tasks, int32_t images, uint64_t columns,
    uint64_t taps, uint64_t table, int32_t channels, int32_t height, int32_t width, int32_t reversed, int32_t half,
    uint64_t tensor) {
    if (!is_lane(lane) || images < 1 || images > 65535 || height < 1 || width < 1 || (channels != 1 && channels != 3)) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(cudaSetDevice(engine->device));
    int64_t blocks = ceil_div(height * ceil_div(width, GROUP), THREADS);
    if (blocks > INT32_MAX) {
        return DISCERN_BAD_ARGUMENT;
    }
    dim3 grid(static_cast<unsigned>(blocks), images);
    auto run = [&](auto kernel, auto* out) {
        return launch(kernel, grid, dim3(THREADS), sizeof(Table), stream_of(engine, lane), at<const discern_rows_task>(tasks),
            at<const unsigned>(columns), at<const int>(taps), at<const float>(table), channels, height, width, reversed != 0,
            out);
    };
    DISCERN_CHECK(half != 0 ? run(resample_rows<__half>, at<__half>(tensor)) : run(resample_rows<float>, at<float>(tensor)));
    return DISCERN_OK;
}
