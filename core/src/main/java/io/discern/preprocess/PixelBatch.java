package io.discern.preprocess;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A batch of preprocessed images: {@code count x channels x height x width} (NCHW), float32, in one direct native-order
 * buffer that a backend can read without a copy.
 *
 * <p>Reusable and not thread-safe: {@link Preprocessor#preprocess} fills it, a backend reads it, and it is filled again.
 */
public final class PixelBatch {
    private final int capacity;
    private final int channels;
    private final int height;
    private final int width;
    private final ByteBuffer bytes;
    private final FloatBuffer values;
    private int count;

    /**
     * Allocates an empty batch.
     *
     * @param capacity how many images it can hold
     * @throws IllegalArgumentException if a size is below 1 or the batch would exceed 2 GiB
     */
    public PixelBatch(int capacity, int channels, int height, int width) {
        long bytes = 4L * capacity * channels * height * width;
        if (capacity < 1 || channels < 1 || height < 1 || width < 1 || bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "pixel batch of " + capacity + " x " + channels + " x " + height + " x " + width
                            + " float32 = " + bytes + " bytes; expected positive sizes and at most " + Integer.MAX_VALUE
                            + " bytes. Choose a smaller batch.");
        }
        this.capacity = capacity;
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.bytes = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
        this.values = this.bytes.asFloatBuffer();
    }

    /** How many images it can hold. */
    public int capacity() {
        return capacity;
    }

    /** How many images it holds now. */
    public int count() {
        return count;
    }

    /** Channels of an image. */
    public int channels() {
        return channels;
    }

    /** Rows of an image. */
    public int height() {
        return height;
    }

    /** Columns of an image. */
    public int width() {
        return width;
    }

    /** Floats in one image. */
    public int imageLength() {
        return channels * height * width;
    }

    /** The shape of what it holds now, {@code {count, channels, height, width}}. */
    public long[] shape() {
        return new long[] {count, channels, height, width};
    }

    /** A view of the held values, from position 0 to {@code count} images; it aliases this batch. */
    public FloatBuffer values() {
        return values.duplicate().limit(count * imageLength());
    }

    /** {@link #values()} as bytes, for engines whose tensors alias byte buffers: direct, native order; it aliases this batch. */
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.nativeOrder()).limit(count * imageLength() * Float.BYTES);
    }

    /** A view of the place of one image, for writing; {@code index < capacity}. */
    public FloatBuffer image(int index) {
        return images(index, 1);
    }

    /** A view of the places of images that follow each other, for writing; {@code index + count <= capacity}. */
    public FloatBuffer images(int index, int count) {
        return values.slice(index * imageLength(), count * imageLength());
    }

    /**
     * Checks that a specification's tensors of so many images fit.
     *
     * @throws IllegalArgumentException if there are too many images, or the shape is another
     */
    public void require(PreprocessSpec spec, int images) {
        if (images > capacity) {
            throw new IllegalArgumentException(images + " images for " + this + "; expected at most " + capacity);
        }
        if (channels != spec.channels().count() || height != spec.outputHeight() || width != spec.outputWidth()) {
            throw new IllegalArgumentException(
                    this + " for a specification of " + spec.channels().count() + " x " + spec.outputHeight() + " x "
                            + spec.outputWidth() + "; expected a batch made by newBatch");
        }
    }

    /** Says how many images it holds after {@link #image} was filled for each of them. */
    public void setCount(int count) {
        if (count < 0 || count > capacity) {
            throw new IllegalArgumentException("count " + count + "; expected 0.." + capacity);
        }
        this.count = count;
    }

    /** The shape, never the data. */
    @Override
    public String toString() {
        return "PixelBatch[" + count + " of " + capacity + ", " + channels + " x " + height + " x " + width
                + " float32]";
    }
}
