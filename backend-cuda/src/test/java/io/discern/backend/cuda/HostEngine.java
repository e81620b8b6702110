package io.discern.backend.cuda;

import io.discern.EncoderException;
import io.discern.backend.cuda.HostProcess.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** The kernels on the host, in a process. */
final class HostEngine implements Engine {
    private final int stagingBytes;
    private final long arenaBytes;
    private final ByteBuffer[] staging = new ByteBuffer[LANES];
    private final List<List<Range>> downloads = List.of(new ArrayList<>(), new ArrayList<>());
    private final HostProcess process;
    private boolean open = true;
    private long uploaded;
    private long downloaded;

    /** In which order the threads of a block run. */
    enum ThreadOrder {
        FORWARD,
        BACKWARD,
        SHUFFLED
    }

    /** The calls, in the order of {@code serve.cpp}. */
    private enum Call {
        ORDER_OF_THREADS,
        OPEN,
        CLOSE,
        ALLOC,
        RESET,
        UPLOAD,
        DOWNLOAD,
        CLEAR,
        ORDER,
        AWAIT,
        COLUMN_BLOCKS,
        RESAMPLE_COLUMNS,
        RESAMPLE_ROWS,
        ROW_STRIDE,
        PADDED_ROWS,
        UNIT_ROWS,
        COSINE,
        LIST_LENGTH,
        LIST_SPLITS,
        NORMS,
        TOP_K,
        RANK,
        CLASS_SUMS,
        READ_STAGING,
        LIMIT_CAPABILITY,
        HOLD,
        RELEASE,
        HEAD_PITCH,
        LAYER,
        COPY_ROWS
    }

    private record Range(long from, long bytes) {}

    private HostEngine(HostProcess process, ThreadOrder order, long arenaBytes, int stagingBytes) {
        this.process = process;
        this.arenaBytes = arenaBytes;
        this.stagingBytes = stagingBytes;
        for (int lane = 0; lane < LANES; lane++) {
            staging[lane] = ByteBuffer.allocateDirect(stagingBytes);
        }
        check(Call.ORDER_OF_THREADS, order.ordinal());
        long opened = call(Call.OPEN, null, 0, arenaBytes, stagingBytes).status();
        if (opened != 0) {
            throw new AssertionError("OPEN gave status " + opened + ", and the process ended with " + process.end());
        }
    }

    /** An engine of the unmodified kernels. */
    static HostEngine open(ThreadOrder order, long arenaBytes, int stagingBytes) {
        return open(HostBuild.program(), order, arenaBytes, stagingBytes);
    }

    /** An engine of a program. */
    static HostEngine open(Path program, ThreadOrder order, long arenaBytes, int stagingBytes) {
        return new HostEngine(HostProcess.of(program), order, arenaBytes, stagingBytes);
    }

    private synchronized Answer call(Call call, ByteBuffer payload, long... arguments) {
        if (!open) {
            throw new AssertionError(call + " after the engine was closed");
        }
        try {
            return process.call(call.ordinal(), payload, arguments);
        } catch (IOException e) {
            throw new AssertionError("the kernels' process ended in " + call + "; see target/host-cuda/stderr.txt", e);
        }
    }

    private Answer check(Call call, long... arguments) {
        Answer answer = call(call, null, arguments);
        if (answer.status() != 0) {
            throw new AssertionError(call + " gave status " + answer.status());
        }
        return answer;
    }

    private static long flag(boolean value) {
        return value ? 1 : 0;
    }

    @Override
    public int stagingBytes() {
        return stagingBytes;
    }

    @Override
    public long arenaBytes() {
        return arenaBytes;
    }

    @Override
    public ByteBuffer staging(int lane) {
        return staging[lane].duplicate().order(ByteOrder.nativeOrder()).clear();
    }

    @Override
    public long alloc(long bytes) {
        return check(Call.ALLOC, bytes).value();
    }

    @Override
    public void reset() {
        check(Call.RESET);
    }

    @Override
    public long hold(long bytes) {
        Answer answer = call(Call.HOLD, null, bytes);
        if (answer.status() != 0) {
            throw new EncoderException("host, hold " + bytes + " bytes: status " + answer.status());
        }
        return answer.value();
    }

    @Override
    public void release(long address) {
        if (isOpen()) {
            check(Call.RELEASE, address);
        }
    }

    @Override
    public void upload(int lane, long stagingOffset, long address, long bytes) {
        ByteBuffer content = staging(lane).position((int) stagingOffset).limit((int) (stagingOffset + bytes));
        Answer answer = call(Call.UPLOAD, content, lane, stagingOffset, address, bytes);
        if (answer.status() != 0) {
            throw new AssertionError("UPLOAD gave status " + answer.status());
        }
        uploaded += bytes;
    }

