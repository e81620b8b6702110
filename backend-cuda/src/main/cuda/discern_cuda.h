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

/* In what the rows of a product are stored; sums are float32 in any case. */
enum { DISCERN_FLOAT32 = 0, DISCERN_BFLOAT16 = 1, DISCERN_FLOAT16 = 2 };

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

/*
 * Uses code for devices of at most that compute capability (90 is 9.0), so that tests and comparisons reach the code of older
 * devices on a newer one.
 */
int discern_limit_capability(discern_engine* engine, int capability);

/* Waits for the work under way and releases everything. */
int discern_close(discern_engine* engine);

/* Device memory, aligned to 256 bytes, until discern_reset; its content is undefined. */
int discern_alloc(discern_engine* engine, uint64_t bytes, uint64_t* address);

/* Waits for both lanes and takes back all device memory. */
int discern_reset(discern_engine* engine);

/*
 * Device memory beside the arena, aligned to 256 bytes, that stays until it is given back or the engine is closed; its content is
 * undefined. Where the device has none left, the status is cudaErrorMemoryAllocation and everything else stays as it was.
 */
int discern_hold(discern_engine* engine, uint64_t bytes, uint64_t* address);

/* Waits for both lanes and gives back what discern_hold gave. */
int discern_release(discern_engine* engine, uint64_t address);

/* The pinned memory of a lane. */
void* discern_staging(discern_engine* engine, int lane);

int discern_upload(discern_engine* engine, int lane, uint64_t staging_offset, uint64_t address, uint64_t bytes);

int discern_download(discern_engine* engine, int lane, uint64_t address, uint64_t staging_offset, uint64_t bytes);

int discern_clear(discern_engine* engine, int lane, uint64_t address, uint64_t bytes);

/* Copies rows of row_bytes on the device; a pitch is what lies between the beginnings of two rows. */
int discern_copy_rows(discern_engine* engine, int lane, uint64_t from, uint64_t from_pitch, uint64_t to, uint64_t to_pitch,
    uint64_t row_bytes, uint64_t rows);

/* Work that the later lane is asked for from now on waits for what the earlier lane has been asked for so far. */
int discern_order(discern_engine* engine, int earlier, int later);

int discern_await(discern_engine* engine, int lane);

/*
 * Taps of one axis in 32-bit words: of each of `outputs` pixels its first group of four source pixels, then of each how many
 * groups; then for each group, for each of three words, for each output that word: weights have 22 bits after the point; their
 * lower 16 bits, unsigned, of the group's first two pixels; of its other two; the rest, a signed byte, of all four. Groups are counted from the first
 * source pixel, along y from the first row that is stored.
 *
 * Resized rows lie in groups of four, too: for each group of rows, for each channel, for each pixel a word with the bytes of the
 * four rows.
 */

/* What a task of discern_resample_columns is: rows of one image, 32-bit words. */
typedef struct {
    int32_t pixels;      /* where the first row starts, in bytes from `pixels` */
    int32_t width;       /* pixels of a row, three bytes each */
    int32_t first_row;   /* the first row's number among those that are stored */
    int32_t rows;        /* how many rows */
    int32_t output;      /* where the image's rows go, in words from `columns` */
    int32_t outputs;     /* pixels of a resized row */
    int32_t taps;        /* where the taps of this axis are, in words from `taps` */
    int32_t left;        /* columns of padding before the image */
    int32_t fill;        /* the padding's value in every channel */
    int32_t first_block; /* sum of discern_column_blocks of the tasks before */
} discern_columns_task;

/* What a task of discern_resample_rows is: one image of the batch. */
typedef struct {
    int32_t input;  /* where its resized rows are, in words from `columns` */
    int32_t rows;   /* how many rows are stored; others are padding */
    int32_t width;  /* pixels of a resized row */
    int32_t height; /* rows of the result */
    int32_t taps;   /* where the taps of this axis are, in words from `taps` */
    int32_t left;   /* where the result starts in the tensor */
    int32_t top;    /* where the result starts in the tensor */
    int32_t fill;   /* the padding's value in every channel */
    int32_t border; /* what surrounds a result that is smaller than the tensor, in every channel */
} discern_rows_task;

