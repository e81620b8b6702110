/*
 * What the library exports: an engine (one device, two lanes, an arena) and one launcher per job.
 *
 * Every function returns a status: 0, a negative one of ours, or a cudaError_t. None exits, throws or prints.
 * A lane is a stream with pinned staging memory on the host. Work on one lane happens in the order it was asked for; the host
 * waits with discern_await, and touches a lane's staging memory only between an await and the next job on that lane.
 * Addresses are device addresses from discern_alloc. An engine is used by one thread at a time.
 */
#ifndef DISCERN_CUDA_H
#define DISCERN_CUDA_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct discern_engine discern_engine;

enum { DISCERN_LANES = 2 };

enum {
    DISCERN_OK = 0,
    DISCERN_ARENA_FULL = -1,      /* an allocation would exceed the arena */
    DISCERN_HOST_MEMORY = -2,     /* the host has no memory for the engine */
    DISCERN_BAD_ARGUMENT = -3,    /* a size is out of range */
    DISCERN_BAD_ARCHITECTURE = -4 /* the device is older than what the library holds code for */
};

/* The text of a status: its name, and what it means. Never null; valid for ever. */
const char* discern_status_text(int status);

/* Versions as CUDA counts them (13000 is 13.0); the driver's is 0 where there is none. */
int discern_versions(int* driver, int* runtime);

int discern_device_count(int* count);

/* Name (of at most name_bytes with its end), compute capability (90 is 9.0), multiprocessors, memory. */
int discern_device_facts(
    int device, char* name, int name_bytes, int* capability, int* multiprocessors, uint64_t* free_bytes, uint64_t* total_bytes);

/*
 * Opens a device.
 * arena_bytes: device memory, taken now; discern_alloc hands out no more.
 * staging_bytes: pinned host memory of each lane.
 */
int discern_open(int device, uint64_t arena_bytes, uint64_t staging_bytes, discern_engine** engine);

/* Waits for the work under way and releases everything. */
int discern_close(discern_engine* engine);

/* Device memory, aligned to 256 bytes, until discern_reset; its content is undefined. */
int discern_alloc(discern_engine* engine, uint64_t bytes, uint64_t* address);

/* Waits for both lanes and takes back all device memory. */
int discern_reset(discern_engine* engine);

/* The pinned memory of a lane. */
void* discern_staging(discern_engine* engine, int lane);

int discern_upload(discern_engine* engine, int lane, uint64_t staging_offset, uint64_t address, uint64_t bytes);

int discern_download(discern_engine* engine, int lane, uint64_t address, uint64_t staging_offset, uint64_t bytes);

int discern_clear(discern_engine* engine, int lane, uint64_t address, uint64_t bytes);

/* Work that the later lane is asked for from now on waits for what the earlier lane has been asked for so far. */
int discern_order(discern_engine* engine, int earlier, int later);

int discern_await(discern_engine* engine, int lane);

/* What a task of discern_resample_columns is: rows of one image, 32-bit words. */
typedef struct {
    int32_t pixels;      /* where the first row starts, in bytes from `pixels` */
    int32_t width;       /* pixels of a row, three bytes each */
    int32_t rows;        /* how many rows */
    int32_t output;      /* where they go, in pixels from `columns` */
    int32_t outputs;     /* pixels of a resized row */
    int32_t taps;        /* where the taps of this axis are, in words from `taps` */
    int32_t stride;      /* weights per output pixel */
    int32_t left;        /* columns of padding before the image */
    int32_t fill;        /* the padding's value in every channel */
    int32_t first_block; /* sum of discern_column_blocks of the tasks before */
} discern_columns_task;

/* What a task of discern_resample_rows is: one image of the batch. */
typedef struct {
    int32_t input;     /* where its resized rows are, in pixels from `columns` */
    int32_t first_row; /* which row of the padded image the first of them is */
    int32_t last_row;  /* the row after the last of them; others are padding */
    int32_t width;     /* pixels of a resized row */
    int32_t height;    /* rows of the result */
    int32_t taps;      /* where the taps of this axis are, in words from `taps` */
    int32_t stride;    /* weights per output pixel */
    int32_t left;      /* where the result starts in the tensor */
    int32_t top;       /* where the result starts in the tensor */
    int32_t fill;      /* the padding's value in every channel */
    int32_t border;    /* what surrounds a result that is smaller than the tensor, in every channel */
} discern_rows_task;

