// Times on a device: by events around the work, the median of several runs after two that warm up; of fewer where one takes long.
#pragma once

#include <algorithm>
#include <cuda_runtime.h>
#include <vector>

constexpr bool MEASURES = true;

template <typename Work>
double median_milliseconds(cudaStream_t stream, Work work) {
    cudaEvent_t begin;
    cudaEvent_t end;
    cudaEventCreate(&begin);
    cudaEventCreate(&end);
    std::vector<float> times;
    int runs = 15;
    for (int run = -2; run < runs; run++) {
        cudaEventRecord(begin, stream);
        work(run + 2);
        cudaEventRecord(end, stream);
        cudaEventSynchronize(end);
        float time = 0;
        cudaEventElapsedTime(&time, begin, end);
        runs = time > 100 ? 3 : runs;
        if (run >= 0) {
            times.push_back(time);
        }
    }
    cudaEventDestroy(begin);
    cudaEventDestroy(end);
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}
