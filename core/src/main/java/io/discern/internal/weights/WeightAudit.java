package io.discern.internal.weights;

import io.discern.EncoderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
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
    private final MessageDigest digest;
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);

    private WeightAudit(FileChannel channel) {
        this.channel = channel;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
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
            // Two names of one array were looked at under the first.
            if (tensor.offset() >= at) {
                at = skip(at, tensor.offset());
                at = look(at, tensor, file);
            }
        }
        skip(at, channel.size());
        return HexFormat.of().formatHex(digest.digest());
    }

    private long skip(long from, long to) throws IOException {
        for (long at = from; at < to; ) {
            at += fill(at, Math.min(CHUNK, to - at));
        }
        return Math.max(from, to);
    }

    private long look(long from, StoredTensor tensor, Path file) throws IOException {
        long end = from + tensor.bytes();
        for (long at = from; at < end; ) {
            at += fill(at, Math.min(CHUNK, end - at));
            if (!isFinite(tensor.type())) {
                throw new EncoderException(file + ": tensor \"" + tensor.name()
                        + "\" has a value that is not finite (NaN or infinite); expected numbers. The file is broken, or the "
                        + "training that made it: get it again, or another one.");
            }
        }
        return end;
    }

    private int fill(long position, long length) throws IOException {
        bytes.clear().limit((int) length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new IOException("ends after " + (position + bytes.position()) + " bytes");
            }
        }
        bytes.flip();
        digest.update(bytes.array(), 0, bytes.limit());
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
