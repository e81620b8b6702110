// Kernel launches on the host: deferred to the stream, run as fibers.
#pragma once

#include <cuda_runtime.h>

void shim_defer(cudaStream_t stream, std::function<void()> work);

template <typename... P, typename... A>
cudaError_t launch(void (*kernel)(P...), dim3 grid, dim3 block, size_t shared, cudaStream_t stream, A... arguments) {
    unsigned threads = block.x * block.y * block.z;
    if (grid.x == 0 || grid.y == 0 || grid.z == 0 || grid.y > 65535 || grid.z > 65535 || threads == 0 || threads > 1024
        || shared > fibers::MOST_SHARED) {
        return cudaErrorInvalidValue;
    }
    shim_defer(stream, [=] { fibers::run(grid, block, shared, [&] { kernel(static_cast<P>(arguments)...); }); });
    return cudaGetLastError();
}
