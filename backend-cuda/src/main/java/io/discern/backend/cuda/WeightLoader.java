package io.discern.backend.cuda;

import io.discern.EncoderException;
import io.discern.internal.tower.Attention;
import io.discern.internal.tower.Linear;
import io.discern.internal.tower.Norm;
import io.discern.internal.tower.Weight;
import io.discern.internal.weights.ElementType;
import io.discern.internal.weights.StoredTensor;
import io.discern.internal.weights.Weights;
import io.discern.spi.Resources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the weights of a checkpoint to the device: read from the file into pinned memory, sent in the type they have there, and
 * rounded and laid out by the device. Used by one thread, then closed.
 */
final class WeightLoader implements AutoCloseable {
    private static final int ALIGNMENT = 256;

    private final Weights weights;
    private final Engine engine;
    private final Precision precision;
    private final Resources channels = new Resources();
    private final Map<Path, FileChannel> files = new HashMap<>();
    private final long block;
    private final long[] raw = new long[Engine.LANES];
    private long bytes;
    private int lane;

    /**
     * Begins. Until it is closed it uses the engine's arena for what is on its way.
     *
     * @param precision of operands
     * @param block memory outside of the arena, where the weights go; 0 to load nothing, only to learn how much memory it would take
     *     ({@link #bytes})
     */
    WeightLoader(Weights weights, Engine engine, Precision precision, long block) {
        this.weights = weights;
        this.engine = engine;
        this.precision = precision;
        this.block = block;
        for (int i = 0; block != 0 && i < raw.length; i++) {
            raw[i] = engine.alloc(engine.stagingBytes());
        }
    }

    /** The memory taken so far. */
    long bytes() {
        return bytes;
    }

