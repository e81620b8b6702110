// What a variant of a kernel is, and what it is given. Variant numbers never change their meaning.
#pragma once

#include <cstdint>
#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime.h>
#include <vector>

#include "discern_cuda.h"

// All of device memory; rows are unit rows, padded as the library pads them.
struct Products {
    discern_engine* engine;
    discern_engine* older;
    cudaStream_t stream;
    const float* queries;
    const float* bank;
    const __nv_bfloat16* short_queries;
    const __nv_bfloat16* short_bank;
    int query_rows;
    int bank_rows;
    int dim;
    int stride;
    float* out;
};

// A search in float32 and one by 16-bit products, which share the best rows that they find; `older` has the same device and
// takes it for one of compute capability 8.0.
struct Searches {
    discern_engine* engine;
    discern_engine* older;
    cudaStream_t stream;
    discern_search full;
    discern_search half;
    float* out;
    size_t best_bytes;
};

struct Scaling {
    discern_engine* engine;
    cudaStream_t stream;
    const float* raw;
    int rows;
    int dim;
    float* unit;
    unsigned* report;
};

struct Sums {
    discern_engine* engine;
    cudaStream_t stream;
    discern_class_rows rows;
    const int* labels;
    int count;
};

struct Resize {
    discern_engine* engine;
    cudaStream_t stream;
    const discern_columns_task* tasks;
    int images;
    int blocks;
    int width;
    int height;
    int output;
    const unsigned char* pixels;
    const int* taps;
    const int* plain_taps;
    int stride;
    unsigned* columns;
};

struct Normalize {
    discern_engine* engine;
    cudaStream_t stream;
    const discern_rows_task* tasks;
    int images;
    int height;
    int width;
    const unsigned* columns;
    const int* taps;
    const int* plain_taps;
    int stride;
    const float* table;
    float* tensor;
};

template <typename Problem>
struct Variant {
    int number;
    const char* idea;
    const char* prediction;
    cudaError_t (*run)(const Problem&);
};

std::vector<Variant<Products>> float_products();
std::vector<Variant<Products>> tensor_products();
std::vector<Variant<Searches>> searches();
std::vector<Variant<Scaling>> unit_rows();
std::vector<Variant<Sums>> class_sums();
std::vector<Variant<Resize>> resized_columns();
std::vector<Variant<Normalize>> normalized_rows();

template <typename T>
uint64_t address(const T* pointer) {
    return reinterpret_cast<uintptr_t>(pointer);
}

inline cudaError_t as_error(int status) { return static_cast<cudaError_t>(status); }
