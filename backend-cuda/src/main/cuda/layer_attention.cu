// Attention without storing scores: tiles of keys pass by, and the sums so far are scaled when a greater score comes (FlashAttention,
// Dao et al. 2022).
#include <launch.cuh>
#include <type_traits>

#include "layers.cuh"
#include "operand.cuh"

namespace {

constexpr unsigned ALL = 0xffffffffu;
constexpr float LOG2_E = 1.4426950408889634f;

// Which keys a query sees; counts are of one input.
struct View {
    const int* mask;
    int queries;
    int keys;
    bool causal;

    __device__ __forceinline__ View(const discern_attention& job, int input)
        : mask(job.mask == 0 ? nullptr : reinterpret_cast<const int*>(job.mask) + input * job.key_count + job.key_first),
          queries(static_cast<int>(job.query_count)), keys(static_cast<int>(job.key_count - job.key_first)),
          causal(job.causal != 0) {}

    __device__ __forceinline__ bool sees(int query, int key) const {
        return key < keys && !(causal && key > query) && (mask == nullptr || mask[key] != 0);
    }

    // Keys that some query before `end` sees, counted from the first.
    __device__ __forceinline__ int until(int end) const { return causal ? min(keys, end) : keys; }
};

// The largest score of a row so far, and the sum of the powers of two beside it.
struct Softmax {
    float largest = -INFINITY;
    float sum = 0;

    // Takes up a greater score; returns what everything summed up so far is multiplied by.
    __device__ __forceinline__ float raise(float score) {
        float next = fmaxf(largest, score);
        float factor = next == -INFINITY ? 1 : exp2f(largest - next);
        largest = next;
        sum *= factor;
        return factor;
    }

    __device__ __forceinline__ float weight(float score) const { return score == -INFINITY ? 0 : exp2f(score - largest); }

    __device__ __forceinline__ float inverse() const { return sum > 0 ? 1 / sum : 0; }
};

// Where the result's padding starts, which the last head fills with zeros.
__device__ __forceinline__ int padding_from(const discern_attention& job, int head, int pitch) {
    return static_cast<int>(head == job.heads - 1 ? job.heads * pitch : job.stride);
}

// Tensor cores: four warps, 16 queries each, and 64 keys at a time; the next 64 are on their way meanwhile.
template <typename T, int PITCH>
struct TensorAttention {
    static constexpr int THREADS = 128;
    static constexpr int TILE = 64;
    static constexpr int STAGES = 2;
    static constexpr int HEAD_PIECES = PITCH / PIECE;
    // rows are longer by a piece, so that eight rows' pieces of one column are in different banks
    static constexpr int ROW = PITCH + PIECE;

    struct Rows {
        T values[TILE * ROW];
    };

    struct Shared {
        alignas(128) Rows queries;
        Rows keys[STAGES];
        Rows values[STAGES];
    };