/* How many blocks of work a task of discern_resample_columns is. */
int32_t discern_column_blocks(int32_t outputs, int32_t rows);

/*
 * First pass of a resize, for many images at once: bytes to pixels of four bytes (red, green, blue, 0), resized along x.
 * taps: of each axis `outputs` first source pixels, `outputs` counts, then `outputs x stride` weights of 22 bits.
 * gray: whether a pixel becomes its luma, three times.
 */
int discern_resample_columns(discern_engine* engine, int lane, uint64_t tasks, int32_t count, int32_t blocks, uint64_t pixels,
    uint64_t taps, uint64_t columns, int32_t gray);

/*
 * Second pass: resizes along y, normalises through a table and writes `images x channels x height x width`.
 * table: `channels x 256` float32.
 * reversed: whether tensor channel 0 is the last channel of the pixels.
 * half: whether the tensor is IEEE 16-bit; rounded to nearest even.
 */
int discern_resample_rows(discern_engine* engine, int lane, uint64_t tasks, int32_t images, uint64_t columns, uint64_t taps,
    uint64_t table, int32_t channels, int32_t height, int32_t width, int32_t reversed, int32_t half, uint64_t tensor);

/* What a row takes in a matrix of unit rows, in values, and how many rows are allocated for `rows`. */
int32_t discern_row_stride(int32_t dim);
int32_t discern_padded_rows(int32_t rows);

/*
 * Scales rows to unit length (lengths in double); zero rows stay zero.
 * raw: `rows x dim` float32. unit: `padded_rows x row_stride` of float32, or bfloat16 if `bfloat16` is set, zeros around.
 * report: two 32-bit counts that grow: zero rows, rows that are not finite.
 */
int discern_unit_rows(discern_engine* engine, int lane, uint64_t raw, int32_t rows, int32_t dim, int32_t bfloat16, uint64_t unit,
    uint64_t report);

/*
 * Products of unit rows, clamped to [-1, 1]: `query_rows x bank_rows` float32, row-major.
 * bfloat16: what the unit rows are; products of float32 are IEEE float32 throughout, those of bfloat16 run on tensor cores and
 * are summed in float32.
 */
int discern_cosine(discern_engine* engine, int lane, uint64_t queries, int32_t query_rows, uint64_t bank, int32_t bank_rows,
    int32_t dim, int32_t bfloat16, uint64_t products);

/* How many keys a list of discern_top_k has for `k` wanted, and how many lists per query are worth their memory. */
int32_t discern_list_length(int32_t k);
int32_t discern_list_splits(discern_engine* engine, int32_t query_rows, int32_t bank_rows);

/*
 * Offers bank rows to the lists of the best rows so far: float32 products as discern_cosine's, never stored.
 * lists: `splits x query_rows x length` keys, best first, 0 where there is none yet; each bank row is offered to one split's list.
 * A key holds the similarity above and the complement of the bank row below, so that greater is better and ties go by row.
 * excluded_shift: bank row q + excluded_shift is invisible to query q; INT32_MIN for none. first_row: the number of bank row 0.
 */
int discern_top_k(discern_engine* engine, int lane, uint64_t queries, int32_t query_rows, uint64_t bank, int32_t bank_rows,
    int32_t dim, int32_t first_row, int32_t excluded_shift, int32_t length, int32_t splits, uint64_t lists);

/* How much scratch memory discern_class_sums needs, in bytes. */
uint64_t discern_class_scratch(int32_t rows, int32_t dim, int32_t classes);

/*
 * Adds to the sums of each class: `sums` is `classes x dim` double, `squares` (of row lengths) `classes` double.
 * rows: `count x dim` float32; labels: `count`; rows with labels outside of 0..classes-1 are passed over. The order of additions depends on the sizes only.
 */
int discern_class_sums(discern_engine* engine, int lane, uint64_t rows, uint64_t labels, int32_t count, int32_t dim,
    int32_t classes, uint64_t scratch, uint64_t sums, uint64_t squares);

#ifdef __cplusplus
}
#endif

#endif