/* How many blocks of work a task of discern_resample_columns is. */
int32_t discern_column_blocks(int32_t outputs, int32_t first_row, int32_t rows);

/*
 * First pass of a resize, for many images at once: bytes resized along x.
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
 * raw: `rows x dim` float32. unit: `padded_rows x row_stride` values of a precision, zeros around: float32 row-major, 16-bit ones
 * in blocks (tiles.cuh).
 * report: two 32-bit counts that grow: zero rows, rows that are not finite.
 */
int discern_unit_rows(discern_engine* engine, int lane, uint64_t raw, int32_t rows, int32_t dim, int32_t precision, uint64_t unit,
    uint64_t report);

/*
 * Products of unit rows, clamped to [-1, 1]: `query_rows x bank_rows` float32, row-major.
 * precision: what the unit rows are; products of float32 are IEEE float32 throughout, those of 16-bit values run on tensor cores
 * and are summed in float32.
 */
int discern_cosine(discern_engine* engine, int lane, uint64_t queries, int32_t query_rows, uint64_t bank, int32_t bank_rows,
    int32_t dim, int32_t precision, uint64_t products);

/*
 * What a search for the best rows of each query takes, 64-bit words. Bank rows come in pieces, each offered to lists of
 * approximate similarities by discern_top_k and ranked by discern_rank before the next.
 */
typedef struct {
    uint64_t queries;       /* unit rows */
    uint64_t bank;          /* unit rows of the piece */
    uint64_t query_values;  /* the rows themselves, `query_rows x dim` float32 */
    uint64_t bank_values;
    uint64_t query_norms;   /* their lengths (discern_norms) */
    uint64_t bank_norms;
    uint64_t query_groups;  /* 0, or an int32 for each: a bank row of a query's group is invisible to it */
    uint64_t bank_groups;
    uint64_t lists;         /* `splits x query_rows x length` keys: zeros before the first piece; discern_rank leaves zeros */
    uint64_t best;          /* `query_rows x k` keys of exact similarities, best first, 0 where there is none yet */
    uint64_t unsure;        /* an int32 for each query: set where a list was too short to be sure */
    int64_t query_rows;
    int64_t bank_rows;      /* of the piece */
    int64_t first_row;      /* the number of the piece's first row; pieces come in ascending order */
    int64_t dim;
    int64_t precision;      /* of the unit rows */
    int64_t k;
    int64_t length;         /* keys of a list (discern_list_length) */
    int64_t splits;         /* lists of a query (discern_list_splits); each is offered its own part of the piece */
    double deviation;       /* how far an approximate similarity may be from the exact one */
} discern_search;

/* How many keys a list has for `k` wanted, 0 where k is too large; how many lists per query are worth their memory. */
int32_t discern_list_length(int32_t k);
int32_t discern_list_splits(discern_engine* engine, int32_t query_rows, int32_t bank_rows, int32_t precision);

/* The lengths of rows, as doubles: the square root of the sum that discern_rank adds up. */
int discern_norms(discern_engine* engine, int lane, uint64_t values, int32_t rows, int32_t dim, uint64_t norms);

/*
 * Offers a piece's rows to the lists: products as discern_cosine's, never stored.
 * A key holds the similarity above and the complement of the bank row below, so that greater is better and ties go by row.
 */
int discern_top_k(discern_engine* engine, int lane, const discern_search* search);

/*
 * Ranks what the lists hold among the best so far. Similarities are exact: four sums in double, as core's ReferenceRows adds them
 * up, divided by both lengths and rounded once.
 */
int discern_rank(discern_engine* engine, int lane, const discern_search* search);

/* What a slab of discern_class_sums is: its sums go on from those carried; they are complete and are added to the totals. */
enum { DISCERN_SLAB_CONTINUES = 1, DISCERN_SLAB_ENDS = 2 };

/*
 * Rows whose sums, and sums of squares, discern_class_sums adds to those of their classes, 64-bit words. Values are x / length -
 * origin. A slab is rows of one class that are summed apart, one after another; a class's slabs are added to its total in order.
 * Every operation is rounded to double by itself, as core's ClassSums says.
 * plan, 32-bit words: where the slabs of each class begin, `classes + 1`; where each slab's rows begin in the order, `slabs + 1`;
 * what each slab is, `slabs`; the order: numbers of rows.
 */