    // Starts copying the columns of a head of up to 64 rows; rows from `count` on are zero.
    static __device__ __forceinline__ void copy(Rows& to, const T* matrix, int64_t first, int count, int column, int stride) {
        for (int i = threadIdx.x; i < TILE * HEAD_PIECES; i += THREADS) {
            int row = i / HEAD_PIECES;
            int piece = i % HEAD_PIECES;
            T* place = &to.values[row * ROW + piece * PIECE];
            if (row < count) {
                copy16_async(place, matrix + value_place(static_cast<int>(first) + row, column + piece * PIECE, stride));
            } else {
                *reinterpret_cast<uint4*>(place) = {0, 0, 0, 0};
            }
        }
    }
};

template <typename T, int PITCH>
__global__ void __launch_bounds__(128) tensor_attention(discern_attention job, const T* queries, const T* keys, T* result) {
    typedef TensorAttention<T, PITCH> Tile;
    auto& shared = shared_memory<typename Tile::Shared>();
    int input = blockIdx.z;
    int head = blockIdx.y;
    int first_query = blockIdx.x * Tile::TILE;
    int lane = threadIdx.x % 32;
    int warp_row = threadIdx.x / 32 * 16;
    View view(job, input);
    int key_stride = static_cast<int>(job.key_stride);
    int64_t first_key = input * job.key_step + job.key_first;
    int key_column = static_cast<int>(job.key_column) + head * PITCH;
    int value_column = static_cast<int>(job.value_column) + head * PITCH;
    int tiles = (view.until(min(view.queries, first_query + Tile::TILE)) + Tile::TILE - 1) / Tile::TILE;
    float scale = static_cast<float>(job.scale) * LOG2_E;

    auto copy_keys = [&](int tile) {
        if (tile < tiles) {
            int from = tile * Tile::TILE;
            int stage = tile % Tile::STAGES;
            Tile::copy(shared.keys[stage], keys, first_key + from, view.keys - from, key_column, key_stride);
            Tile::copy(shared.values[stage], keys, first_key + from, view.keys - from, value_column, key_stride);
        }
        commit_copies();
    };
    Tile::copy(shared.queries, queries, input * job.query_step + first_query, view.queries - first_query, head * PITCH,
        static_cast<int>(job.query_stride));
    copy_keys(0);

    unsigned q[PITCH / 16][4];
    float sums[PITCH / 8][4] = {};
    Softmax rows[2];
    for (int tile = 0; tile < tiles; tile++) {
        wait_copies<0>();
        __syncthreads();
        copy_keys(tile + 1);
        if (tile == 0) {
#pragma unroll
            for (int k = 0; k < PITCH / 16; k++) {
                load_matrices(q[k], &shared.queries.values[(warp_row + lane % 16) * Tile::ROW + k * 16 + lane / 16 * 8]);
            }
        }
        const T* tile_keys = shared.keys[tile % Tile::STAGES].values;
        const T* tile_values = shared.values[tile % Tile::STAGES].values;

        float scores[Tile::TILE / 8][4] = {};
#pragma unroll
        for (int k = 0; k < PITCH / 16; k++) {
#pragma unroll
            for (int j = 0; j < Tile::TILE / 8; j += 2) {
                unsigned b[4];
                load_matrices(b, &tile_keys[(j * 8 + lane / 16 * 8 + lane % 8) * Tile::ROW + k * 16 + lane / 8 % 2 * 8]);
                multiply_add<T>(scores[j], q[k], b[0], b[1]);
                multiply_add<T>(scores[j + 1], q[k], b[2], b[3]);
            }
        }

        float largest[2] = {-INFINITY, -INFINITY};
#pragma unroll
        for (int j = 0; j < Tile::TILE / 8; j++) {
#pragma unroll
            for (int v = 0; v < 4; v++) {
                int query = first_query + warp_row + lane / 4 + v / 2 * 8;
                int key = tile * Tile::TILE + j * 8 + lane % 4 * 2 + v % 2;
                scores[j][v] = view.sees(query, key) ? scores[j][v] * scale : -INFINITY;
                largest[v / 2] = fmaxf(largest[v / 2], scores[j][v]);
            }
        }
#pragma unroll
        for (int r = 0; r < 2; r++) {
            // the four lanes that share a row
            largest[r] = fmaxf(largest[r], __shfl_xor_sync(ALL, largest[r], 1));
            largest[r] = fmaxf(largest[r], __shfl_xor_sync(ALL, largest[r], 2));
            float factor = rows[r].raise(largest[r]);
#pragma unroll
            for (int j = 0; j < PITCH / 8; j++) {
                sums[j][r * 2] *= factor;
                sums[j][r * 2 + 1] *= factor;
            }
        }
#pragma unroll
        for (int j = 0; j < Tile::TILE / 8; j++) {
#pragma unroll
            for (int v = 0; v < 4; v++) {
                scores[j][v] = rows[v / 2].weight(scores[j][v]);
                rows[v / 2].sum += scores[j][v];
            }
        }
        // products of 16 queries with 8 keys lie in registers as the next product's left factor wants them
#pragma unroll
        for (int k = 0; k < Tile::TILE / 16; k++) {
            unsigned p[4] = {pack_two<T>(scores[2 * k][0], scores[2 * k][1]), pack_two<T>(scores[2 * k][2], scores[2 * k][3]),
                pack_two<T>(scores[2 * k + 1][0], scores[2 * k + 1][1]), pack_two<T>(scores[2 * k + 1][2], scores[2 * k + 1][3])};
#pragma unroll
            for (int j = 0; j < PITCH / 8; j += 2) {
                unsigned b[4];
                load_transposed(b, &tile_values[(k * 16 + lane % 16) * Tile::ROW + (j + lane / 16) * 8]);
                multiply_add<T>(sums[j], p, b[0], b[1]);
                multiply_add<T>(sums[j + 1], p, b[2], b[3]);
            }
        }
    }
#pragma unroll
    for (int r = 0; r < 2; r++) {
        rows[r].sum += __shfl_xor_sync(ALL, rows[r].sum, 1);
        rows[r].sum += __shfl_xor_sync(ALL, rows[r].sum, 2);
        float inverse = rows[r].inverse();
        int query = first_query + warp_row + lane / 4 + r * 8;
        if (query < view.queries) {
            int row = static_cast<int>(input * job.query_count) + query;
#pragma unroll
            for (int j = 0; j < PITCH / 8; j++) {
                int64_t to = value_place(row, head * PITCH + j * 8 + lane % 4 * 2, static_cast<int>(job.stride));
                *reinterpret_cast<unsigned*>(result + to) =
                    pack_two<T>(sums[j][r * 2] * inverse, sums[j][r * 2 + 1] * inverse);
            }
            for (int column = padding_from(job, head, PITCH) + lane % 4 * 2; column < job.stride; column += 8) {
                *reinterpret_cast<unsigned*>(result + value_place(row, column, static_cast<int>(job.stride))) = 0;
            }
        }
    }
}

// float32: eight warps with four queries each and 32 keys at a time, a key a lane, then a column a lane.
template <int PITCH>
struct FloatAttention {
    static constexpr int WARPS = 8;
    static constexpr int THREADS = WARPS * 32;
    static constexpr int QUERIES = 4;
    static constexpr int TILE = 32;
    static constexpr int COLUMNS = (PITCH + 31) / 32;

