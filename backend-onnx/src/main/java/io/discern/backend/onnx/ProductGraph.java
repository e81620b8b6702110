package io.discern.backend.onnx;

/** The ONNX model {@code products[q, b] = queries[q, d] * bank[b, d]^T} in float32: one Gemm with transB. */
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
        Protobuf transposed = new Protobuf().text(1, "transB").number(3, 1).number(20, INT_ATTRIBUTE);
        Protobuf gemm = new Protobuf()
                .text(1, QUERIES)
                .text(1, BANK)
                .text(2, PRODUCTS)
                .text(4, "Gemm")
                .message(5, transposed);
        Protobuf graph = new Protobuf()
                .message(1, gemm)
                .text(2, "cosine")
                .message(11, matrix(QUERIES, "q", "d"))
                .message(11, matrix(BANK, "b", "d"))
                .message(12, matrix(PRODUCTS, "q", "b"));
        return new Protobuf()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, new Protobuf().text(1, "").number(2, OPSET))
                .toBytes();
    }

    /** A ValueInfoProto: a float tensor of two named dimensions. */
    private static Protobuf matrix(String name, String rows, String columns) {
        Protobuf shape =
                new Protobuf().message(1, new Protobuf().text(2, rows)).message(1, new Protobuf().text(2, columns));
        Protobuf tensor = new Protobuf().number(1, FLOAT).message(2, shape);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }
}
