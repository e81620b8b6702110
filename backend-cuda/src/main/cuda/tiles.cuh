// The sizes that all product kernels share: matrices of unit rows are padded with zeros to whole tiles.
#pragma once

#include <cstdint>
#include <cuda_runtime.h>

// A block of a product kernel multiplies so many query rows with so many bank rows, or twice as many of these.
constexpr int TILE_ROWS = 128;

// Values of a row are stored in multiples of this many, so that every kernel walks the dimension in whole steps.
constexpr int STRIDE_MULTIPLE = 64;

// A matrix of 16-bit values lies in blocks of a tile's rows and so many values, 16 KB in one piece, so that one bulk copy
// brings a block; the blocks of a tile follow each other.
constexpr int BLOCK_VALUES = 64;
constexpr int BLOCK_LENGTH = TILE_ROWS * BLOCK_VALUES;

// Inside a block a row has eight pieces of 16 bytes, swapped by row: eight rows' pieces of one column are in different banks,
// and the products of compute capability 9.0 read them so.
constexpr int PIECE = 8;
constexpr int PIECES = BLOCK_VALUES / PIECE;

// Where a piece of a row lies in its block.
__device__ __forceinline__ int piece_place(int row, int piece) { return row * BLOCK_VALUES + (piece ^ (row % PIECES)) * PIECE; }

// Where a value lies in a matrix of 16-bit values.
__device__ __forceinline__ int64_t value_place(int row, int column, int stride) {
    int64_t block = static_cast<int64_t>(row / TILE_ROWS) * (stride / BLOCK_VALUES) + column / BLOCK_VALUES;
    return block * BLOCK_LENGTH + piece_place(row % TILE_ROWS, column % BLOCK_VALUES / PIECE) + column % PIECE;
}

// A similarity in [-1, 1], with zero positive.
__device__ __forceinline__ float clamped(float product) { return fmaxf(-1.0f, fminf(1.0f, product)) + 0.0f; }
