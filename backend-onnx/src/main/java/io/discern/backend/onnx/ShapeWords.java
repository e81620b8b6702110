package io.discern.backend.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tensor shapes and types in the words of messages, such as {@code [batch,3,224,224]}. */
final class ShapeWords {
    private static final Set<OnnxJavaType> FLOATS =
            Set.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16, OnnxJavaType.BFLOAT16);
    private static final Set<OnnxJavaType> INTEGERS = Set.of(OnnxJavaType.INT64, OnnxJavaType.INT32);

    private ShapeWords() {}

    /** Whether values of that type are read as float32. */
    static boolean isFloat(TensorInfo info) {
        return FLOATS.contains(info.type);
    }

    /** Whether it can take token ids. */
    static boolean isInteger(TensorInfo info) {
        return INTEGERS.contains(info.type);
    }

    /** An actual shape. */
    static String text(long[] shape) {
        return IntStream.range(0, shape.length)
                .mapToObj(i -> Long.toString(shape[i]))
                .collect(list());
    }

    /** A declared shape, with the names of its open dimensions. */
    static String text(TensorInfo info) {
        long[] shape = info.getShape();
        String[] names = info.getDimensionNames();
        return IntStream.range(0, shape.length)
                .mapToObj(i -> shape[i] >= 0 ? Long.toString(shape[i]) : names[i].isEmpty() ? "?" : names[i])
                .collect(list());
    }

    /** Tensors with name, type and declared shape. */
    static List<String> texts(Map<String, TensorInfo> tensors) {
        return tensors.entrySet().stream()
                .map(tensor -> tensor.getKey() + " " + type(tensor.getValue()) + text(tensor.getValue()))
                .toList();
    }

    /** The element type, for example {@code float}. */
    static String type(TensorInfo info) {
        return info.onnxType
                .name()
                .replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "")
                .toLowerCase(Locale.ROOT);
    }

    private static Collector<CharSequence, ?, String> list() {
        return Collectors.joining(",", "[", "]");
    }
}
