package io.discern.backend.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts an ONNX model together, node by node. Tensors go by their names; {@link #node} makes one up for each result. Used by one
 * thread.
 */
final class GraphBuilder {
    /** Operators of ONNX Runtime's own, documented in its {@code ContribOperators.md}. */
    static final String MICROSOFT = "com.microsoft";

    static final int FLOAT = 1;
    static final int INT32 = 6;
    static final int INT64 = 7;

    private static final int IR_VERSION = 10;
    private static final int OPSET = 20;
    private static final int EXTERNAL = 1;

    private final Protobuf graph = new Protobuf();
    private int count;

    /** An attribute of a node. */
    record Attribute(String name, Protobuf value) {
        static Attribute of(String name, long value) {
            return new Attribute(
                    name, new Protobuf().text(1, name).number(3, value).number(20, 2));
        }

        static Attribute of(String name, float value) {
            return new Attribute(
                    name, new Protobuf().text(1, name).real(2, value).number(20, 1));
        }

        static Attribute of(String name, String value) {
            return new Attribute(
                    name, new Protobuf().text(1, name).text(4, value).number(20, 3));
        }

        static Attribute of(String name, List<Integer> values) {
            Protobuf message = new Protobuf().text(1, name);
            values.forEach(value -> message.number(8, value));
            return new Attribute(name, message.number(20, 7));
        }
    }

    /** Adds a node of one output; returns its name. */
    String node(String operator, List<String> inputs, Attribute... attributes) {
        return nodes("", operator, inputs, 1, attributes).get(0);
    }

    /** Adds a node of ONNX Runtime's own of one output; returns its name. */
    String own(String operator, List<String> inputs, Attribute... attributes) {
        return nodes(MICROSOFT, operator, inputs, 1, attributes).get(0);
    }

    /** Adds a node; returns the names of its outputs. */
    List<String> nodes(String domain, String operator, List<String> inputs, int outputs, Attribute... attributes) {
        Protobuf node = new Protobuf();
        inputs.forEach(input -> node.text(1, input));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            names.add(operator + "_" + count++);
            node.text(2, names.get(i));
        }
        node.text(3, names.get(0)).text(4, operator);
        for (Attribute attribute : attributes) {
            node.message(5, attribute.value);
        }
        if (!domain.isEmpty()) {
            node.text(7, domain);
        }
        graph.message(1, node);
        return names;
    }

    /** Whole numbers, one-dimensional. */
    String constant(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return inline("numbers_" + count++, INT64, List.of(values.length), bytes.array());
    }

    /** One whole number without a dimension. */
    String scalar(long value) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return inline("number_" + count++, INT64, List.of(), bytes);
    }

    /** A table of float32, inside the model. */
    String table(String name, float[] values, List<Integer> shape) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return inline(name, FLOAT, shape, bytes.array());
    }

    private String inline(String name, int type, List<Integer> shape, byte[] bytes) {
        graph.message(5, tensor(name, type, shape).bytes(9, bytes));
        return name;
    }

    /** An array that lies in a file. */
    String external(String name, int type, List<Integer> shape, String location, long offset, long length) {
        graph.message(
                5,
                tensor(name, type, shape)
                        .message(13, entry("location", location))
                        .message(13, entry("offset", Long.toString(offset)))
                        .message(13, entry("length", Long.toString(length)))
                        .number(14, EXTERNAL));
        return name;
    }

    private static Protobuf tensor(String name, int type, List<Integer> shape) {
        Protobuf tensor = new Protobuf();
        shape.forEach(size -> tensor.number(1, size));
        return tensor.number(2, type).text(8, name);
    }

    private static Protobuf entry(String key, String value) {
        return new Protobuf().text(1, key).text(2, value);
    }

    /** Declares an input; a dimension is a number or a name. */
    void input(String name, int type, Object... shape) {
        graph.message(11, value(name, type, shape));
    }

    /** Makes a tensor an output of the model, under a name of its own. */
    void output(String tensor, String name, Object... shape) {
        graph.message(
                1,
                new Protobuf()
                        .text(1, tensor)
                        .text(2, name)
                        .text(3, "out " + name)
                        .text(4, "Identity"));
        graph.message(12, value(name, FLOAT, shape));
    }

    private static Protobuf value(String name, int type, Object... shape) {
        Protobuf dimensions = new Protobuf();
        for (Object size : shape) {
            Protobuf dimension = size instanceof Integer length
                    ? new Protobuf().number(1, length)
                    : new Protobuf().text(2, size.toString());
            dimensions.message(1, dimension);
        }
        Protobuf tensor = new Protobuf().number(1, type).message(2, dimensions);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }

    /** The model. */
    byte[] toBytes() {
        return new Protobuf()
                .number(1, IR_VERSION)
                .text(2, "discern")
                .message(7, graph.text(2, "tower"))
                .message(8, new Protobuf().text(1, "").number(2, OPSET))
                .message(8, new Protobuf().text(1, MICROSOFT).number(2, 1))
                .toBytes();
    }
}
