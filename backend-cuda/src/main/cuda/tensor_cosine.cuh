// Matrices of cosines from bfloat16 rows on tensor cores, summed in float32.
#pragma once

#include <cuda_bf16.h>
#include <cuda_runtime.h>

// The grid has a block for each tile of bank rows (x) and query rows (y).
cudaError_t launch_tensor_cosine(dim3 grid, cudaStream_t stream, const __nv_bfloat16* queries, int query_rows,
    const __nv_bfloat16* bank, int bank_rows, int stride, float* out);
