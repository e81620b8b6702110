// Devices, lanes and the arena.
#include <algorithm>
#include <arena_guard.cuh>
#include <climits>
#include <cstring>
#include <new>

#include "engine.cuh"

namespace {

constexpr uint64_t ALIGNMENT = 256;
constexpr int OLDEST_CAPABILITY = 80;

// Calls of one engine may come from several threads, one at a time; the current device belongs to a thread.
int enter(discern_engine* engine) { return static_cast<int>(cudaSetDevice(engine->device)); }

int open_lanes(discern_engine* engine) {
    for (auto& lane : engine->lanes) {
        DISCERN_CHECK(cudaStreamCreateWithFlags(&lane.stream, cudaStreamNonBlocking));
        DISCERN_CHECK(cudaEventCreateWithFlags(&lane.reached, cudaEventDisableTiming));
        DISCERN_CHECK(cudaMallocHost(reinterpret_cast<void**>(&lane.staging), engine->staging_bytes));
    }
    return DISCERN_OK;
}

int open_arena(discern_engine* engine) {
    DISCERN_CHECK(cudaMalloc(reinterpret_cast<void**>(&engine->arena), engine->arena_bytes));
    guard_all(engine->arena, engine->arena_bytes);
    return DISCERN_OK;
}

}  // namespace

extern "C" const char* discern_status_text(int status) {
    switch (status) {
        case DISCERN_OK:
            return "ok";
        case DISCERN_ARENA_FULL:
            return "the engine's device memory is used up";
        case DISCERN_HOST_MEMORY:
            return "the host has no memory left";
        case DISCERN_BAD_ARGUMENT:
            return "a size is out of range";
        case DISCERN_BAD_ARCHITECTURE:
            return "the device is older than compute capability 8.0";
        default:
            return cudaGetErrorString(static_cast<cudaError_t>(status));
    }
}

extern "C" int discern_versions(int* driver, int* runtime) {
    DISCERN_CHECK(cudaDriverGetVersion(driver));
    DISCERN_CHECK(cudaRuntimeGetVersion(runtime));
    return DISCERN_OK;
}

extern "C" int discern_device_count(int* count) {
    *count = 0;
    DISCERN_CHECK(cudaGetDeviceCount(count));
    return DISCERN_OK;
}

extern "C" int discern_device_facts(int device, char* name, int name_bytes, int* capability, int* multiprocessors,
    uint64_t* free_bytes, uint64_t* total_bytes) {
    cudaDeviceProp properties;
    DISCERN_CHECK(cudaGetDeviceProperties(&properties, device));
    strncpy(name, properties.name, name_bytes - 1);
    name[name_bytes - 1] = 0;
    *capability = properties.major * 10 + properties.minor;
    *multiprocessors = properties.multiProcessorCount;
    size_t free = 0;
    size_t total = 0;
    DISCERN_CHECK(cudaSetDevice(device));
    DISCERN_CHECK(cudaMemGetInfo(&free, &total));
    *free_bytes = free;
    *total_bytes = total;
    return DISCERN_OK;
}

extern "C" int discern_open(int device, uint64_t arena_bytes, uint64_t staging_bytes, discern_engine** engine) {
    *engine = nullptr;
    if (arena_bytes == 0 || staging_bytes == 0) {
        return DISCERN_BAD_ARGUMENT;
    }
    int major = 0;
    int minor = 0;
    DISCERN_CHECK(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device));
    DISCERN_CHECK(cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, device));
    if (major * 10 < OLDEST_CAPABILITY) {
        return DISCERN_BAD_ARCHITECTURE;
    }
    auto* opened = new (std::nothrow) discern_engine();
    if (opened == nullptr) {
        return DISCERN_HOST_MEMORY;
    }
    opened->device = device;
    opened->device_capability = major * 10 + minor;
    opened->capability = opened->device_capability;
    opened->arena_bytes = arena_bytes;
    opened->staging_bytes = staging_bytes;
    int status = enter(opened);
    if (status == DISCERN_OK) {
        status = static_cast<int>(
            cudaDeviceGetAttribute(&opened->multiprocessors, cudaDevAttrMultiProcessorCount, device));
    }
    if (status == DISCERN_OK) {
        status = open_lanes(opened);
    }
    if (status == DISCERN_OK) {
        status = open_arena(opened);
    }
    if (status != DISCERN_OK) {
        discern_close(opened);
        return status;
    }
    *engine = opened;
    return DISCERN_OK;
}

extern "C" int discern_limit_capability(discern_engine* engine, int capability) {
    if (capability < OLDEST_CAPABILITY) {
        return DISCERN_BAD_ARGUMENT;
    }
    engine->capability = capability < engine->device_capability ? capability : engine->device_capability;
    return DISCERN_OK;
}

extern "C" int discern_close(discern_engine* engine) {
    int first = enter(engine);
    auto keep = [&first](cudaError_t status) { first = first == DISCERN_OK ? static_cast<int>(status) : first; };
    // a lane may wait for another one
    for (auto& lane : engine->lanes) {
        if (lane.stream != nullptr) {
            keep(cudaStreamSynchronize(lane.stream));
        }
    }
    for (auto& lane : engine->lanes) {
        if (lane.stream != nullptr) {
            keep(cudaStreamDestroy(lane.stream));
        }
        if (lane.reached != nullptr) {
            keep(cudaEventDestroy(lane.reached));
        }
        if (lane.staging != nullptr) {
            keep(cudaFreeHost(lane.staging));
        }
    }
    for (char* memory : engine->held) {
        keep(cudaFree(memory));
    }
    if (engine->arena != nullptr) {
        unguard(engine->arena, engine->arena_bytes);
        keep(cudaFree(engine->arena));
    }
    delete engine;
    return first;
}

