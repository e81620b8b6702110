// The library of the host build behind a pipe: reads calls from standard input, answers on standard output.
//
// A call is eight-byte words: which function, how many arguments, the arguments; an upload or a write adds bytes. An answer is
// the status, the number of bytes that follow, and those. All little endian. The end of the input ends the process. Engines come one
// after another; one that leaves memory behind ends the process.
#include <sanitizer/lsan_interface.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "discern_cuda.h"
#include "fibers.h"

// of sanitizer/allocator_interface.h, which not every g++ brings
extern "C" size_t __sanitizer_get_current_allocated_bytes();

namespace {

enum Call {
    ORDER_OF_THREADS,
    OPEN,
    CLOSE,
    ALLOC,
    RESET,
    UPLOAD,
    DOWNLOAD,
    CLEAR,
    ORDER,
    AWAIT,
    COLUMN_BLOCKS,
    RESAMPLE_COLUMNS,
    RESAMPLE_ROWS,
    ROW_STRIDE,
    PADDED_ROWS,
    UNIT_ROWS,
    COSINE,
    LIST_LENGTH,
    LIST_SPLITS,
    NORMS,
    TOP_K,
    RANK,
    CLASS_SUMS,
    READ_STAGING,
    LIMIT_CAPABILITY,
    HOLD,
    RELEASE,
    HEAD_PITCH,
    LAYER,
    COPY_ROWS,
};

constexpr int MOST_ARGUMENTS = 32;

discern_engine* engine;
size_t bytes_before;

bool receive(void* into, size_t bytes) { return fread(into, 1, bytes, stdin) == bytes; }

void answer(int64_t status, const void* payload = nullptr, int64_t bytes = 0) {
    fwrite(&status, sizeof status, 1, stdout);
    fwrite(&bytes, sizeof bytes, 1, stdout);
    if (bytes > 0) {
        fwrite(payload, 1, bytes, stdout);
    }
    fflush(stdout);
}

void answer_value(int64_t status, uint64_t value) { answer(status, &value, sizeof value); }

void upload(const int64_t* a) {
    // what the host wrote into staging memory before the call
    char* staging = static_cast<char*>(discern_staging(engine, static_cast<int>(a[0]))) + a[1];
    if (!receive(staging, a[3])) {
        exit(1);
    }
    answer(discern_upload(engine, static_cast<int>(a[0]), a[1], a[2], a[3]));
}

int open(const int64_t* a) {
    bytes_before = __sanitizer_get_current_allocated_bytes();
    return discern_open(static_cast<int32_t>(a[0]), a[1], a[2], &engine);
}

// All memory counts, what static variables point to included.
int nothing_left(int status) {
    fibers::forget();
    size_t bytes = __sanitizer_get_current_allocated_bytes();
    if (bytes != bytes_before) {
        __lsan_do_leak_check();
        fprintf(stderr, "an engine left %zu bytes where there were %zu\n", bytes, bytes_before);
        exit(1);
    }
    return status;
}

template <typename T>
const T* structure(const int64_t* words) {
    static T read;
    memcpy(&read, words, sizeof read);
    return &read;
}

void serve(int64_t call, const int64_t* a) {
    auto i = [a](int place) { return static_cast<int32_t>(a[place]); };
    uint64_t address = 0;
    switch (call) {
        case ORDER_OF_THREADS:
            fibers::order = static_cast<fibers::Order>(a[0]);
            return answer(DISCERN_OK);
        case OPEN: {
            int status = open(a);
            return answer(status == DISCERN_OK ? status : nothing_left(status));
        }
        case CLOSE:
            return answer(nothing_left(discern_close(engine)));
        case ALLOC: {
            int status = discern_alloc(engine, a[0], &address);
            return answer_value(status, address);
        }
        case RESET:
            return answer(discern_reset(engine));
        case UPLOAD:
            return upload(a);
        case DOWNLOAD:
            return answer(discern_download(engine, i(0), a[1], a[2], a[3]));
        case CLEAR:
            return answer(discern_clear(engine, i(0), a[1], a[2]));
        case ORDER:
            return answer(discern_order(engine, i(0), i(1)));
        case AWAIT:
            return answer(discern_await(engine, i(0)));
        case READ_STAGING:
            return answer(DISCERN_OK, static_cast<char*>(discern_staging(engine, i(0))) + a[1], a[2]);
        case COLUMN_BLOCKS:
            return answer_value(DISCERN_OK, discern_column_blocks(i(0), i(1), i(2)));
        case RESAMPLE_COLUMNS:
            return answer(discern_resample_columns(engine, i(0), a[1], i(2), i(3), a[4], a[5], a[6], i(7)));
        case RESAMPLE_ROWS:
            return answer(discern_resample_rows(
                engine, i(0), a[1], i(2), a[3], a[4], a[5], i(6), i(7), i(8), i(9), i(10), a[11]));
        case ROW_STRIDE:
            return answer_value(DISCERN_OK, discern_row_stride(i(0)));
        case PADDED_ROWS:
            return answer_value(DISCERN_OK, discern_padded_rows(i(0)));
        case UNIT_ROWS:
            return answer(discern_unit_rows(engine, i(0), a[1], i(2), i(3), i(4), a[5], a[6]));
        case COSINE:
            return answer(discern_cosine(engine, i(0), a[1], i(2), a[3], i(4), i(5), i(6), a[7]));
        case LIST_LENGTH:
            return answer_value(DISCERN_OK, discern_list_length(i(0)));
        case LIST_SPLITS:
            return answer_value(DISCERN_OK, discern_list_splits(engine, i(0), i(1), i(2)));
        case NORMS:
            return answer(discern_norms(engine, i(0), a[1], i(2), i(3), a[4]));
        case TOP_K:
            return answer(discern_top_k(engine, i(0), structure<discern_search>(a + 1)));
        case RANK:
            return answer(discern_rank(engine, i(0), structure<discern_search>(a + 1)));
        case CLASS_SUMS:
            return answer(discern_class_sums(engine, i(0), structure<discern_class_rows>(a + 1)));
        case HEAD_PITCH:
            return answer_value(DISCERN_OK, discern_head_pitch(i(0)));
        case LAYER:
            return answer(discern_layer(engine, i(0), i(1), a + 2));
        case COPY_ROWS:
            return answer(discern_copy_rows(engine, i(0), a[1], a[2], a[3], a[4], a[5], a[6]));
        case LIMIT_CAPABILITY:
            return answer(discern_limit_capability(engine, i(0)));
        case HOLD: {
            int status = discern_hold(engine, a[0], &address);
            return answer_value(status, address);
        }
        case RELEASE:
            return answer(discern_release(engine, a[0]));
        default:
            fprintf(stderr, "call %lld\n", static_cast<long long>(call));
            exit(1);
    }
}

}  // namespace

int main() {
    int64_t header[2];
    int64_t arguments[MOST_ARGUMENTS];
    while (receive(header, sizeof header)) {
        if (header[1] > MOST_ARGUMENTS || !receive(arguments, header[1] * sizeof(int64_t))) {
            return 1;
        }
        serve(header[0], arguments);
    }
    return 0;
}
