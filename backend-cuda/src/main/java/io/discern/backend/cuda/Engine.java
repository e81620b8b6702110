package io.discern.backend.cuda;

import java.nio.ByteBuffer;

/**
 * One device at work: two lanes on which copies and kernels happen in the order they were asked for, and a fixed amount of
 * device memory. The functions are those of {@code discern_cuda.h}, which says what each takes; failures are exceptions.
 *
 * <p>There are two: {@link CudaEngine} is a GPU; the tests have another, whose kernels are the same sources compiled for the
 * host. Used by one thread at a time; a lane's staging memory may be touched between {@link #await} and the next job on the lane.
 */
interface Engine extends AutoCloseable {

    /** How many lanes there are. */
    int LANES = 2;

    /** Bytes of device memory that the alignment of one job's allocations may cost. */
    int SLACK = 1 << 14;

    /** Takes the device for one of at most that compute capability (90 is 9.0), so that tests reach the code of older ones. */
    void limitCapability(int capability);

    /** The bytes of staging memory that each lane has. */
    int stagingBytes();

    /** The bytes of device memory that {@link #alloc} hands out at most. */
    long arenaBytes();

    /** A lane's pinned memory: direct, native order, from position 0; aliased. */
    ByteBuffer staging(int lane);

    /** Device memory until {@link #reset}; returns its address. */
    long alloc(long bytes);

    /** Waits for both lanes and takes back all device memory. */
    void reset();

    /**
     * Device memory beside the arena that stays until {@link #release}, or until the engine is closed; returns its address.
     *
     * @param bytes at least 1
     * @throws io.discern.EncoderException if the device has no more
     */
    long hold(long bytes);

    /** Waits for both lanes and gives back what {@link #hold} gave; nothing where the engine is closed. */
    void release(long address);

    /** Copies from a lane's staging memory to the device. */
    void upload(int lane, long stagingOffset, long address, long bytes);

    /** Copies from the device to a lane's staging memory. */
    void download(int lane, long address, long stagingOffset, long bytes);

    /** Zeros device memory. */
    void clear(int lane, long address, long bytes);

    /** Copies rows on the device; a pitch is what lies between the beginnings of two, in bytes. */
    void copyRows(int lane, long from, long fromPitch, long to, long toPitch, long rowBytes, int rows);

    /** Whether an address of the other engine's is the same memory here: engines of one device. */
    boolean sharesMemory(Engine other);

    /** What the later lane is asked for from now on waits for what the earlier was asked for so far. */
    void order(int earlier, int later);

    /** Waits until everything that a lane was asked for has happened. */
    void await(int lane);

    /** Words of eight bytes from the device, however many, after everything that the lane was asked for. */
    default long[] words(int lane, long address, int count) {
        await(lane);
        long[] words = new long[count];
        int most = stagingBytes() / Long.BYTES;
        for (int done = 0; done < count; done += most) {
            int part = Math.min(most, count - done);
            download(lane, address + (long) done * Long.BYTES, 0, (long) part * Long.BYTES);
            await(lane);
            staging(lane).asLongBuffer().get(words, done, part);
        }
        return words;
    }

    /** Blocks of work of one columns task. */
    int columnBlocks(int outputs, int firstRow, int rows);

    /** First pass of a resize. */
    void resampleColumns(
            int lane, long tasks, int count, int blocks, long pixels, long taps, long columns, boolean gray);

    /** Second pass, and normalisation. */
    void resampleRows(
            int lane, long tasks, int images, long columns, long taps, long table, TensorLayout layout, long tensor);

    /** Values that a unit row takes on the device. */
    int rowStride(int dim);

    /** Rows that a matrix of unit rows takes on the device. */
    int paddedRows(int rows);

    /** Scales rows to unit length. */
    void unitRows(int lane, long raw, int rows, int dim, Precision precision, long unit, long report);

    /** Products of unit rows. */
    void cosine(
            int lane,
            long queries,
            int queryRows,
            long bank,
            int bankRows,
            int dim,
            Precision precision,
            long products);

