package io.discern.internal.weights;

import io.discern.EncoderException;
import io.discern.internal.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One pass over the files of a checkpoint: their SHA-256, and whether every weight is a number. A NaN or an infinity in a weight
 * is a broken file or a training that went astray; its embeddings would be too, perhaps only for some images.
 */
public final class WeightAudit {
    private static final int CHUNK = 1 << 20;

    private final FileChannel channel;
    private final Sha256 hash = new Sha256();
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);

    private WeightAudit(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Reads every file once.
     *
     * @param used the names of the weights that an encoder uses
     * @return each file's SHA-256
     * @throws EncoderException if a weight is not finite, or a file cannot be read
     */
    public static Map<Path, String> hashes(Weights weights, Set<String> used) {
        Map<Path, String> hashes = new LinkedHashMap<>();
        for (Path file : weights.files()) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                Path real = file.toRealPath();
                List<StoredTensor> tensors = weights.tensors().values().stream()
                        .filter(tensor -> tensor.file().equals(real) && used.contains(tensor.name()))
                        .sorted(Comparator.comparingLong(StoredTensor::offset))
                        .toList();
                hashes.put(file, new WeightAudit(channel).hash(file, tensors));
            } catch (IOException e) {
                throw new EncoderException(file + ": cannot be read: " + e.getMessage(), e);
            }
        }
        return hashes;
    }

    private String hash(Path file, List<StoredTensor> tensors) throws IOException {
        long at = 0;
        for (StoredTensor tensor : tensors) {
            at = look(skip(at, tensor.offset()), tensor, file);
        }
        skip(at, channel.size());
        return hash.hex();
    }

    private long skip(long from, long to) throws IOException {
        for (long at = from; at < to; ) {
            at += fill(at, Math.min(CHUNK, to - at));
        }
        return Math.max(from, to);
    }

    /**
     * Looks at the stretch of the file that holds a tensor, so far as it was not looked at under another name: with the strides of a
     * view it is longer or shorter than the tensor's elements in a row.
     */
    private long look(long from, StoredTensor tensor, Path file) throws IOException {
        int size = tensor.type().bytes();
        long end = tensor.offset() + tensor.span() * size;
        long at = from < end ? skip(from, end - (end - from) / size * size) : from;
        while (at < end) {
            at += fill(at, Math.min(CHUNK, end - at));
            if (!isFinite(tensor.type())) {
                throw new EncoderException(file + ": tensor \"" + tensor.name()
                        + "\" has a value that is not finite (NaN or infinite); expected numbers. The file is broken, or the "
                        + "training that made it: get it again, or another one.");
            }
        }
        return at;
    }

    private int fill(long position, long length) throws IOException {
        bytes.clear().limit((int) length);
        ChannelBytes.fill(bytes, channel, position);
        hash.update(bytes.array(), bytes.limit());
        return bytes.limit();
    }

    /** A float is not finite when all bits of its exponent are set. */
    private boolean isFinite(ElementType type) {
        boolean finite = true;
        if (type == ElementType.F32) {
            for (int i = 0; i < bytes.limit(); i += Float.BYTES) {
                finite &= (bytes.getInt(i) & 0x7f800000) != 0x7f800000;
            }
        } else {
            int exponent = type == ElementType.F16 ? 0x7c00 : 0x7f80;
            for (int i = 0; i < bytes.limit(); i += Short.BYTES) {
                finite &= (bytes.getShort(i) & exponent) != exponent;
            }
        }
        return finite;
    }
}
