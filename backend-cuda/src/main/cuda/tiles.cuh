// The sizes that all product kernels share: matrices of unit rows are padded with zeros to whole tiles.
#pragma once

#include <cuda_runtime.h>

// A block of a product kernel multiplies so many query rows with so many bank rows.
constexpr int TILE_ROWS = 128;

// Values of a row are stored in multiples of this many, so that every kernel walks the dimension in whole steps.
constexpr int STRIDE_MULTIPLE = 32;

// A similarity in [-1, 1], with zero positive.
__device__ __forceinline__ float clamped(float product) { return fmaxf(-1.0f, fminf(1.0f, product)) + 0.0f; }
