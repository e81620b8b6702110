// The host build checks results and measures nothing.
#pragma once

#include <cuda_runtime.h>

constexpr bool MEASURES = false;

template <typename Work>
double median_milliseconds(cudaStream_t, Work work) {
    work(0);
    return 0;
}