    struct Shared {
        float queries[WARPS * QUERIES][PITCH];
        // a row is longer by one, so that 32 rows' values of one column are in different banks
        float keys[TILE][PITCH + 1];
        float values[TILE][PITCH];
    };
};

template <int PITCH>
__global__ void __launch_bounds__(256) float_attention(
    discern_attention job, const float* queries, const float* keys, float* result) {
    typedef FloatAttention<PITCH> Tile;
    auto& shared = shared_memory<typename Tile::Shared>();
    int input = blockIdx.z;
    int head = blockIdx.y;
    int first_query = blockIdx.x * Tile::WARPS * Tile::QUERIES;
    int lane = threadIdx.x % 32;
    int own = threadIdx.x / 32 * Tile::QUERIES;
    View view(job, input);
    int64_t first_key = input * job.key_step + job.key_first;
    float scale = static_cast<float>(job.scale) * LOG2_E;
    for (int i = threadIdx.x; i < Tile::WARPS * Tile::QUERIES * PITCH; i += Tile::THREADS) {
        int query = first_query + i / PITCH;
        shared.queries[i / PITCH][i % PITCH] = query < view.queries
            ? queries[(input * job.query_step + query) * job.query_stride + head * PITCH + i % PITCH]
            : 0;
    }
    float sums[Tile::QUERIES][Tile::COLUMNS] = {};
    Softmax rows[Tile::QUERIES];
    int end = view.until(min(view.queries, first_query + Tile::WARPS * Tile::QUERIES));
    for (int from = 0; from < end; from += Tile::TILE) {
        // the tile before has been read
        __syncthreads();
        for (int i = threadIdx.x; i < Tile::TILE * PITCH; i += Tile::THREADS) {
            int row = i / PITCH;
            int64_t at = (first_key + from + row) * job.key_stride + head * PITCH + i % PITCH;
            bool real = from + row < view.keys;
            shared.keys[row][i % PITCH] = real ? keys[at + job.key_column] : 0;
            shared.values[row][i % PITCH] = real ? keys[at + job.value_column] : 0;
        }
        __syncthreads();
        float scores[Tile::QUERIES] = {};
        for (int c = 0; c < PITCH; c++) {
            float key = shared.keys[lane][c];
#pragma unroll
            for (int i = 0; i < Tile::QUERIES; i++) {
                scores[i] = fmaf(shared.queries[own + i][c], key, scores[i]);
            }
        }
#pragma unroll
        for (int i = 0; i < Tile::QUERIES; i++) {
            float score = view.sees(first_query + own + i, from + lane) ? scores[i] * scale : -INFINITY;
            float largest = score;
            for (int other = 16; other > 0; other /= 2) {
                largest = fmaxf(largest, __shfl_xor_sync(ALL, largest, other));
            }
            float factor = rows[i].raise(largest);
            float weight = rows[i].weight(score);
            // a lane sums its own keys; lanes meet at the end
            rows[i].sum += weight;
#pragma unroll
            for (int c = 0; c < Tile::COLUMNS; c++) {
                sums[i][c] *= factor;
            }
            scores[i] = weight;
        }
        for (int key = 0; key < Tile::TILE; key++) {
#pragma unroll
            for (int i = 0; i < Tile::QUERIES; i++) {
                float weight = __shfl_sync(ALL, scores[i], key);
#pragma unroll
                for (int c = 0; c < Tile::COLUMNS; c++) {
                    int column = c * 32 + lane;
                    sums[i][c] += column < PITCH ? weight * shared.values[key][column] : 0;
                }
            }
        }
    }
#pragma unroll
    for (int i = 0; i < Tile::QUERIES; i++) {
        for (int other = 16; other > 0; other /= 2) {
            rows[i].sum += __shfl_xor_sync(ALL, rows[i].sum, other);
        }
        int query = first_query + own + i;
        float* row = result + (input * job.query_count + query) * job.stride + head * PITCH;
#pragma unroll
        for (int c = 0; c < Tile::COLUMNS; c++) {
            int column = c * 32 + lane;
            if (query < view.queries && column < PITCH) {
                row[column] = sums[i][c] * rows[i].inverse();
            }
        }
        for (int column = padding_from(job, head, PITCH) + lane; column < job.stride && query < view.queries; column += 32) {
            row[column - head * PITCH] = 0;
        }
    }
}

template <typename T, int PITCH>
cudaError_t run(cudaStream_t stream, const discern_attention& job) {
    auto with = [&](auto tile, auto kernel, int queries) {
        typedef decltype(tile) Tile;
        dim3 grid(static_cast<unsigned>(ceil_div(job.query_count, queries)), static_cast<unsigned>(job.heads),
            static_cast<unsigned>(job.inputs));
        return launch(kernel, grid, dim3(Tile::THREADS), sizeof(typename Tile::Shared), stream, job, at<const T>(job.queries),
            at<const T>(job.keys), at<T>(job.operand));
    };
    if constexpr (std::is_same_v<T, float>) {
        typedef FloatAttention<PITCH> Tile;
        return with(Tile(), float_attention<PITCH>, Tile::WARPS * Tile::QUERIES);
    } else {
        typedef TensorAttention<T, PITCH> Tile;
        return with(Tile(), tensor_attention<T, PITCH>, Tile::TILE);
    }
}

template <typename T>
cudaError_t run_type(cudaStream_t stream, const discern_attention& job) {
    switch (discern_head_pitch(static_cast<int32_t>(job.width))) {
        case 16:
            return run<T, 16>(stream, job);
        case 32:
            return run<T, 32>(stream, job);
        case 64:
            return run<T, 64>(stream, job);
        case 80:
            return run<T, 80>(stream, job);
        case 96:
            return run<T, 96>(stream, job);
        case 128:
            return run<T, 128>(stream, job);
        default:
            return cudaErrorInvalidValue;
    }
}

}  // namespace

extern "C" int32_t discern_head_pitch(int32_t width) {
    for (int32_t pitch : {16, 32, 64, 80, 96, 128}) {
        if (width <= pitch) {
            return width < 1 ? 0 : pitch;
        }
    }
    return 0;
}

cudaError_t attention(cudaStream_t stream, const discern_attention& job) {
    if (job.inputs < 1 || job.inputs > 65535 || job.heads < 1 || job.heads > 65535 || job.query_count < 1
        || job.key_count <= job.key_first) {
        return cudaErrorInvalidValue;
    }
    return with_type(job.precision, [&](auto* type) { return run_type<std::remove_pointer_t<decltype(type)>>(stream, job); }, cudaErrorInvalidValue);
}
