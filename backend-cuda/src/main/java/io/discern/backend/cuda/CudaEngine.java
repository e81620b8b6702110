package io.discern.backend.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A GPU. */
final class CudaEngine implements Engine {
    private final int device;
    private final long arenaBytes;
    private final int stagingBytes;
    private final ByteBuffer[] staging = new ByteBuffer[LANES];
    private long engine;

    /**
     * Opens a device and takes its memory.
     *
     * @throws io.discern.BackendUnavailableException if the device cannot be had
     */
    CudaEngine(int device, long arenaBytes, int stagingBytes) {
        CudaRuntime.requireDevice(device);
        this.device = device;
        this.arenaBytes = arenaBytes;
        this.stagingBytes = stagingBytes;
        long[] opened = new long[1];
        CudaRuntime.checkOpen(device, arenaBytes, CudaLibrary.discern_open(device, arenaBytes, stagingBytes, opened));
        engine = opened[0];
        for (int lane = 0; lane < LANES; lane++) {
            Pointer pinned = CudaLibrary.discern_staging(engine, lane);
            staging[lane] = new BytePointer(pinned)
                    .position(0)
                    .capacity(stagingBytes)
                    .asByteBuffer()
                    .order(ByteOrder.nativeOrder());
        }
    }

    private void check(String what, int status) {
        CudaRuntime.check("cuda:" + device + ", " + what, status);
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
        long[] address = new long[1];
        check("reserve " + bytes + " bytes", CudaLibrary.discern_alloc(engine, bytes, address));
        return address[0];
    }

    @Override
    public void reset() {
        check("wait", CudaLibrary.discern_reset(engine));
    }

    @Override
    public long hold(long bytes) {
        long[] address = new long[1];
        int status = CudaLibrary.discern_hold(engine, bytes, address);
        CudaRuntime.checkMemory(device, "keep " + bytes + " bytes", bytes, status);
        return address[0];
    }

    @Override
    public void release(long address) {
        if (engine != 0) {
            check("give back", CudaLibrary.discern_release(engine, address));
        }
    }

    @Override
    public void upload(int lane, long stagingOffset, long address, long bytes) {
        check("copy to the device", CudaLibrary.discern_upload(engine, lane, stagingOffset, address, bytes));
    }

    @Override
    public void download(int lane, long address, long stagingOffset, long bytes) {
        check("copy from the device", CudaLibrary.discern_download(engine, lane, address, stagingOffset, bytes));
    }

    @Override
    public void clear(int lane, long address, long bytes) {
        check("clear", CudaLibrary.discern_clear(engine, lane, address, bytes));
    }

    @Override
    public void copyRows(int lane, long from, long fromPitch, long to, long toPitch, long rowBytes, int rows) {
        check("copy rows", CudaLibrary.discern_copy_rows(engine, lane, from, fromPitch, to, toPitch, rowBytes, rows));
    }

    @Override
    public boolean sharesMemory(Engine other) {
        return other instanceof CudaEngine cuda && cuda.device == device;
    }

    @Override
    public void order(int earlier, int later) {
        check("order", CudaLibrary.discern_order(engine, earlier, later));
    }

    @Override
    public void await(int lane) {
        check("wait", CudaLibrary.discern_await(engine, lane));
    }

    @Override
    public int columnBlocks(int outputs, int firstRow, int rows) {
        return CudaLibrary.discern_column_blocks(outputs, firstRow, rows);
    }

    @Override
    public void resampleColumns(
            int lane, long tasks, int count, int blocks, long pixels, long taps, long columns, boolean gray) {
        check(
                "resample columns",
                CudaLibrary.discern_resample_columns(
                        engine, lane, tasks, count, blocks, pixels, taps, columns, gray ? 1 : 0));
    }

    @Override
    public void resampleRows(
            int lane, long tasks, int images, long columns, long taps, long table, TensorLayout layout, long tensor) {
        check(
                "resample rows",
                CudaLibrary.discern_resample_rows(
                        engine,
                        lane,
                        tasks,
                        images,
                        columns,
                        taps,
                        table,
                        layout.channels(),
                        layout.height(),
                        layout.width(),
                        layout.reversed() ? 1 : 0,
                        layout.half() ? 1 : 0,
                        tensor));
    }

    @Override
    public int rowStride(int dim) {
        return CudaLibrary.discern_row_stride(dim);
    }

    @Override
    public int paddedRows(int rows) {
        return CudaLibrary.discern_padded_rows(rows);
    }

    @Override
    public void unitRows(int lane, long raw, int rows, int dim, Precision precision, long unit, long report) {
        check(
                "unit rows",
                CudaLibrary.discern_unit_rows(engine, lane, raw, rows, dim, precision.ordinal(), unit, report));
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
        check(
                "cosine",
                CudaLibrary.discern_cosine(
                        engine, lane, queries, queryRows, bank, bankRows, dim, precision.ordinal(), products));
    }

    @Override
    public int listLength(int k) {
        return CudaLibrary.discern_list_length(k);
    }

    @Override
    public int listSplits(int queryRows, int bankRows, Precision precision) {
        return CudaLibrary.discern_list_splits(engine, queryRows, bankRows, precision.ordinal());
    }

    @Override
    public void norms(int lane, long values, int rows, int dim, long norms) {
        check("lengths of rows", CudaLibrary.discern_norms(engine, lane, values, rows, dim, norms));
    }

    @Override
    public void topK(int lane, Search search) {
        check("top-k", CudaLibrary.discern_top_k(engine, lane, search.words()));
    }

    @Override
    public void rank(int lane, Search search) {
        check("rank", CudaLibrary.discern_rank(engine, lane, search.words()));
    }

    @Override
    public void classSums(int lane, ClassPiece piece) {
        check("class sums", CudaLibrary.discern_class_sums(engine, lane, piece.words()));
    }

    @Override
    public void layer(int lane, Layer layer, long[] words) {
        check(
                "layer " + layer.name().toLowerCase(Locale.ROOT),
                CudaLibrary.discern_layer(engine, lane, layer.ordinal(), words));
    }

    @Override
    public int headPitch(int width) {
        return CudaLibrary.discern_head_pitch(width);
    }

    @Override
    public void limitCapability(int capability) {
        check("limit the capability", CudaLibrary.discern_limit_capability(engine, capability));
    }

    @Override
    public void close() {
        if (engine != 0) {
            long closing = engine;
            engine = 0;
            check("close", CudaLibrary.discern_close(closing));
        }
    }
}
