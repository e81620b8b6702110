package io.discern.internal.weights;

import java.util.Arrays;
import java.util.Optional;

/** The type of a stored tensor's elements, little-endian. */
public enum ElementType {
    /** IEEE 754 single precision. */
    F32(4, "Float"),
    /** IEEE 754 half precision. */
    F16(2, "Half"),
    /** The upper half of a float32. */
    BF16(2, "BFloat16"),
    /** IEEE 754 double precision. */
    F64(8, "Double"),
    /** Signed, 64 bits. */
    I64(8, "Long"),
    /** Signed, 32 bits. */
    I32(4, "Int"),
    /** Signed, 16 bits. */
    I16(2, "Short"),
    /** Signed, 8 bits. */
    I8(1, "Char"),
    /** Unsigned, 8 bits. */
    U8(1, "Byte"),
    /** One byte, 0 or 1. */
    BOOL(1, "Bool");

    private final int bytes;
    private final String torch;

    ElementType(int bytes, String torch) {
        this.bytes = bytes;
        this.torch = torch;
    }

    /** The size of an element. */
    public int bytes() {
        return bytes;
    }

    /** Whether a network can have weights of it: float32, float16 or bfloat16. */
    public boolean isWeight() {
        return this == F32 || this == F16 || this == BF16;
    }

    /** The type that safetensors calls so, for example {@code BF16}; the names are the same. */
    static Optional<ElementType> ofSafetensors(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** The type of a PyTorch storage class, for example {@code HalfStorage}. */
    static Optional<ElementType> ofTorchStorage(String name) {
        return Arrays.stream(values())
                .filter(type -> (type.torch + "Storage").equals(name))
                .findFirst();
    }
}
