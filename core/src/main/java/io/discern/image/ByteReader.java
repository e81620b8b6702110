package io.discern.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A cursor over the bytes of a file; reading past the end is a refusal, never an exception of the runtime. */
final class ByteReader {
    private final ByteBuffer bytes;

    private ByteReader(byte[] file, ByteOrder order) {
        bytes = ByteBuffer.wrap(file).order(order);
    }

    static ByteReader littleEndian(byte[] file) {
        return new ByteReader(file, ByteOrder.LITTLE_ENDIAN);
    }

    static ByteReader bigEndian(byte[] file) {
        return new ByteReader(file, ByteOrder.BIG_ENDIAN);
    }

    int position() {
        return bytes.position();
    }

    int remaining() {
        return bytes.remaining();
    }

    void seek(long position) throws RefusedException {
        if (position < 0 || position > bytes.limit()) {
            throw ended(position - bytes.limit());
        }
        bytes.position((int) position);
    }

    void skip(long count) throws RefusedException {
        seek(bytes.position() + count);
    }

    int u8() throws RefusedException {
        need(1);
        return bytes.get() & 0xff;
    }

    int u16() throws RefusedException {
        need(2);
        return bytes.getShort() & 0xffff;
    }

    long u32() throws RefusedException {
        need(4);
        return bytes.getInt() & 0xffff_ffffL;
    }

    long i64() throws RefusedException {
        need(8);
        return bytes.getLong();
    }

    byte[] bytes(long count) throws RefusedException {
        need(count);
        int from = bytes.position();
        bytes.position(from + (int) count);
        return Arrays.copyOfRange(bytes.array(), from, from + (int) count);
    }

    private void need(long count) throws RefusedException {
        if (count < 0 || count > bytes.remaining()) {
            throw ended(count - bytes.remaining());
        }
    }

    private RefusedException ended(long missing) {
        return new RefusedException("truncated or damaged: byte " + bytes.position() + " of " + bytes.limit()
                + " needs " + missing + " bytes more than the file has. Fetch the file again.");
    }
}
