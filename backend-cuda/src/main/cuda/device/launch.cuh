// Kernel launches as a function, so that the host build of the tests can replace it.
#pragma once

#include <cuda_runtime.h>

// Launches; a kernel that needs more than 48 KB of shared memory gets its limit raised first.
template <typename... P, typename... A>
cudaError_t launch(void (*kernel)(P...), dim3 grid, dim3 block, size_t shared, cudaStream_t stream, A... arguments) {
    if (shared > 48 * 1024) {
        cudaError_t status =
            cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(shared));
        if (status != cudaSuccess) {
            return status;
        }
    }
    kernel<<<grid, block, shared, stream>>>(static_cast<P>(arguments)...);
    return cudaGetLastError();
}
