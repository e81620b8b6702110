package io.discern.backend.cuda;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * The functions of {@code discern_cuda.h}, one to one; sizes, addresses and statuses as described there. An engine is the number
 * that its pointer is.
 */
@Platform(include = "discern_cuda.h", link = "discern_cuda", library = "jnidiscern_cuda")
final class CudaLibrary {

    private CudaLibrary() {}

    /** Loads the library; throws an {@link UnsatisfiedLinkError} where it does not exist. */
    static void load() {
        Loader.load(CudaLibrary.class);
    }

    static native @Cast("const char*") String discern_status_text(int status);

    static native int discern_versions(int[] driver, int[] runtime);

    static native int discern_device_count(int[] count);

    static native int discern_device_facts(
            int device,
            @Cast("char*") byte[] name,
            int nameBytes,
            int[] capability,
            int[] multiprocessors,
            @Cast("uint64_t*") long[] freeBytes,
            @Cast("uint64_t*") long[] totalBytes);

    static native int discern_open(
            int device,
            @Cast("uint64_t") long arenaBytes,
            @Cast("uint64_t") long stagingBytes,
            @Cast("discern_engine**") long[] engine);

    static native int discern_limit_capability(@Cast("discern_engine*") long engine, int capability);

    static native int discern_close(@Cast("discern_engine*") long engine);

    static native int discern_alloc(
            @Cast("discern_engine*") long engine, @Cast("uint64_t") long bytes, @Cast("uint64_t*") long[] address);

    static native int discern_reset(@Cast("discern_engine*") long engine);

    static native int discern_hold(
            @Cast("discern_engine*") long engine, @Cast("uint64_t") long bytes, @Cast("uint64_t*") long[] address);

    static native int discern_release(@Cast("discern_engine*") long engine, @Cast("uint64_t") long address);

    static native Pointer discern_staging(@Cast("discern_engine*") long engine, int lane);

    static native int discern_upload(
            @Cast("discern_engine*") long engine,
            int lane,
            @Cast("uint64_t") long stagingOffset,
            @Cast("uint64_t") long address,
            @Cast("uint64_t") long bytes);

    static native int discern_download(
            @Cast("discern_engine*") long engine,
            int lane,
            @Cast("uint64_t") long address,
            @Cast("uint64_t") long stagingOffset,
            @Cast("uint64_t") long bytes);

    static native int discern_clear(
            @Cast("discern_engine*") long engine,
            int lane,
            @Cast("uint64_t") long address,
            @Cast("uint64_t") long bytes);

    static native int discern_copy_rows(
            @Cast("discern_engine*") long engine,
            int lane,
            @Cast("uint64_t") long from,
            @Cast("uint64_t") long fromPitch,
            @Cast("uint64_t") long to,
            @Cast("uint64_t") long toPitch,
            @Cast("uint64_t") long rowBytes,
            @Cast("uint64_t") long rows);

    static native int discern_order(@Cast("discern_engine*") long engine, int earlier, int later);

    static native int discern_await(@Cast("discern_engine*") long engine, int lane);

    static native int discern_column_blocks(int outputs, int firstRow, int rows);

    static native int discern_resample_columns(
            @Cast("discern_engine*") long engine,
            int lane,
            @Cast("uint64_t") long tasks,
            int count,
            int blocks,
            @Cast("uint64_t") long pixels,
            @Cast("uint64_t") long taps,
            @Cast("uint64_t") long columns,
            int gray);

    static native int discern_resample_rows(
            @Cast("discern_engine*") long engine,
            int lane,
            @Cast("uint64_t") long tasks,
            int images,
            @Cast("uint64_t") long columns,
            @Cast("uint64_t") long taps,
            @Cast("uint64_t") long table,
            int channels,
            int height,
            int width,
            int reversed,
            int half,
            @Cast("uint64_t") long tensor);

    static native int discern_row_stride(int dim);

    static native int discern_padded_rows(int rows);

    static native int discern_unit_rows(
            @Cast("discern_engine*") long engine,
            int lane,
            @Cast("uint64_t") long raw,
            int rows,
            int dim,
            int precision,
            @Cast("uint64_t") long unit,
            @Cast("uint64_t") long report);

    static native int discern_cosine(
            @Cast("discern_engine*") long engine,
            int lane,
            @Cast("uint64_t") long queries,
            int queryRows,
            @Cast("uint64_t") long bank,
            int bankRows,
            int dim,
            int precision,
            @Cast("uint64_t") long products);

    static native int discern_list_length(int k);

    static native int discern_list_splits(
            @Cast("discern_engine*") long engine, int queryRows, int bankRows, int precision);

    static native int discern_norms(
            @Cast("discern_engine*") long engine,
            int lane,
            @Cast("uint64_t") long values,
            int rows,
            int dim,
            @Cast("uint64_t") long norms);

    static native int discern_top_k(
            @Cast("discern_engine*") long engine, int lane, @Cast("const discern_search*") long[] search);

    static native int discern_rank(
            @Cast("discern_engine*") long engine, int lane, @Cast("const discern_search*") long[] search);

    static native int discern_head_pitch(int width);

    static native int discern_layer(
            @Cast("discern_engine*") long engine, int lane, int kind, @Cast("const int64_t*") long[] words);

    static native int discern_class_sums(
            @Cast("discern_engine*") long engine, int lane, @Cast("const discern_class_rows*") long[] rows);
}
