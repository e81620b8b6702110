// Layers that move or scale rows: a warp for a row, eight columns a lane where rows are padded.
#include <launch.cuh>
#include <type_traits>

#include "layers.cuh"
#include "operand.cuh"

namespace {

constexpr int WARPS = 8;
constexpr unsigned ALL = 0xffffffffu;

// The row of this warp; a block has eight.
__device__ __forceinline__ int warp_row() { return blockIdx.x * WARPS + threadIdx.x / 32; }

unsigned blocks_of(int64_t rows) { return static_cast<unsigned>(ceil_div(rows, WARPS)); }

bool out_of_range(int64_t rows) { return rows < 1 || rows > INT32_MAX - WARPS; }

__device__ __forceinline__ float warp_sum(float value) {
    for (int other = 16; other > 0; other /= 2) {
        value += __shfl_xor_sync(ALL, value, other);
    }
    return value;
}

// A thread for an element of the source.
template <typename T>
__global__ void __launch_bounds__(256) place_values(discern_place job, T* target) {
    int64_t i = static_cast<int64_t>(blockIdx.x) * 256 + threadIdx.x;
    if (i >= job.rows * job.columns) {
        return;
    }
    int64_t line = i / job.columns + job.first;
    int64_t along = i % job.columns;
    int64_t row = job.transposed ? along : line;
    int64_t column = job.transposed ? line : along;
    row = row / job.row_width * job.row_pitch + row % job.row_width + job.row_offset;
    column = column / job.column_width * job.column_pitch + column % job.column_width;
    store_value(target + place_of(target, static_cast<int>(row), static_cast<int>(column), static_cast<int>(job.stride)),
        stored_value(job.source, job.type, i));
}

template <typename T>
__global__ void __launch_bounds__(WARPS * 32) cut_patches(discern_patches job, T* operand, int rows, int stride) {
    int row = warp_row();
    if (row >= rows) {
        return;
    }
    int height = static_cast<int>(job.patch_height);
    int width = static_cast<int>(job.patch_width);
    int across = static_cast<int>(job.width) / width;
    int down = static_cast<int>(job.height) / height;
    int patch = row % (across * down);
    int64_t corner = static_cast<int64_t>(row / (across * down)) * job.channels * job.height * job.width
        + static_cast<int64_t>(patch / across) * height * job.width + patch % across * width;
    int columns = static_cast<int>(job.channels) * height * width;
    for (int piece = threadIdx.x % 32; piece < stride / PIECE; piece += 32) {
        Piece values;
#pragma unroll
        for (int i = 0; i < PIECE; i++) {
            int k = piece * PIECE + i;
            int64_t from = corner + (static_cast<int64_t>(k / (height * width)) * job.height + k / width % height) * job.width
                + k % width;
            values.v[i] = k < columns ? stored_value(job.pixels, job.half ? DISCERN_FLOAT16 : DISCERN_FLOAT32, from) : 0;
        }
        store_piece(operand, row, piece, stride, values);
    }
}

__global__ void __launch_bounds__(WARPS * 32) look_up(discern_words job, const int* ids, const int* places, const float* shift,
    float* values, int stride) {
    int row = warp_row();
    if (row >= job.rows) {
        return;
    }
    for (int column = threadIdx.x % 32; column < job.columns; column += 32) {
        float sum = stored_value(job.table, job.type, ids[row] * job.columns + column)
            + stored_value(job.positions, job.position_type, places[row] * job.columns + column);
        values[static_cast<int64_t>(row) * stride + column] = shift == nullptr ? sum : sum + shift[column];
    }
}

__global__ void __launch_bounds__(WARPS * 32) line_up(discern_tokens job, const float* patches, const float* positions,
    const float* prefix, float* values, int stride) {
    int tokens = static_cast<int>(job.prefix_count + job.count);
    int64_t row = warp_row();
    if (row >= job.inputs * tokens) {
        return;
    }
    int patch = static_cast<int>(row % tokens - job.prefix_count);
    const float* from = patch < 0 ? prefix + row % tokens * stride : patches + (row / tokens * job.count + patch) * stride;
    for (int column = threadIdx.x % 32; column < job.columns; column += 32) {
        float value = from[column];
        values[row * stride + column] =
            patch < 0 || positions == nullptr ? value : value + positions[static_cast<int64_t>(patch) * stride + column];
    }
}

// How many of a piece's columns are real: of each group's `pitch` the first `width`.
__device__ __forceinline__ int real_columns(int piece, int groups, int width, int pitch) {
    int group = groups == 1 ? 0 : piece * PIECE / pitch;
    return group < groups ? max(0, min(PIECE, width - (piece * PIECE - group * pitch))) : 0;
}

// The pieces that a lane has of a row: the first stay in registers, those of rows longer than 1,024 are read again.
template <typename S>
struct RowPieces {
    static constexpr int HELD = 4;