typedef struct {
    uint64_t rows;    /* `... x dim` float32 */
    uint64_t lengths; /* a double for each row, or 0 */
    uint64_t origins; /* `classes x dim` double */
    uint64_t plan;
    uint64_t parts;   /* scratch memory: `2 x slabs x dim` double */
    uint64_t carried; /* `2 x classes x dim` double: zeros, then what slabs that do not end leave for those that continue */
    uint64_t totals;  /* `2 x classes x dim` double: sums, then squares */
    int64_t dim;
    int64_t classes;
    int64_t slabs;
} discern_class_rows;

int discern_class_sums(discern_engine* engine, int lane, const discern_class_rows* rows);

/*
 * Layers of a transformer, each a structure of 64-bit words. Rows are tokens. `Values` are float32, row-major, a row taking
 * discern_row_stride(columns); `operands` are what products multiply: laid out as unit rows of a precision are (padded rows and
 * columns; values in padded columns are zero, in padded rows undefined). Of float32 the two are the same.
 *
 * Heads lie next to each other, each padded with zeros to discern_head_pitch columns; that makes matrices of `heads x pitch`
 * columns, in which `width` of each `pitch` are real.
 */
enum {
    DISCERN_PLACE = 0,
    DISCERN_PATCHES,
    DISCERN_WORDS,
    DISCERN_TOKENS,
    DISCERN_NORM,
    DISCERN_PRODUCT,
    DISCERN_HEADS,
    DISCERN_ATTENTION,
    DISCERN_POOL
};

enum { DISCERN_NO_NORM = 0, DISCERN_LAYER_NORM = 1, DISCERN_RMS_NORM = 2 };

/* x; erf's GELU; tanh's GELU; x sigmoid(1.702 x); x sigmoid(x); max(x, 0); tanh(x) */
enum {
    DISCERN_IDENTITY = 0,
    DISCERN_GELU,
    DISCERN_GELU_TANH,
    DISCERN_QUICK_GELU,
    DISCERN_SILU,
    DISCERN_RELU,
    DISCERN_TANH
};

/* Columns that a head takes, 0 where it has more than 128. */
int32_t discern_head_pitch(int32_t width);

/* Some rows of a stored weight become part of an operand that was cleared before. */
typedef struct {
    uint64_t source;       /* `rows x columns` values */
    int64_t type;          /* of these: DISCERN_FLOAT32, ... */
    int64_t first;         /* the number of the first of these rows in its weight */
    int64_t rows;
    int64_t columns;
    int64_t transposed;    /* whether columns of the source are rows of the operand */
    int64_t row_width;     /* row r of the operand goes to r / row_width * row_pitch + r % row_width + row_offset */
    int64_t row_pitch;
    int64_t row_offset;
    int64_t column_width;  /* likewise, without an offset */
    int64_t column_pitch;
    uint64_t target;
    int64_t stride;
    int64_t precision;
} discern_place;

/* Pictures as rows of patches, a row holding `channels x patch_height x patch_width` values. */
typedef struct {
    uint64_t pixels;       /* `inputs x channels x height x width` */
    int64_t half;          /* whether pixels are IEEE 16-bit, else float32 */
    int64_t inputs;
    int64_t channels;
    int64_t height;
    int64_t width;
    int64_t patch_height;
    int64_t patch_width;
    uint64_t operand;      /* `inputs * patches` rows */
    int64_t precision;
} discern_patches;

/* Tokens of texts: rows of a table, with their positions. */
typedef struct {
    uint64_t ids;          /* int32, a row number of the table for each token */
    uint64_t places;       /* int32, a row number of the positions for each token */
    uint64_t table;        /* `... x columns` of the type, not padded */
    uint64_t positions;
    int64_t type;
    int64_t position_type;
    uint64_t shift;        /* float32, added to every token, or 0 */
    int64_t rows;
    int64_t columns;
    uint64_t values;
} discern_words;