    @Override
    public void download(int lane, long address, long stagingOffset, long bytes) {
        check(Call.DOWNLOAD, lane, address, stagingOffset, bytes);
        downloads.get(lane).add(new Range(stagingOffset, bytes));
        downloaded += bytes;
    }

    @Override
    public void clear(int lane, long address, long bytes) {
        check(Call.CLEAR, lane, address, bytes);
    }

    @Override
    public void copyRows(int lane, long from, long fromPitch, long to, long toPitch, long rowBytes, int rows) {
        check(Call.COPY_ROWS, lane, from, fromPitch, to, toPitch, rowBytes, rows);
    }

    @Override
    public boolean sharesMemory(Engine other) {
        return other == this;
    }

    @Override
    public void order(int earlier, int later) {
        check(Call.ORDER, earlier, later);
    }

    @Override
    public void await(int lane) {
        check(Call.AWAIT, lane);
        for (Range range : downloads.get(lane)) {
            staging(lane)
                    .put(
                            (int) range.from(),
                            check(Call.READ_STAGING, lane, range.from(), range.bytes())
                                    .payload());
        }
        downloads.get(lane).clear();
    }

    @Override
    public int columnBlocks(int outputs, int firstRow, int rows) {
        return (int) check(Call.COLUMN_BLOCKS, outputs, firstRow, rows).value();
    }

    @Override
    public void resampleColumns(
            int lane, long tasks, int count, int blocks, long pixels, long taps, long columns, boolean gray) {
        check(Call.RESAMPLE_COLUMNS, lane, tasks, count, blocks, pixels, taps, columns, flag(gray));
    }

    @Override
    public void resampleRows(
            int lane, long tasks, int images, long columns, long taps, long table, TensorLayout layout, long tensor) {
        check(
                Call.RESAMPLE_ROWS,
                lane,
                tasks,
                images,
                columns,
                taps,
                table,
                layout.channels(),
                layout.height(),
                layout.width(),
                flag(layout.reversed()),
                flag(layout.half()),
                tensor);
    }

    @Override
    public int rowStride(int dim) {
        return (int) check(Call.ROW_STRIDE, dim).value();
    }

    @Override
    public int paddedRows(int rows) {
        return (int) check(Call.PADDED_ROWS, rows).value();
    }

    @Override
    public void unitRows(int lane, long raw, int rows, int dim, Precision precision, long unit, long report) {
        check(Call.UNIT_ROWS, lane, raw, rows, dim, precision.ordinal(), unit, report);
    }

    @Override
    public void cosine(
            int lane,
            long queries,
            int queryRows,
            long bank,
            int bankRows,
            int dim,
            Precision precision,
            long products) {
        check(Call.COSINE, lane, queries, queryRows, bank, bankRows, dim, precision.ordinal(), products);
    }

    @Override
    public int listLength(int k) {
        return (int) check(Call.LIST_LENGTH, k).value();
    }

    @Override
    public int listSplits(int queryRows, int bankRows, Precision precision) {
        return (int) check(Call.LIST_SPLITS, queryRows, bankRows, precision.ordinal())
                .value();
    }

    @Override
    public void norms(int lane, long values, int rows, int dim, long norms) {
        check(Call.NORMS, lane, values, rows, dim, norms);
    }

    @Override
    public void topK(int lane, Search search) {
        check(Call.TOP_K, arguments(lane, search.words()));
    }

    @Override
    public void rank(int lane, Search search) {
        check(Call.RANK, arguments(lane, search.words()));
    }

    private static long[] arguments(int lane, long[] words) {
        return LongStream.concat(LongStream.of(lane), LongStream.of(words)).toArray();
    }

    @Override
    public void classSums(int lane, ClassPiece piece) {
        check(Call.CLASS_SUMS, arguments(lane, piece.words()));
    }

    @Override
    public void layer(int lane, Layer layer, long[] words) {
        check(
                Call.LAYER,
                LongStream.concat(LongStream.of(lane, layer.ordinal()), LongStream.of(words))
                        .toArray());
    }

    @Override
    public int headPitch(int width) {
        return (int) check(Call.HEAD_PITCH, width).value();
    }

    @Override
    public void limitCapability(int capability) {
        check(Call.LIMIT_CAPABILITY, capability);
    }

    /** Fails if a sanitizer found something or the engine leaves memory behind. */
    @Override
    public void close() {
        if (isOpen()) {
            check(Call.CLOSE);
            open = false;
            process.giveBack();
        }
    }

    /** Whether the engine still serves. */
    boolean isOpen() {
        return open && process.isAlive();
    }

    /** How many bytes have been copied to the device. */
    long uploaded() {
        return uploaded;
    }

    /** How many bytes have been copied from the device. */
    long downloaded() {
        return downloaded;
    }

    /** Ends what was not closed, at once. */
    void kill() {
        if (open) {
            process.kill();
        }
    }
}
