// Under the address sanitizer nobody may touch the parts of the arena that are not allocated; fresh parts hold garbage.
#pragma once

#include <sanitizer/asan_interface.h>

#include <cstdint>
#include <cstring>

inline void guard_all(char* arena, uint64_t bytes) { ASAN_POISON_MEMORY_REGION(arena, bytes); }

inline void unguard(char* memory, uint64_t bytes) {
    ASAN_UNPOISON_MEMORY_REGION(memory, bytes);
    memset(memory, 0xff, bytes);
}
