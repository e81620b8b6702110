// Matrices of cosines from 16-bit rows on tensor cores, summed in float32.
#pragma once

#include "engine.cuh"

cudaError_t launch_tensor_cosine(discern_engine* engine, int lane, uint64_t queries, int query_rows, uint64_t bank, int bank_rows,
    int stride, int precision, float* out);
