package io.discern.backend.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The ONNX model {@code products[q, b] = queries[q, d] * bank[b, d]^T} in float32: one Gemm with transB.
 *
 * <p>An ONNX file is a protobuf message: fields of {@code number << 3 | type}, type 0 for a varint, 2 for a length and that
 * many bytes. The field numbers are those of {@code onnx.proto}; they do not change.
 */
final class ProductGraph {
    static final String QUERIES = "queries";
    static final String BANK = "bank";
    static final String PRODUCTS = "products";

    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;
    private static final int FLOAT = 1;
    private static final int INT_ATTRIBUTE = 2;

    private ProductGraph() {}

    /** The model's bytes. */
    static byte[] bytes() {
        byte[] transposed = message(text(1, "transB"), number(3, 1), number(20, INT_ATTRIBUTE));
        byte[] gemm =
                message(text(1, QUERIES), text(1, BANK), text(2, PRODUCTS), text(4, "Gemm"), field(5, transposed));
        byte[] graph = message(
                field(1, gemm),
                text(2, "cosine"),
                field(11, matrix(QUERIES, "q", "d")),
                field(11, matrix(BANK, "b", "d")),
                field(12, matrix(PRODUCTS, "q", "b")));
        return message(number(1, IR_VERSION), field(7, graph), field(8, message(text(1, ""), number(2, OPSET))));
    }

    /** A ValueInfoProto: a float tensor of two named dimensions. */
    private static byte[] matrix(String name, String rows, String columns) {
        byte[] shape = message(field(1, message(text(2, rows))), field(1, message(text(2, columns))));
        byte[] tensor = message(number(1, FLOAT), field(2, shape));
        return message(text(1, name), field(2, message(field(1, tensor))));
    }

    private static byte[] text(int field, String text) {
        return field(field, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] field(int field, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tag(out, field, 2);
        varint(out, content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] number(int field, int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tag(out, field, 0);
        varint(out, value);
        return out.toByteArray();
    }

    private static void tag(ByteArrayOutputStream out, int field, int type) {
        varint(out, field << 3 | type);
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static byte[] message(byte[]... fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] field : fields) {
            out.writeBytes(field);
        }
        return out.toByteArray();
    }
}