    /** Keys in a list for k wanted, or 0 where k is too large. */
    int listLength(int k);

    /** Lists for each query. */
    int listSplits(int queryRows, int bankRows, Precision precision);

    /** Lengths of rows. */
    void norms(int lane, long values, int rows, int dim, long norms);

    /** Offers bank rows to lists of the best. */
    void topK(int lane, Search search);

    /** Ranks what the lists hold, exactly. */
    void rank(int lane, Search search);

    /** Does a layer of a transformer. */
    void layer(int lane, Layer layer, long[] words);

    /** Columns that a head takes, 0 where it is too wide. */
    int headPitch(int width);

    /** Adds rows to the sums of their classes. */
    void classSums(int lane, ClassPiece piece);

    /** Waits for what is under way and releases everything; idempotent. */
    @Override
    void close();

    /**
     * What a tensor of a batch looks like.
     *
     * @param channels 1 or 3
     * @param height in pixels
     * @param width in pixels
     * @param reversed whether the first channel is the image's last
     * @param gray whether every channel is luma
     * @param border the value around a picture that is smaller than the tensor, before normalising
     * @param half whether values have 16 bits
     */
    record TensorLayout(int channels, int height, int width, boolean reversed, boolean gray, int border, boolean half) {

        /** The layout of so many of its rows. */
        TensorLayout rows(int count) {
            return new TensorLayout(channels, count, width, reversed, gray, border, half);
        }

        /** Bytes of one channel of an image. */
        long planeBytes() {
            return (long) height * width * (half ? Short.BYTES : Float.BYTES);
        }

        /** Bytes of one image. */
        long imageBytes() {
            return channels * planeBytes();
        }
    }

    /**
     * Rows on the device.
     *
     * @param unit as {@link #unitRows} makes them
     * @param values float32
     * @param norms double
     * @param groups int32, or 0 where none are excluded
     * @param count how many
     */
    record Rows(long unit, long values, long norms, long groups, int count) {}

    /**
     * A search, {@code discern_search}: a piece of the bank for some queries.
     *
     * @param queries the queries
     * @param bank the piece
     * @param firstRow its first row's number
     * @param dim of both
     * @param precision of the unit rows
     * @param k how many are wanted
     * @param length keys in a list
     * @param splits lists of a query
     * @param deviation of a product
     * @param lists where the lists are
     * @param best where the best rows are
     * @param unsure where the flags are
     */
    record Search(
            Rows queries,
            Rows bank,
            int firstRow,
            int dim,
            Precision precision,
            int k,
            int length,
            int splits,
            double deviation,
            long lists,
            long best,
            long unsure) {

        /** The words of {@code discern_search}. */
        long[] words() {
            return new long[] {
                queries.unit(),
                bank.unit(),
                queries.values(),
                bank.values(),
                queries.norms(),
                bank.norms(),
                queries.groups(),
                bank.groups(),
                lists,
                best,
                unsure,
                queries.count(),
                bank.count(),
                firstRow,
                dim,
                precision.ordinal(),
                k,
                length,
                splits,
                Double.doubleToRawLongBits(deviation)
            };
        }
    }

    /**
     * Rows to be summed up, {@code discern_class_rows}.
     *
     * @param rows float32
     * @param lengths double, or 0
     * @param origins double
     * @param plan which rows make which slabs of which class
     * @param parts scratch memory
     * @param carried what slabs leave for the next piece's
     * @param totals sums, then squares
     * @param dim of the rows
     * @param classes how many
     * @param slabs how many
     */
    record ClassPiece(
            long rows,
            long lengths,
            long origins,
            long plan,
            long parts,
            long carried,
            long totals,
            int dim,
            int classes,
            int slabs) {

        /** The words of {@code discern_class_rows}. */
        long[] words() {
            return new long[] {rows, lengths, origins, plan, parts, carried, totals, dim, classes, slabs};
        }
    }
}
