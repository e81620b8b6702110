package io.discern.miniatures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Model cards count the parameters that the files hold. */
class ModelCardTest {
    // Fields of onnx.proto: ModelProto.graph, GraphProto.initializer, TensorProto.dims.
    private static final int GRAPH = 7;
    private static final int INITIALIZER = 5;
    private static final int DIMS = 1;

    @ParameterizedTest
    @ValueSource(strings = {"general", "general-rich", "medical"})
    void theCardCountsWhatTheFilesHold(String name) throws IOException {
        long held = 0;
        for (String tower : new String[] {"vision", "text"}) {
            held += parameters(ByteBuffer.wrap(resource(name + "/onnx/" + tower + "_model.onnx")), GRAPH, INITIALIZER);
        }
        String card = new String(resource(name + "/MODEL_CARD.md"), StandardCharsets.UTF_8);
        assertEquals(
                String.format(Locale.ROOT, "%,d", held),
                card.replaceAll("(?s).*A dual encoder of ([0-9,]+) parameters:.*", "$1"));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Miniatures.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    /** The sum over the messages at a path of fields of the products of their dimensions. */
    private static long parameters(ByteBuffer message, int... path) {
        long sum = path.length == 0 ? 1 : 0;
        while (message.hasRemaining()) {
            long tag = number(message);
            int field = (int) (tag >>> 3);
            switch ((int) tag & 7) {
                case 0 -> {
                    long value = number(message);
                    sum *= path.length == 0 && field == DIMS ? value : 1;
                }
                case 1 -> message.getLong();
                case 2 -> {
                    int length = (int) number(message);
                    ByteBuffer inner = message.slice(message.position(), length);
                    message.position(message.position() + length);
                    if (path.length > 0 && field == path[0]) {
                        sum += parameters(inner, Arrays.copyOfRange(path, 1, path.length));
                    } else if (path.length == 0 && field == DIMS) {
                        while (inner.hasRemaining()) {
                            sum *= number(inner);
                        }
                    }
                }
                default -> message.getInt();
            }
        }
        return sum;
    }

    private static long number(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = message.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