    const S* matrix;
    int row;
    int stride;
    Piece held[HELD];

    __device__ __forceinline__ RowPieces(const S* matrix, int row, int stride) : matrix(matrix), row(row), stride(stride) {
#pragma unroll
        for (int i = 0; i < HELD; i++) {
            int piece = threadIdx.x % 32 + i * 32;
            if (piece < stride / PIECE) {
                held[i] = load_piece(matrix, row, piece, stride);
            }
        }
    }

    template <typename F>
    __device__ __forceinline__ void each(F f) const {
#pragma unroll
        for (int i = 0; i < HELD; i++) {
            int piece = threadIdx.x % 32 + i * 32;
            if (piece < stride / PIECE) {
                f(held[i], piece);
            }
        }
        for (int piece = threadIdx.x % 32 + HELD * 32; piece < stride / PIECE; piece += 32) {
            f(load_piece(matrix, row, piece, stride), piece);
        }
    }
};

template <typename S, typename T>
__global__ void __launch_bounds__(WARPS * 32) norm_rows(
    discern_norm job, const S* source, const float* scale, const float* shift, float* values, T* operand) {
    int row = warp_row();
    if (row >= job.rows) {
        return;
    }
    int stride = static_cast<int>(job.stride);
    int groups = static_cast<int>(job.groups);
    int width = static_cast<int>(job.width);
    int pitch = static_cast<int>(job.pitch);
    float count = static_cast<float>(groups * width);
    RowPieces<S> pieces(source, row, stride);
    float mean = 0;
    float inverse = 1;
    if (job.kind == DISCERN_LAYER_NORM) {
        float sum = 0;
        pieces.each([&](const Piece& x, int piece) {
            int real = real_columns(piece, groups, width, pitch);
#pragma unroll
            for (int i = 0; i < PIECE; i++) {
                sum += i < real ? x.v[i] : 0;
            }
        });
        mean = warp_sum(sum) / count;
    }
    if (job.kind != DISCERN_NO_NORM) {
        float squares = 0;
        pieces.each([&](const Piece& x, int piece) {
            int real = real_columns(piece, groups, width, pitch);
#pragma unroll
            for (int i = 0; i < PIECE; i++) {
                float off = x.v[i] - mean;
                squares += i < real ? off * off : 0;
            }
        });
        inverse = 1 / sqrtf(warp_sum(squares) / count + static_cast<float>(job.epsilon));
    }
    pieces.each([&](const Piece& x, int piece) {
        int real = real_columns(piece, groups, width, pitch);
        Piece ones = {{1, 1, 1, 1, 1, 1, 1, 1}};
        Piece factors = scale != nullptr ? load_piece(scale, 0, piece, stride) : ones;
        Piece shifts = shift != nullptr ? load_piece(shift, 0, piece, stride) : Piece{};
        Piece sums = job.adds ? load_piece(values, row, piece, stride) : Piece{};
        Piece y;
#pragma unroll
        for (int i = 0; i < PIECE; i++) {
            y.v[i] = i < real ? (x.v[i] - mean) * inverse * factors.v[i] + shifts.v[i] + sums.v[i] : 0;
        }
        if (values != nullptr) {
            store_piece(values, row, piece, stride, y);
        }
        if (operand != nullptr) {
            store_piece(operand, row, piece, stride, y);
        }
    });
}

// A lane's columns of a head are so many at most, 32 apart.
constexpr int HEAD_PARTS = 4;

// A warp for a head of a row.
template <typename T>
__global__ void __launch_bounds__(WARPS * 32) turn_heads(
    discern_heads job, T* operand, const float* scale, const float* shift, const float* cosines, const float* sines, int pitch) {
    int64_t item = static_cast<int64_t>(blockIdx.x) * WARPS + threadIdx.x / 32;
    if (item >= job.rows * job.heads) {
        return;
    }
    int row = static_cast<int>(item / job.heads);
    int column = static_cast<int>(job.column + item % job.heads * pitch);
    int width = static_cast<int>(job.width);
    int stride = static_cast<int>(job.stride);
    int patch = static_cast<int>(row % job.tokens - job.prefix);
    bool turns = cosines != nullptr && patch >= 0;
    float x[HEAD_PARTS];
    float mean = 0;
    float inverse = 1;
    float sum = 0;
#pragma unroll
    for (int part = 0; part < HEAD_PARTS; part++) {
        int c = part * 32 + threadIdx.x % 32;
        x[part] = c < width ? as_float(operand[place_of(operand, row, column + c, stride)]) : 0;
        sum += x[part];
    }
    if (job.kind == DISCERN_LAYER_NORM) {
        mean = warp_sum(sum) / static_cast<float>(width);
    }
    if (job.kind != DISCERN_NO_NORM) {
        float squares = 0;
#pragma unroll
        for (int part = 0; part < HEAD_PARTS; part++) {
            float off = x[part] - mean;
            squares += part * 32 + static_cast<int>(threadIdx.x % 32) < width ? off * off : 0;
        }
        inverse = 1 / sqrtf(warp_sum(squares) / static_cast<float>(width) + static_cast<float>(job.epsilon));
    }
    auto normed = [&](float value, int c) {
        float y = (value - mean) * inverse;
        y = scale == nullptr ? y : y * scale[c];
        return shift == nullptr ? y : y + shift[c];
    };
#pragma unroll
    for (int part = 0; part < HEAD_PARTS; part++) {
        int c = part * 32 + threadIdx.x % 32;
        if (c < width) {
            float y = normed(x[part], c);
            if (turns) {
                int half = width / 2;
                int other = job.interleaved ? c ^ 1 : (c < half ? c + half : c - half);
                float partner = normed(as_float(operand[place_of(operand, row, column + other, stride)]), other);
                bool first = other > c;
                int64_t angle = static_cast<int64_t>(patch) * width + c;
                y = y * cosines[angle] + (first ? -partner : partner) * sines[angle];
            }
            x[part] = y;
        }
    }
    // all of the head is read before any of it is written
    __syncwarp();
#pragma unroll
    for (int part = 0; part < HEAD_PARTS; part++) {
        int c = part * 32 + threadIdx.x % 32;
        if (c < width) {
            store_value(operand + place_of(operand, row, column + c, stride), x[part]);
        }
    }
}

constexpr int POOL_COLUMNS = 128;

// A thread for a column of an input.
__global__ void __launch_bounds__(POOL_COLUMNS) pool_tokens(
    discern_pool job, const float* source, const int* places, const int* mask, float* values, int stride) {
    int64_t input = blockIdx.x;
    int64_t column = blockIdx.y * POOL_COLUMNS + threadIdx.x;
    if (column >= job.columns) {
        return;
    }
    const float* rows = source + input * job.tokens * stride + column;
    float pooled = 0;
    if (places != nullptr) {
        pooled = rows[static_cast<int64_t>(places[input]) * stride];
    } else {
        int count = 0;
        for (int64_t token = job.skip; token < job.tokens; token++) {
            if (mask == nullptr || mask[input * job.tokens + token] != 0) {
                pooled += rows[token * stride];
                count++;
            }
        }
        pooled /= static_cast<float>(count);
    }
    values[input * job.stride + job.column + column] = pooled;
}

}  // namespace

