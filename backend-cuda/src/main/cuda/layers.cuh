// The layers behind discern_layer.
#pragma once

#include <cuda_runtime.h>

#include "engine.cuh"

cudaError_t place(cudaStream_t stream, const discern_place& job);
cudaError_t patches(cudaStream_t stream, const discern_patches& job);
cudaError_t words(cudaStream_t stream, const discern_words& job);
cudaError_t tokens(cudaStream_t stream, const discern_tokens& job);
cudaError_t norm(cudaStream_t stream, const discern_norm& job);
cudaError_t heads(cudaStream_t stream, const discern_heads& job);
cudaError_t pool(cudaStream_t stream, const discern_pool& job);
cudaError_t product(discern_engine* engine, cudaStream_t stream, const discern_product& job);
cudaError_t attention(cudaStream_t stream, const discern_attention& job);
