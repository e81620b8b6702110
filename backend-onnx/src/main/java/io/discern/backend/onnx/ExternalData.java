package io.discern.backend.onnx;

import io.discern.EncoderException;
import io.discern.internal.weights.WeightFile;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files beside a graph that hold its weights. A graph names them itself, so a hostile one could name any file of the
 * machine: each must lie inside the model folder or, in a Hugging Face cache, in the {@code blobs} of the same model.
 *
 * <p>Found by a walk over the protobuf fields that can hold a tensor; names and numbers from {@code onnx.proto}.
 */
final class ExternalData {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_FILES = 10_000;

    /** Messages of onnx.proto that can hold a tensor, and the fields that lead to one. */
    private enum Message {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        FUNCTION,
        SPARSE_TENSOR,
        TENSOR,
        ENTRY
    }

    private static final Map<Message, Map<Integer, Message>> FIELDS = Map.of(
            Message.MODEL, Map.of(7, Message.GRAPH, 25, Message.FUNCTION),
            Message.GRAPH, Map.of(1, Message.NODE, 5, Message.TENSOR, 15, Message.SPARSE_TENSOR),
            Message.NODE, Map.of(5, Message.ATTRIBUTE),
            Message.ATTRIBUTE,
                    Map.of(
                            5,
                            Message.TENSOR,
                            6,
                            Message.GRAPH,
                            10,
                            Message.TENSOR,
                            11,
                            Message.GRAPH,
                            22,
                            Message.SPARSE_TENSOR,
                            23,
                            Message.SPARSE_TENSOR),
            Message.FUNCTION, Map.of(7, Message.NODE, 11, Message.ATTRIBUTE),
            Message.SPARSE_TENSOR, Map.of(1, Message.TENSOR, 2, Message.TENSOR),
            Message.TENSOR, Map.of(13, Message.ENTRY),
            Message.ENTRY, Map.of());

    private ExternalData() {}

    /**
     * The data files of a graph, checked.
     *
     * @param model the graph
     * @param file what messages call it
     * @param folder the model folder
     * @throws EncoderException if a location leaves the folder, does not exist, or the graph is malformed
     */
    static List<Path> files(Path model, String file, Path folder) {
        try (FileChannel channel = FileChannel.open(model, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new EncoderException(
                        file + ": " + channel.size() + " bytes; expected at most 2 GiB, the limit of "
                                + "protobuf. Export the weights as external data.");
            }
            Set<String> locations = new TreeSet<>();
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN);
            walk(bytes, Message.MODEL, 0, locations);
            List<Path> files = new ArrayList<>();
            for (String location : locations) {
                files.add(WeightFile.named(location, model, folder, file + ": its external data"));
            }
            return files;
        } catch (IOException e) {
            throw new EncoderException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException
                | ArithmeticException
                | IndexOutOfBoundsException
                | BufferUnderflowException e) {
            throw new EncoderException(
                    file + ": is not a complete ONNX model (" + model.toFile().length()
                            + " bytes). Check that it was copied or downloaded completely.",
                    e);
        }
    }

    private static void walk(ByteBuffer bytes, Message message, int depth, Set<String> locations) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("nested deeper than " + MAX_DEPTH);
        }
        String key = "";
        String value = "";
        while (bytes.hasRemaining()) {
            long tag = varint(bytes);
            int field = Math.toIntExact(tag >>> 3);
            switch ((int) (tag & 7)) {
                case 0 -> varint(bytes);
                case 1 -> bytes.position(bytes.position() + 8);
                case 5 -> bytes.position(bytes.position() + 4);
                case 2 -> {
                    ByteBuffer content = take(bytes);
                    Message child = FIELDS.get(message).get(field);
                    if (child != null) {
                        walk(content, child, depth + 1, locations);
                    } else if (message == Message.ENTRY && field == 1) {
                        key = text(content);
                    } else if (message == Message.ENTRY && field == 2) {
                        value = text(content);
                    }
                }
                default -> throw new IllegalArgumentException("wire type " + (tag & 7));
            }
        }
        if (key.equals("location")) {
            add(locations, value);
        }
    }

    private static void add(Set<String> locations, String location) {
        locations.add(location);
        if (locations.size() > MAX_FILES) {
            throw new IllegalArgumentException("more than " + MAX_FILES + " data files");
        }
    }

    private static ByteBuffer take(ByteBuffer bytes) {
        int length = Math.toIntExact(varint(bytes));
        ByteBuffer content = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + length);
        return content;
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a varint of more than 10 bytes");
    }

    private static String text(ByteBuffer content) {
        return StandardCharsets.UTF_8.decode(content).toString();
    }
}