cudaError_t place(cudaStream_t stream, const discern_place& job) {
    int64_t blocks = ceil_div(job.rows * job.columns, 256);
    if (job.rows < 1 || job.columns < 1 || blocks > INT32_MAX || job.row_width < 1 || job.column_width < 1) {
        return cudaErrorInvalidValue;
    }
    return with_type(
        job.precision,
        [&](auto* type) {
            typedef std::remove_pointer_t<decltype(type)> T;
            return launch(place_values<T>, dim3(static_cast<unsigned>(blocks)), dim3(256), 0, stream, job, at<T>(job.target));
        },
        cudaErrorInvalidValue);
}

cudaError_t patches(cudaStream_t stream, const discern_patches& job) {
    int64_t rows = job.inputs * (job.height / job.patch_height) * (job.width / job.patch_width);
    if (out_of_range(rows)) {
        return cudaErrorInvalidValue;
    }
    int stride = discern_row_stride(static_cast<int32_t>(job.channels * job.patch_height * job.patch_width));
    return with_type(
        job.precision,
        [&](auto* type) {
            typedef std::remove_pointer_t<decltype(type)> T;
            return launch(cut_patches<T>, dim3(blocks_of(rows)), dim3(WARPS * 32), 0, stream, job, at<T>(job.operand),
                static_cast<int>(rows), stride);
        },
        cudaErrorInvalidValue);
}

