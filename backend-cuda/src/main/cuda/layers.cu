// Which layer a call of discern_layer is.
#include "layers.cuh"

namespace {

template <typename T>
const T& as(const int64_t* words) {
    return *reinterpret_cast<const T*>(words);
}

cudaError_t run(discern_engine* engine, cudaStream_t stream, int32_t kind, const int64_t* words_of) {
    switch (kind) {
        case DISCERN_PLACE:
            return place(stream, as<discern_place>(words_of));
        case DISCERN_PATCHES:
            return patches(stream, as<discern_patches>(words_of));
        case DISCERN_WORDS:
            return words(stream, as<discern_words>(words_of));
        case DISCERN_TOKENS:
            return tokens(stream, as<discern_tokens>(words_of));
        case DISCERN_NORM:
            return norm(stream, as<discern_norm>(words_of));
        case DISCERN_PRODUCT:
            return product(engine, stream, as<discern_product>(words_of));
        case DISCERN_HEADS:
            return heads(stream, as<discern_heads>(words_of));
        case DISCERN_ATTENTION:
            return attention(stream, as<discern_attention>(words_of));
        case DISCERN_POOL:
            return pool(stream, as<discern_pool>(words_of));
        default:
            return cudaErrorInvalidValue;
    }
}

}  // namespace

extern "C" int discern_layer(discern_engine* engine, int lane, int32_t kind, const int64_t* words_of) {
    if (!is_lane(lane)) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(cudaSetDevice(engine->device));
    DISCERN_CHECK(run(engine, stream_of(engine, lane), kind, words_of));
    return DISCERN_OK;
}
