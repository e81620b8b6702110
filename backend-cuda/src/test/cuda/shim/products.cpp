// Products on tensor cores: a thread's share, with the layouts of the device. This file is not watched by sanitizers.
#include "fibers.h"

#include <vector>

namespace fibers {

float decode_bfloat16(uint16_t bits) {
    uint32_t all = static_cast<uint32_t>(bits) << 16;
    float value;
    memcpy(&value, &all, sizeof value);
    return value;
}

float decode_half(uint16_t bits) {
    static const std::vector<float> values = [] {
        std::vector<float> made(1 << 16);
        for (unsigned i = 0; i < made.size(); i++) {
            _Float16 value;
            auto half = static_cast<uint16_t>(i);
            memcpy(&value, &half, sizeof value);
            made[i] = static_cast<float>(value);
        }
        return made;
    }();
    return values[bits];
}

void multiply_fragments(float (&d)[4], const uint64_t (&fragments)[32], unsigned lane, Decode decode) {
    auto fragment = [&](unsigned holder) { return reinterpret_cast<const Fragment*>(static_cast<uintptr_t>(fragments[holder])); };
    auto half = [&](unsigned pair, unsigned k) { return decode(static_cast<uint16_t>(pair >> (k % 2 * 16))); };
    for (unsigned v = 0; v < 4; v++) {
        unsigned column = lane % 4 * 2 + v % 2;
        for (unsigned k = 0; k < 16; k++) {
            unsigned pair_a = fragment(lane / 4 * 4 + k % 8 / 2)->a[v / 2 + k / 8 * 2];
            unsigned pair_b = fragment(column * 4 + k % 8 / 2)->b[k / 8];
            d[v] += half(pair_a, k) * half(pair_b, k);
        }
    }
}

namespace {

constexpr int DEPTH = 16;
constexpr int COLUMNS = 256;

// Where row `row` of a matrix has its value number k: as the device finds it. Bits 0 to 13 of a description are the address in
// units of 16 bytes, 32 to 45 the distance of eight rows; bits 4 to 6 of an address are combined with its bits 7 to 9.
const uint16_t* value_at(uint64_t matrix, int row, int k) {
    uint64_t start = (matrix & 0x3fff) << 4;
    uint64_t eight_rows = (matrix >> 32 & 0x3fff) << 4;
    uint64_t address = start + row / 8 * eight_rows + row % 8 * 128 + k * sizeof(uint16_t);
    address ^= (address >> 7 & 7) << 4;
    if (address + sizeof(uint16_t) > shared_bytes()) {
        fail("a matrix that ends beyond the shared memory");
    }
    return reinterpret_cast<const uint16_t*>(static_cast<const char*>(shared_memory()) + address);
}

}  // namespace

void multiply_rows(const Product& product, unsigned thread) {
    int lane = static_cast<int>(thread % 32);
    int first = static_cast<int>(thread / 32) * 16 + lane / 4;
    float a[2][DEPTH];
    for (int k = 0; k < DEPTH; k++) {
        a[0][k] = product.decode(*value_at(product.a, first, k));
        a[1][k] = product.decode(*value_at(product.a, first + 8, k));
    }
    for (int column = lane % 4 * 2; column < COLUMNS; column += column % 2 == 0 ? 1 : 7) {
        float sums[2] = {0, 0};
        for (int k = 0; k < DEPTH; k++) {
            float b = product.decode(*value_at(product.b, column, k));
            sums[0] += a[0][k] * b;
            sums[1] += a[1][k] * b;
        }
        for (int row = 0; row < 2; row++) {
            float& sum = product.sums[column / 8][row * 2 + column % 2];
            sum = product.adds ? sum + sums[row] : sums[row];
        }
    }
}

}  // namespace fibers
