// Products on tensor cores: a thread's share, with the layouts of the device. This file is not watched by sanitizers.
#include "fibers.h"

namespace fibers {

void decode_bfloat16(const uint16_t* bits, float* values, int count) {
    for (int i = 0; i < count; i++) {
        uint32_t upper = static_cast<uint32_t>(bits[i]) << 16;
        memcpy(&values[i], &upper, sizeof upper);
    }
}

void decode_half(const uint16_t* bits, float* values, int count) {
    for (int i = 0; i < count; i++) {
        _Float16 value;
        memcpy(&value, &bits[i], sizeof value);
        values[i] = value;
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
constexpr int COLUMNS = 256;

// Columns of a product that a thread has: two of each eight.
constexpr int OWN = COLUMNS / 4;

// A piece of a row as the device swaps them.
struct Piece {
    uint64_t words[2];
};

constexpr int PIECE = sizeof(Piece) / sizeof(uint16_t);
constexpr int PIECES = DEPTH / PIECE;

// One row of each eight of a matrix as the device finds it. Bits 0 to 13 of a description are the address in units of 16 bytes, 32 to 45
// the distance of eight rows; bits 4 to 6 of an address are combined with its bits 7 to 9, to the same for every eight rows.
struct EveryEighth {
    const char* piece[PIECES];
    uint64_t eight_rows;

    EveryEighth(uint64_t matrix, int row, int last) {
        uint64_t start = (matrix & 0x3fff) << 4;
        eight_rows = (matrix >> 32 & 0x3fff) << 4;
        if (eight_rows % 1024 != 0) {
            fail("a matrix whose eighth rows are swapped differently");
        }
        for (int i = 0; i < PIECES; i++) {
            uint64_t address = start + row * 128 + i * sizeof(Piece);
            address ^= (address >> 7 & 7) << 4;
            if (address + last * eight_rows + sizeof(Piece) > shared_bytes()) {
                fail("a matrix that ends beyond the shared memory");
            }
            piece[i] = static_cast<const char*>(shared_memory()) + address;
        }
    }

    void read(Piece (&row)[PIECES], int number) const {
        for (int i = 0; i < PIECES; i++) {
            memcpy(&row[i], piece[i] + number * eight_rows, sizeof(Piece));
        }
    }
};

void decode_row(Decode decode, const Piece (&row)[PIECES], float (&values)[DEPTH]) {
    uint16_t bits[DEPTH];
    memcpy(bits, row, sizeof bits);
    decode(bits, values, DEPTH);
}

// The columns of a lane, by depth. Lanes of other rows read the same, so that what was decoded last is kept until the bits differ.
class Columns {
    Decode decode = nullptr;
    Piece bits[OWN][PIECES] = {};
    float decoded[DEPTH][OWN] = {};

public:
    const float (&read(uint64_t matrix, int lane, Decode how))[DEPTH][OWN] {
        EveryEighth even(matrix, lane % 4 * 2, OWN / 2 - 1);
        EveryEighth odd(matrix, lane % 4 * 2 + 1, OWN / 2 - 1);
        Piece found[OWN][PIECES];
        uint64_t different = 0;
        for (int i = 0; i < OWN; i++) {
            (i % 2 == 0 ? even : odd).read(found[i], i / 2);
            for (int k = 0; k < PIECES; k++) {
                different |= (found[i][k].words[0] ^ bits[i][k].words[0]) | (found[i][k].words[1] ^ bits[i][k].words[1]);
            }
        }
        if (decode != how || different != 0) {
            decode = how;
            memcpy(bits, found, sizeof bits);
            for (int i = 0; i < OWN; i++) {
                float column[DEPTH];
                decode_row(decode, bits[i], column);
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
    int eighth = static_cast<int>(thread / 32) * 2;
    auto& b = columns[lane % 4][product.b / 2 % 4].read(product.b, lane, product.decode);
    EveryEighth rows(product.a, lane / 4, eighth + 1);
    for (int row = 0; row < 2; row++) {
        Piece bits[PIECES];
        float a[DEPTH];
        rows.read(bits, eighth + row);
        decode_row(product.decode, bits, a);
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
