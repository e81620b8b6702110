package io.discern.backend.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.discern.EncoderException;
import io.discern.spi.Resources;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The smallest legal values for inputs that a tower does not use: a graph with both towers wants a text to encode an image,
 * and an image to encode a text. Float inputs get zeros, integer inputs ones; open dimensions become the given sizes.
 */
final class Placeholders {
    private Placeholders() {}

    /**
     * Makes a tensor for every input but the given ones.
     *
     * @param used inputs that are fed with real values
     * @param open the sizes of the open dimensions of an input of that rank, first dimension first
     * @param resources closes the tensors
     */
    static Map<String, OnnxTensor> forUnused(
            OnnxSession session, Set<String> used, Map<Integer, long[]> open, Resources resources) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        session.inputs().forEach((name, info) -> {
            if (!used.contains(name)) {
                tensors.put(name, resources.add(tensor(session, name, info, open)));
            }
        });
        return tensors;
    }

    private static OnnxTensor tensor(OnnxSession session, String name, TensorInfo info, Map<Integer, long[]> open) {
        long[] shape = info.getShape();
        long[] sizes = open.get(shape.length);
        if (sizes == null || !(info.type == OnnxJavaType.FLOAT || ShapeWords.isInteger(info))) {
            throw new EncoderException(session.file() + ": does not know what to feed input \"" + name + "\" "
                    + ShapeWords.type(info) + ShapeWords.text(info)
                    + "; expected only pixels and token inputs. Inputs: "
                    + ShapeWords.texts(session.inputs()) + ". Export each tower as a file of its own.");
        }
        for (int i = 0; i < shape.length; i++) {
            shape[i] = shape[i] > 0 ? shape[i] : sizes[i];
        }
        int length = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        try {
            return info.type == OnnxJavaType.FLOAT
                    ? OnnxTensor.createTensor(OrtRuntime.environment(), zeros(length), shape)
                    : ofType(info.type, longOnes(length), shape);
        } catch (OrtException e) {
            throw new EncoderException(session.file() + ": input \"" + name + "\": " + OrtRuntime.reason(e), e);
        }
    }

    /** Zeros in a direct buffer. */
    static FloatBuffer zeros(int length) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(length, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** A tensor of small numbers in the type that the graph wants: 64 or 32 bits, float, or true where they are not 0. */
    static OnnxTensor ofType(OnnxJavaType type, long[] values, long[] shape) throws OrtException {
        OrtEnvironment environment = OrtRuntime.environment();
        return switch (type) {
            case INT64 -> OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
            case BOOL -> {
                ByteBuffer flags = ByteBuffer.allocateDirect(values.length);
                for (long value : values) {
                    flags.put((byte) (value == 0 ? 0 : 1));
                }
                yield OnnxTensor.createTensor(environment, flags.rewind(), shape, OnnxJavaType.BOOL);
            }
            case FLOAT -> {
                FloatBuffer floats = zeros(values.length);
                for (long value : values) {
                    floats.put(value);
                }
                yield OnnxTensor.createTensor(environment, floats.rewind(), shape);
            }
            default ->
                OnnxTensor.createTensor(
                        environment,
                        IntBuffer.wrap(
                                Arrays.stream(values).mapToInt(Math::toIntExact).toArray()),
                        shape);
        };
    }

    private static long[] longOnes(int length) {
        long[] ones = new long[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
