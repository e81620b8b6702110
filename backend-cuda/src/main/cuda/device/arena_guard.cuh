// On a device nothing watches the gaps between allocations; the host build of the tests has another file of this name.
#pragma once

#include <cstdint>

inline void guard_all(char*, uint64_t) {}

inline void unguard(char*, uint64_t) {}