cudaError_t words(cudaStream_t stream, const discern_words& job) {
    if (out_of_range(job.rows)) {
        return cudaErrorInvalidValue;
    }
    return launch(look_up, dim3(blocks_of(job.rows)), dim3(WARPS * 32), 0, stream, job, at<const int>(job.ids),
        at<const int>(job.places), at<const float>(job.shift), at<float>(job.values),
        discern_row_stride(static_cast<int32_t>(job.columns)));
}

cudaError_t tokens(cudaStream_t stream, const discern_tokens& job) {
    int64_t rows = job.inputs * (job.prefix_count + job.count);
    if (out_of_range(rows)) {
        return cudaErrorInvalidValue;
    }
    return launch(line_up, dim3(blocks_of(rows)), dim3(WARPS * 32), 0, stream, job, at<const float>(job.patches),
        at<const float>(job.positions), at<const float>(job.prefix), at<float>(job.values),
        discern_row_stride(static_cast<int32_t>(job.columns)));
}

cudaError_t norm(cudaStream_t stream, const discern_norm& job) {
    if (out_of_range(job.rows) || job.stride % STRIDE_MULTIPLE != 0 || job.width < 1 || job.groups < 1 || job.pitch < job.width
        || job.pitch % PIECE != 0) {
        return cudaErrorInvalidValue;
    }
    return with_type(
        job.precision,
        [&](auto* type) {
            typedef std::remove_pointer_t<decltype(type)> T;
            auto run = [&](auto kernel, auto* source) {
                return launch(kernel, dim3(blocks_of(job.rows)), dim3(WARPS * 32), 0, stream, job, source,
                    at<const float>(job.scale), at<const float>(job.shift), at<float>(job.values), at<T>(job.operand));
            };
            return job.source_values ? run(norm_rows<float, T>, at<const float>(job.source))
                                     : run(norm_rows<T, T>, at<const T>(job.source));
        },
        cudaErrorInvalidValue);
}

cudaError_t heads(cudaStream_t stream, const discern_heads& job) {
    if (job.width < 1 || job.width > HEAD_PARTS * 32 || out_of_range(job.rows * job.heads)) {
        return cudaErrorInvalidValue;
    }
    return with_type(
        job.precision,
        [&](auto* type) {
            typedef std::remove_pointer_t<decltype(type)> T;
            return launch(turn_heads<T>, dim3(blocks_of(job.rows * job.heads)), dim3(WARPS * 32), 0, stream, job,
                at<T>(job.operand), at<const float>(job.scale), at<const float>(job.shift), at<const float>(job.cosines),
                at<const float>(job.sines), discern_head_pitch(static_cast<int32_t>(job.width)));
        },
        cudaErrorInvalidValue);
}

cudaError_t pool(cudaStream_t stream, const discern_pool& job) {
    if (job.inputs < 1 || job.inputs > INT32_MAX || job.columns < 1) {
        return cudaErrorInvalidValue;
    }
    dim3 grid(static_cast<unsigned>(job.inputs), static_cast<unsigned>(ceil_div(job.columns, POOL_COLUMNS)));
    return launch(pool_tokens, grid, dim3(POOL_COLUMNS), 0, stream, job, at<const float>(job.source), at<const int>(job.places),
        at<const int>(job.mask), at<float>(job.values), discern_row_stride(static_cast<int32_t>(job.columns)));
}