    private long alloc(long wanted) {
        long address = block + bytes;
        bytes += (wanted + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return address;
    }

    /** What the heads of an attention take. */
    Columns heads(Attention attention) {
        int width = attention.headWidth();
        int pitch = engine.headPitch(width);
        if (pitch == 0) {
            throw new EncoderException("an attention with heads of " + width + " components, as "
                    + attention.query().weight().tensor()
                    + " has; the cuda backend takes at most 128. Open it with onnx:.");
        }
        return new Columns(attention.heads(), width, pitch);
    }

    /** What a row of some width takes. */
    Columns plain(int width) {
        return Columns.plain(engine, width);
    }

    /** A linear layer. */
    DeviceLinear linear(Linear linear, Columns in, Columns out) {
        return packed(List.of(linear), in, out);
    }

    /** Linear layers of the same input as one; their outputs lie next to each other. */
    DeviceLinear packed(List<Linear> parts, Columns in, Columns out) {
        Columns all = out.times(parts.size());
        long rows = engine.paddedRows(all.count());
        int stride = engine.rowStride(in.count());
        long size = rows * stride * precision.bytes();
        long operand = alloc(size);
        if (block != 0) {
            engine.clear(0, operand, size);
            engine.order(0, 1);
        }
        float[] bias = new float[all.count()];
        boolean biased = false;
        for (int i = 0; i < parts.size(); i++) {
            Linear part = parts.get(i);
            place(part, in, out, i * out.count(), operand, stride);
            if (part.bias().isPresent()) {
                biased = true;
                float[] own = out.spread(read(part.bias().get()));
                System.arraycopy(own, 0, bias, i * out.count(), own.length);
            }
        }
        return new DeviceLinear(operand, biased ? vector(bias) : 0, in, all);
    }

    private void place(Linear linear, Columns in, Columns out, int offset, long operand, int stride) {
        Weight weight = linear.weight();
        int lines = weight.size(0);
        int length = Math.toIntExact(weight.elements() / lines);
        send(
                weight,
                lines,
                length,
                0,
                (type, first, count) -> engine.layer(lane, Layer.PLACE, new long[] {
                    raw[lane],
                    type.ordinal(),
                    first,
                    count,
                    length,
                    linear.inFirst() ? 1 : 0,
                    out.width(),
                    out.pitch(),
                    offset,
                    in.width(),
                    in.pitch(),
                    operand,
                    stride,
                    precision.ordinal()
                }));
    }

    /** What is done with lines of a weight that are on the device. */
    private interface Piece {
        void accept(Precision type, int first, int count);
    }

    /** Sends lines piece by piece: to the table, or to the lane's raw memory where that is 0. */
    private void send(Weight weight, int lines, int length, long table, Piece piece) {
        if (block == 0) {
            return;
        }
        StoredTensor tensor = weights.tensors().get(weight.tensor());
        Precision type = tensor.isContiguous() ? type(tensor.type()) : Precision.FLOAT32;
        long lineBytes = (long) length * type.bytes();
        int most = (int) Math.min(lines, engine.stagingBytes() / lineBytes);
        if (most == 0) {
            throw new EncoderException(tensor + " in " + tensor.file() + ": rows of " + lineBytes
                    + " bytes; expected at most " + engine.stagingBytes());
        }
        float[] values = tensor.isContiguous() ? null : read(weight);
        for (int first = 0; first < lines; first += most) {
            int count = Math.min(most, lines - first);
            lane = 1 - lane;
            engine.await(lane);
            ByteBuffer staging = engine.staging(lane).limit((int) (count * lineBytes));
            if (values == null) {
                read(tensor, (weight.start() + (long) first * length) * type.bytes(), staging);
            } else {
                staging.asFloatBuffer().put(values, first * length, count * length);
            }
            engine.upload(lane, 0, table == 0 ? raw[lane] : table + first * lineBytes, count * lineBytes);
            piece.accept(type, first, count);
        }
    }

    private static Precision type(ElementType type) {
        return switch (type) {
            case F16 -> Precision.FLOAT16;
            case BF16 -> Precision.BFLOAT16;
            default -> Precision.FLOAT32;
        };
    }

    private void read(StoredTensor tensor, long from, ByteBuffer target) {
        try {
            FileChannel channel = files.get(tensor.file());
            if (channel == null) {
                channel = channels.add(FileChannel.open(tensor.file(), StandardOpenOption.READ));
                files.put(tensor.file(), channel);
            }
            long at = tensor.offset() + from;
            while (target.hasRemaining()) {
                int read = channel.read(target, at);
                if (read < 0) {
                    throw new IOException("ends within " + tensor.name());
                }
                at += read;
            }
        } catch (IOException e) {
            throw new EncoderException(tensor.file() + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** The values of a weight as float32. */
    float[] read(Weight weight) {
        StoredTensor tensor = weights.tensors().get(weight.tensor());
        try {
            float[] all = tensor.read();
            int start = Math.toIntExact(weight.start());
            return Arrays.copyOfRange(all, start, start + Math.toIntExact(weight.elements()));
        } catch (IOException e) {
            throw new EncoderException(tensor.file() + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** A norm; {@code factor} multiplies what it gives. */
    DeviceNorm norm(Norm norm, Columns columns, Optional<Weight> factor) {
        float[] scale = read(norm.scale());
        float[] shift = norm.shift().map(this::read).orElse(null);
        if (factor.isPresent()) {
            float[] factors = read(factor.get());
            for (int i = 0; i < scale.length; i++) {
                scale[i] *= factors[i];
                if (shift != null) {
                    shift[i] *= factors[i];
                }
            }
        }
        return new DeviceNorm(
                norm.rms() ? DeviceNorm.RMS : DeviceNorm.LAYER,
                vector(columns.spread(scale)),
                shift == null ? 0 : vector(columns.spread(shift)),
                norm.epsilon(),
                columns);
    }

    /** Padded with zeros to what a row takes. */
    private long vector(float[] values) {
        return values(Arrays.copyOf(values, engine.rowStride(values.length)));
    }

    /** A factor or another number for each column. */
    long vector(Weight weight, Columns columns) {
        return vector(columns.spread(read(weight)));
    }

    /** Rows of float32, one after another, padded to what a row takes on the device. */
    long rows(float[] values, int width) {
        int stride = engine.rowStride(width);
        float[] padded = new float[values.length / width * stride];
        for (int row = 0; row < values.length / width; row++) {
            System.arraycopy(values, row * width, padded, row * stride, width);
        }
        return values(padded);
    }

    /** Some float32. */
    long values(float[] values) {
        long address = alloc((long) values.length * Float.BYTES);
        for (int done = 0; block != 0 && done < values.length; ) {
            int count = Math.min(values.length - done, engine.stagingBytes() / Float.BYTES);
            lane = 1 - lane;
            engine.await(lane);
            FloatBuffer staging = engine.staging(lane).asFloatBuffer();
            staging.put(values, done, count);
            engine.upload(lane, 0, address + (long) done * Float.BYTES, (long) count * Float.BYTES);
            done += count;
        }
        return address;
    }

    /**
     * A table as the file has it.
     *
     * @param address where it is
     * @param type of its values
     */
    record Table(long address, Precision type) {}

    /** The same int32 for each of so many inputs. */
    long repeated(int value, int count) {
        float[] bits = new float[count];
        Arrays.fill(bits, Float.intBitsToFloat(value));
        return values(bits);
    }

    /** A table whose rows are looked up: in the type of the file, not padded. */
    Table table(Weight weight) {
        int lines = weight.size(0);
        int length = weight.size(1);
        StoredTensor tensor = weights.tensors().get(weight.tensor());
        Precision type = tensor.isContiguous() ? type(tensor.type()) : Precision.FLOAT32;
        long lineBytes = (long) length * type.bytes();
        long address = alloc(lines * lineBytes);
        send(weight, lines, length, address, (sent, first, count) -> {});
        return new Table(address, type);
    }

    /** Waits until everything has arrived, and gives the arena back. */
    @Override
    public void close() {
        channels.close();
        engine.reset();
    }
}
