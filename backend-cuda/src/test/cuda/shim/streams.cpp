// Streams of the host: work waits in its stream until somebody waits for it, so that a missing wait or order gives a wrong
// result every time instead of now and then.
#include <cuda_runtime.h>
#include <launch.cuh>

#include <sys/mman.h>

#include <cstdlib>
#include <deque>

struct shim_stream {
    std::deque<std::function<void()>> work;
    uint64_t asked = 0;
    uint64_t done = 0;

    void run_to(uint64_t place) {
        while (done < place) {
            auto next = std::move(work.front());
            work.pop_front();
            done++;
            next();
        }
    }
};

struct shim_event {
    cudaStream_t stream = nullptr;
    uint64_t place = 0;
};

void shim_defer(cudaStream_t stream, std::function<void()> work) {
    stream->work.push_back(std::move(work));
    stream->asked++;
}

namespace {

constexpr unsigned char GARBAGE = 0xff;
constexpr size_t DEVICE_BYTES = size_t{1} << 30;

// A failure is found once more by who asks for the last one, as on a device.
cudaError_t last = cudaSuccess;

// Asks for what lies in whole large pages to be in such: a small page costs more to get than to fill.
void in_large_pages(void* memory, size_t bytes) {
    constexpr uintptr_t LARGE_PAGE = 2 << 20;
    uintptr_t start = (reinterpret_cast<uintptr_t>(memory) + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
    uintptr_t end = (reinterpret_cast<uintptr_t>(memory) + bytes) / LARGE_PAGE * LARGE_PAGE;
    if (start < end) {
        madvise(reinterpret_cast<void*>(start), end - start, MADV_HUGEPAGE);
    }
}

cudaError_t garbage(void** memory, size_t bytes) {
    if (bytes > DEVICE_BYTES) {
        last = cudaErrorMemoryAllocation;
        return last;
    }
    *memory = aligned_alloc(256, (bytes + 255) / 256 * 256);
    if (*memory == nullptr) {
        return cudaErrorMemoryAllocation;
    }
    in_large_pages(*memory, bytes);
    memset(*memory, GARBAGE, bytes);
    return cudaSuccess;
}

}  // namespace

const char* cudaGetErrorString(cudaError_t status) {
    switch (status) {
        case cudaErrorMemoryAllocation:
            return "out of memory";
        case cudaErrorInvalidDevice:
            return "invalid device ordinal";
        case cudaErrorInvalidValue:
            return "invalid argument";
        default:
            return "no error";
    }
}

cudaError_t cudaGetLastError() {
    cudaError_t found = last;
    last = cudaSuccess;
    return found;
}

cudaError_t cudaDriverGetVersion(int* version) {
    *version = 13000;
    return cudaSuccess;
}

cudaError_t cudaRuntimeGetVersion(int* version) {
    *version = 13000;
    return cudaSuccess;
}

cudaError_t cudaGetDeviceCount(int* count) {
    *count = 1;
    return cudaSuccess;
}

cudaError_t cudaSetDevice(int device) { return device == 0 ? cudaSuccess : cudaErrorInvalidDevice; }

cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device) {
    *properties = {"host", 9, 0, 4};
    return cudaSetDevice(device);
}

cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int device) {
    *value = attribute == cudaDevAttrComputeCapabilityMajor ? 9 : attribute == cudaDevAttrComputeCapabilityMinor ? 0 : 4;
    return cudaSetDevice(device);
}

cudaError_t cudaMemGetInfo(size_t* free, size_t* total) {
    *free = DEVICE_BYTES;
    *total = DEVICE_BYTES;
    return cudaSuccess;
}

cudaError_t cudaMalloc(void** memory, size_t bytes) { return garbage(memory, bytes); }

cudaError_t cudaFree(void* memory) {
    free(memory);
    return cudaSuccess;
}

cudaError_t cudaMallocHost(void** memory, size_t bytes) { return garbage(memory, bytes); }

cudaError_t cudaFreeHost(void* memory) {
    free(memory);
    return cudaSuccess;
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
    *stream = new shim_stream();
    return cudaSuccess;
}

cudaError_t cudaStreamDestroy(cudaStream_t stream) {
    delete stream;
    return cudaSuccess;
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
    stream->run_to(stream->asked);
    return cudaSuccess;
}

cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned) {
    shim_defer(stream, [recorded = *event] { recorded.stream->run_to(recorded.place); });
    return cudaSuccess;
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned) {
    *event = new shim_event();
    return cudaSuccess;
}

cudaError_t cudaEventDestroy(cudaEvent_t event) {
    delete event;
    return cudaSuccess;
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
    *event = {stream, stream->asked};
    return cudaSuccess;
}

cudaError_t cudaMemcpyAsync(void* to, const void* from, size_t bytes, cudaMemcpyKind, cudaStream_t stream) {
    shim_defer(stream, [=] { memcpy(to, from, bytes); });
    return cudaSuccess;
}

cudaError_t cudaMemcpy2DAsync(void* to, size_t to_pitch, const void* from, size_t from_pitch, size_t row_bytes, size_t rows,
    cudaMemcpyKind, cudaStream_t stream) {
    shim_defer(stream, [=] {
        for (size_t row = 0; row < rows; row++) {
            memcpy(static_cast<char*>(to) + row * to_pitch, static_cast<const char*>(from) + row * from_pitch, row_bytes);
        }
    });
    return cudaSuccess;
}

cudaError_t cudaMemsetAsync(void* memory, int value, size_t bytes, cudaStream_t stream) {
    shim_defer(stream, [=] { memset(memory, value, bytes); });
    return cudaSuccess;
}