/* Tokens of pictures: the same ones in front of each, then its patches with their positions. */
typedef struct {
    uint64_t patches;      /* values, `inputs * count` rows */
    uint64_t positions;    /* values, `count` rows, or 0 */
    uint64_t prefix;       /* values, `prefix_count` rows */
    int64_t inputs;
    int64_t count;
    int64_t prefix_count;
    int64_t columns;
    uint64_t values;
} discern_tokens;

/* Rows normalised and scaled: values, an operand, or both are written; in place is allowed. */
typedef struct {
    uint64_t source;
    int64_t source_values; /* whether the source is values, else an operand */
    uint64_t scale;        /* float32 for each column, `stride` of them, or 0 for ones */
    uint64_t shift;        /* likewise, or 0 for zeros */
    uint64_t values;       /* or 0 */
    uint64_t operand;      /* or 0 */
    int64_t rows;
    int64_t stride;
    int64_t groups;        /* of columns, each `pitch` wide */
    int64_t width;         /* the real columns of a group */
    int64_t pitch;         /* a multiple of 8 */
    int64_t kind;
    int64_t adds;          /* whether the result is added to `values` first; then that sum is written */
    double epsilon;
    int64_t precision;
} discern_norm;

/* f(x w^T + bias) * factor * times, an operand; or values, to which it may be added. */
typedef struct {
    uint64_t x;            /* operand, `rows x depth` */
    uint64_t weight;       /* operand, `columns x depth` */
    uint64_t bias;         /* float32 for each column, zeros in padded ones; or 0 */
    uint64_t factor;       /* likewise */
    uint64_t times;        /* operand of the result's shape, or 0 */
    uint64_t values;       /* the result; 0 where it is the operand */
    uint64_t operand;
    int64_t rows;
    int64_t depth;
    int64_t columns;
    int64_t activation;
    int64_t adds;          /* whether it is added to `values` */
    int64_t precision;
} discern_product;

/* Queries or keys in place: each head normalised by itself, then turned by the angles of the token's patch. */
typedef struct {
    uint64_t operand;
    int64_t stride;
    int64_t column;        /* where the first head starts */
    int64_t heads;
    int64_t width;
    int64_t rows;
    int64_t tokens;        /* of an input */
    int64_t prefix;        /* tokens in front of the patches are not turned */
    uint64_t scale;        /* float32, `width`, or 0 */
    uint64_t shift;
    int64_t kind;
    double epsilon;
    uint64_t cosines;      /* float32, `patches x width`, or 0 */
    uint64_t sines;
    int64_t interleaved;   /* whether pairs are neighbours, else half a head apart */
    int64_t precision;
} discern_heads;

/* softmax(q k^T * scale) v for each input and head; the scores are never stored. */
typedef struct {
    uint64_t queries;      /* operand */
    int64_t query_stride;
    int64_t query_count;   /* of an input */
    int64_t query_step;    /* rows from an input's first query to the next input's; 0 where all share them */
    uint64_t keys;         /* operand, keys and values side by side */
    int64_t key_stride;
    int64_t key_column;
    int64_t value_column;
    int64_t key_count;     /* of an input */
    int64_t key_step;      /* rows from an input's first token to the next input's */
    int64_t key_first;     /* tokens before it are not looked at */
    uint64_t mask;         /* int32 for each input and key, 0 for what nobody sees, or 0 */
    int64_t causal;        /* whether a token sees only those before it, and itself */
    int64_t inputs;
    int64_t heads;
    int64_t width;
    double scale;
    uint64_t operand;      /* the result: `inputs * query_count` rows */
    int64_t stride;
    int64_t precision;
} discern_attention;

/* One vector for each input: one of its tokens, or the mean of those from `skip` on that the mask shows. */
typedef struct {
    uint64_t source;       /* values */
    uint64_t places;       /* int32: which token; 0 for the mean */
    uint64_t mask;         /* int32 for each token, or 0 */
    int64_t inputs;
    int64_t tokens;
    int64_t skip;
    int64_t columns;
    uint64_t values;
    int64_t stride;        /* of the result's rows */
    int64_t column;        /* where in its row the vector starts */
} discern_pool;

/* Does a layer: which of the above, and its structure. */
int discern_layer(discern_engine* engine, int lane, int32_t kind, const int64_t* words);

#ifdef __cplusplus
}
#endif

#endif
