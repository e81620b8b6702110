package io.discern.backend.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes protobuf messages: fields of {@code number << 3 | type}, type 0 for a varint, 2 for a length and that many bytes, 5 for
 * four bytes. The field numbers of ONNX are those of {@code onnx.proto}; they do not change.
 */
final class Protobuf {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Adds a number. */
    Protobuf number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    /** Adds a float32. */
    Protobuf real(int field, float value) {
        varint((long) field << 3 | 5);
        int bits = Float.floatToRawIntBits(value);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write(bits >>> shift);
        }
        return this;
    }

    /** Adds a text. */
    Protobuf text(int field, String text) {
        return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a message. */
    Protobuf message(int field, Protobuf message) {
        return bytes(field, message.toBytes());
    }

    /** Adds bytes. */
    Protobuf bytes(int field, byte[] content) {
        varint((long) field << 3 | 2);
        varint(content.length);
        out.writeBytes(content);
        return this;
    }

    /** The message so far. */
    byte[] toBytes() {
        return out.toByteArray();
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