extern "C" int discern_alloc(discern_engine* engine, uint64_t bytes, uint64_t* address) {
    *address = 0;
    // one alignment more, so that under test something that nobody may touch lies between two allocations
    uint64_t taken = (bytes / ALIGNMENT + 2) * ALIGNMENT;
    if (bytes > engine->arena_bytes || engine->arena_used + taken > engine->arena_bytes) {
        return DISCERN_ARENA_FULL;
    }
    char* allocated = engine->arena + engine->arena_used;
    engine->arena_used += taken;
    unguard(allocated, bytes);
    *address = reinterpret_cast<uintptr_t>(allocated);
    return DISCERN_OK;
}

extern "C" int discern_reset(discern_engine* engine) {
    for (int lane = 0; lane < DISCERN_LANES; lane++) {
        int status = discern_await(engine, lane);
        if (status != DISCERN_OK) {
            return status;
        }
    }
    engine->arena_used = 0;
    guard_all(engine->arena, engine->arena_bytes);
    return DISCERN_OK;
}

extern "C" int discern_hold(discern_engine* engine, uint64_t bytes, uint64_t* address) {
    *address = 0;
    if (bytes == 0) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(static_cast<cudaError_t>(enter(engine)));
    char* memory = nullptr;
    DISCERN_CHECK(cudaMalloc(reinterpret_cast<void**>(&memory), bytes));
    engine->held.push_back(memory);
    *address = reinterpret_cast<uintptr_t>(memory);
    return DISCERN_OK;
}

extern "C" int discern_release(discern_engine* engine, uint64_t address) {
    auto found = std::find(engine->held.begin(), engine->held.end(), at<char>(address));
    if (found == engine->held.end()) {
        return DISCERN_BAD_ARGUMENT;
    }
    for (int lane = 0; lane < DISCERN_LANES; lane++) {
        int status = discern_await(engine, lane);
        if (status != DISCERN_OK) {
            return status;
        }
    }
    engine->held.erase(found);
    DISCERN_CHECK(cudaFree(at<char>(address)));
    return DISCERN_OK;
}

extern "C" void* discern_staging(discern_engine* engine, int lane) {
    return is_lane(lane) ? engine->lanes[lane].staging : nullptr;
}

extern "C" int discern_upload(
    discern_engine* engine, int lane, uint64_t staging_offset, uint64_t address, uint64_t bytes) {
    if (!is_lane(lane) || staging_offset + bytes > engine->staging_bytes) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(static_cast<cudaError_t>(enter(engine)));
    DISCERN_CHECK(cudaMemcpyAsync(at<char>(address), engine->lanes[lane].staging + staging_offset, bytes,
        cudaMemcpyHostToDevice, stream_of(engine, lane)));
    return DISCERN_OK;
}

extern "C" int discern_download(
    discern_engine* engine, int lane, uint64_t address, uint64_t staging_offset, uint64_t bytes) {
    if (!is_lane(lane) || staging_offset + bytes > engine->staging_bytes) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(static_cast<cudaError_t>(enter(engine)));
    DISCERN_CHECK(cudaMemcpyAsync(engine->lanes[lane].staging + staging_offset, at<char>(address), bytes,
        cudaMemcpyDeviceToHost, stream_of(engine, lane)));
    return DISCERN_OK;
}

extern "C" int discern_clear(discern_engine* engine, int lane, uint64_t address, uint64_t bytes) {
    if (!is_lane(lane)) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(static_cast<cudaError_t>(enter(engine)));
    DISCERN_CHECK(cudaMemsetAsync(at<char>(address), 0, bytes, stream_of(engine, lane)));
    return DISCERN_OK;
}

extern "C" int discern_copy_rows(discern_engine* engine, int lane, uint64_t from, uint64_t from_pitch, uint64_t to,
    uint64_t to_pitch, uint64_t row_bytes, uint64_t rows) {
    if (!is_lane(lane) || row_bytes > from_pitch || row_bytes > to_pitch) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(static_cast<cudaError_t>(enter(engine)));
    DISCERN_CHECK(cudaMemcpy2DAsync(at<char>(to), to_pitch, at<char>(from), from_pitch, row_bytes, rows,
        cudaMemcpyDeviceToDevice, stream_of(engine, lane)));
    return DISCERN_OK;
}

extern "C" int discern_order(discern_engine* engine, int earlier, int later) {
    if (!is_lane(earlier) || !is_lane(later)) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(static_cast<cudaError_t>(enter(engine)));
    DISCERN_CHECK(cudaEventRecord(engine->lanes[earlier].reached, stream_of(engine, earlier)));
    DISCERN_CHECK(cudaStreamWaitEvent(stream_of(engine, later), engine->lanes[earlier].reached, 0));
    return DISCERN_OK;
}

extern "C" int discern_await(discern_engine* engine, int lane) {
    if (!is_lane(lane)) {
        return DISCERN_BAD_ARGUMENT;
    }
    DISCERN_CHECK(static_cast<cudaError_t>(enter(engine)));
    DISCERN_CHECK(cudaStreamSynchronize(stream_of(engine, lane)));
    return DISCERN_OK;
}
