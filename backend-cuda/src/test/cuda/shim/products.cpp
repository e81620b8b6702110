// Products on tensor cores: a thread's share, with the layouts of the device. This file is not watched by sanitizers.
#include "fibers.h"

namespace fibers {

namespace {

void reinterpret(const uint32_t& bits, float& value) { memcpy(&value, &bits, sizeof value); }

}  // namespace

void decode_bfloat16(const uint16_t* bits, float* values, int count) {
    for (int i = 0; i < count; i++) {
        reinterpret(static_cast<uint32_t>(bits[i]) << 16, values[i]);
    }
}

// Exponents count from 15 in 16 bits and from 127 in 32, which a product with 2^112 makes good, for subnormal values too.
void decode_half(const uint16_t* bits, float* values, int count) {
    for (int i = 0; i < count; i++) {
        uint32_t sign = static_cast<uint32_t>(bits[i] & 0x8000) << 16;
        uint32_t magnitude = static_cast<uint32_t>(bits[i] & 0x7fff) << 13;
        float value;
        reinterpret(magnitude, value);
        value *= 0x1p112f;
        memcpy(&magnitude, &value, sizeof magnitude);
        uint32_t not_finite = (bits[i] & 0x7c00) == 0x7c00 ? 0x7f800000 : 0;
        reinterpret(sign | magnitude | not_finite, values[i]);
    }
}

void multiply_fragments(float (&d)[4], const uint16_t (&a)[8], const uint16_t (&b)[4], Decode decode) {
    Exchange& warp = exchange();
    unsigned row = lane() / 4;
    unsigned column = lane() % 4 * 2;
    float values_a[8];
    float values_b[4];
    decode(a, values_a, 8);
    decode(b, values_b, 4);
    for (unsigned k = 0; k < 2; k++) {
        for (unsigned which = 0; which < 2; which++) {
            unsigned depth = column + k * 8 + which;
            warp.a[depth][row] = values_a[k * 4 + which];
            warp.a[depth][row + 8] = values_a[k * 4 + 2 + which];
            warp.b[depth][row] = values_b[k * 2 + which];
        }
    }
    meet(MULTIPLY_ADD);
    for (unsigned k = 0; k < 16; k++) {
        for (unsigned v = 0; v < 4; v++) {
            d[v] += warp.a[k][row + v / 2 * 8] * warp.b[k][column + v % 2];
        }
    }
}

namespace {

constexpr int DEPTH = 16;
constexpr int PIECE = 8;
constexpr int COLUMNS = 256;

// Columns of a product that a thread has: two of each eight.
constexpr int OWN = COLUMNS / 4;

// Reads row `row` of a matrix as the device finds it, a piece of 16 bytes at a time. Bits 0 to 13 of a description are the address in
// units of 16 bytes, 32 to 45 the distance of eight rows; bits 4 to 6 of an address are combined with its bits 7 to 9.
void read_row(uint16_t (&values)[DEPTH], uint64_t matrix, int row) {
    uint64_t start = (matrix & 0x3fff) << 4;
    uint64_t eight_rows = (matrix >> 32 & 0x3fff) << 4;
    for (int k = 0; k < DEPTH; k += PIECE) {
        uint64_t address = start + row / 8 * eight_rows + row % 8 * 128 + k * sizeof(uint16_t);
        address ^= (address >> 7 & 7) << 4;
        if (address + PIECE * sizeof(uint16_t) > shared_bytes()) {
            fail("a matrix that ends beyond the shared memory");
        }
        memcpy(&values[k], static_cast<const char*>(shared_memory()) + address, PIECE * sizeof(uint16_t));
    }
}

// The columns of a lane, by depth. Lanes of other rows read the same, so that what was decoded last is kept until the bits differ.
class Columns {
    Decode decode = nullptr;
    uint16_t bits[OWN][DEPTH] = {};
    float decoded[DEPTH][OWN] = {};

public:
    const float (&read(uint64_t matrix, int lane, Decode how))[DEPTH][OWN] {
        uint16_t found[OWN][DEPTH];
        for (int i = 0; i < OWN; i++) {
            read_row(found[i], matrix, i / 2 * 8 + lane % 4 * 2 + i % 2);
        }
        if (decode != how || memcmp(found, bits, sizeof bits) != 0) {
            decode = how;
            memcpy(bits, found, sizeof bits);
            for (int i = 0; i < OWN; i++) {
                float column[DEPTH];
                decode(bits[i], column, DEPTH);
                for (int k = 0; k < DEPTH; k++) {
                    decoded[k][i] = column[k];
                }
            }
        }
        return decoded;
    }
};

// By lane, and by product of a step: their matrices are 32 bytes apart, and a thread does all four before the next thread does.
Columns columns[4][4];

}  // namespace

void multiply_rows(const Product& product, unsigned thread) {
    int lane = static_cast<int>(thread % 32);
    int first = static_cast<int>(thread / 32) * 16 + lane / 4;
    auto& b = columns[lane % 4][product.b / 2 % 4].read(product.b, lane, product.decode);
    for (int row = 0; row < 2; row++) {
        uint16_t bits[DEPTH];
        float a[DEPTH];
        read_row(bits, product.a, first + row * 8);
        product.decode(bits, a, DEPTH);
        float sums[OWN] = {};
        for (int k = 0; k < DEPTH; k++) {
            for (int i = 0; i < OWN; i++) {
                sums[i] += a[k] * b[k][i];
            }
        }
        for (int i = 0; i < OWN; i++) {
            float& sum = product.sums[i / 2][row * 2 + i % 2];
            sum = product.adds ? sum + sums[i] : sums[i];
        }
    }
}

}  // namespace fibers
