package io.discern.internal.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.discern.EncoderException;
import io.discern.internal.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The table of contents of a {@code .safetensors} file: eight bytes with the header's length, the header (a JSON object of
 * names with {@code dtype}, {@code shape} and {@code data_offsets}), then the arrays one after the other with no gap.
 */
final class Safetensors {
    /** The format allows 100 MB; the longest headers of published models have less than 1 MB. */
    private static final int MAX_HEADER_BYTES = 16 << 20;

    private static final int PREFIX = Long.BYTES;

    private Safetensors() {}

    /**
     * Reads the table.
     *
     * @throws EncoderException if it is malformed, or an array is not where it says
     * @throws IOException if the file cannot be read
     */
    static List<StoredTensor> read(Path file) throws IOException {
        Path real = file.toRealPath();
        try (FileChannel channel = FileChannel.open(real, StandardOpenOption.READ)) {
            long size = channel.size();
            long length =
                    size < PREFIX ? -1 : ChannelBytes.read(channel, 0, PREFIX).getLong();
            if (length < 2 || length > MAX_HEADER_BYTES || length > size - PREFIX) {
                throw new EncoderException(file + ": is not a complete safetensors file: its header would have "
                        + Long.toUnsignedString(length) + " bytes, the file has " + size
                        + "; expected at most that and at most " + MAX_HEADER_BYTES
                        + ". Check that it was copied or downloaded completely.");
            }
            JsonNode header = header(
                    ChannelBytes.read(channel, PREFIX, Math.toIntExact(length)).array(), file);
            long start = PREFIX + length;
            List<StoredTensor> tensors = new ArrayList<>();
            for (Map.Entry<String, JsonNode> entry : header.properties()) {
                if (!entry.getKey().equals("__metadata__")) {
                    tensors.add(tensor(entry.getKey(), entry.getValue(), start, real, file));
                }
            }
            requireNoGap(tensors, start, size, file);
            return tensors;
        }
    }

    private static JsonNode header(byte[] json, Path file) {
        JsonNode header;
        try {
            header = Json.tree(json);
        } catch (IOException e) {
            throw new EncoderException(file + ": its header is not JSON: " + e.getMessage(), e);
        }
        if (header == null || !header.isObject()) {
            throw new EncoderException(file + ": its header is not a JSON object; expected { ... }");
        }
        return header;
    }

    private static StoredTensor tensor(String name, JsonNode entry, long start, Path real, Path file) {
        ElementType type = ElementType.ofSafetensors(entry.path("dtype").asText())
                .orElseThrow(() -> wrong(
                        file,
                        name,
                        "has dtype " + entry.path("dtype") + "; expected one of " + List.of(ElementType.values())));
        List<Integer> shape = new ArrayList<>();
        for (JsonNode size : entry.path("shape")) {
            if (!size.isIntegralNumber() || !size.canConvertToInt() || size.intValue() < 0) {
                throw wrong(
                        file,
                        name,
                        "has shape " + entry.path("shape") + "; expected whole numbers from 0 to " + Integer.MAX_VALUE);
            }
            shape.add(size.intValue());
        }
        JsonNode offsets = entry.path("data_offsets");
        if (!entry.path("shape").isArray()
                || offsets.size() != 2
                || !offsets.get(0).canConvertToLong()
                || !offsets.get(1).canConvertToLong()
                || offsets.get(0).longValue() < 0) {
            throw wrong(file, name, "is " + entry + "; expected \"shape\" and two \"data_offsets\"");
        }
        long from = offsets.get(0).longValue();
        long bytes = offsets.get(1).longValue() - from;
        long needed;
        try {
            needed = Math.multiplyExact(StoredTensor.elements(shape), (long) type.bytes());
        } catch (ArithmeticException e) {
            throw wrong(file, name, "has shape " + shape + ", which is too large to count");
        }
        if (bytes != needed) {
            throw wrong(
                    file, name, "has " + bytes + " bytes; expected " + needed + " for " + type + " of shape " + shape);
        }
        return StoredTensor.contiguous(name, type, shape, real, start + from);
    }

    /** The format's rule: in the order of their offsets, arrays follow one another from the header to the file's end. */
    private static void requireNoGap(List<StoredTensor> tensors, long start, long size, Path file) {
        long expected = start;
        List<StoredTensor> inOrder = new ArrayList<>(tensors);
        inOrder.sort(Comparator.comparingLong(StoredTensor::offset).thenComparingLong(StoredTensor::bytes));
        for (StoredTensor tensor : inOrder) {
            if (tensor.offset() != expected) {
                throw wrong(
                        file,
                        tensor.name(),
                        "begins at byte " + (tensor.offset() - start) + " of the data; expected " + (expected - start)
                                + ", where the one before it ends: arrays may neither overlap nor leave a gap");
            }
            if (tensor.bytes() > size - expected) {
                throw wrong(
                        file,
                        tensor.name(),
                        "ends at byte " + (expected - start + tensor.bytes()) + " of the data, which has "
                                + (size - start) + ". Check that the file was copied or downloaded completely.");
            }
            expected += tensor.bytes();
        }
        if (expected != size) {
            throw new EncoderException(file + ": has " + (size - expected) + " bytes after its last array; expected 0");
        }
    }

    private static EncoderException wrong(Path file, String tensor, String what) {
        return new EncoderException(file + ": tensor \"" + tensor + "\" " + what);
    }
}
