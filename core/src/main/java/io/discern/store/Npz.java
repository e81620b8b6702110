package io.discern.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads NumPy's {@code .npz} archives: arrays by name, in memory, never extracted to disk. */
public final class Npz {
    private static final int MAX_ENTRIES = 1_000;
    private static final long MAX_TOTAL_BYTES = HeapShare.bytes(4L << 30, 2);
    private static final String SUFFIX = ".npy";

    private Npz() {}

    /**
     * Reads the arrays whose names are wanted.
     *
     * @param wanted accepts an array's name (without {@code .npy})
     * @return the accepted arrays, in the archive's order
     * @throws IOException if it is not a zip of arrays, or larger than 1,000 entries or, uncompressed, half the heap or 4 GiB
     */
    public static Map<String, NpyArray> read(Path path, Predicate<String> wanted) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(RegularFile.require(path).toFile())) {
            if (zip.size() > MAX_ENTRIES) {
                throw new IOException(path + ": " + zip.size() + " entries; expected at most " + MAX_ENTRIES);
            }
            long[] budget = {MAX_TOTAL_BYTES};
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName();
                if (!name.endsWith(SUFFIX)) {
                    throw new IOException(path + ": entry '" + name + "'; expected only .npy arrays");
                }
                String array = name.substring(0, name.length() - SUFFIX.length());
                if (wanted.test(array)) {
                    try (InputStream in = new Bounded(zip.getInputStream(entry), budget, path)) {
                        arrays.put(array, Npy.read(in, path + "#" + array));
                    }
                }
            }
        } catch (ZipException | IllegalArgumentException bad) {
            throw new IOException(path + ": not a readable .npz archive: " + bad.getMessage(), bad);
        } catch (IOException failed) {
            throw FileErrors.explained(failed, path);
        } catch (OutOfMemoryError full) {
            throw new IOException(path + ": its arrays do not fit; " + HeapShare.words(MAX_TOTAL_BYTES), full);
        }
        return arrays;
    }

    /** The array of that name, or an error that lists the names there are. */
    public static NpyArray require(Map<String, NpyArray> arrays, String name, Path path) throws IOException {
        NpyArray array = arrays.get(name);
        if (array == null) {
            throw new IOException(path + ": no array '" + name + "'; found " + new TreeSet<>(arrays.keySet()));
        }
        return array;
    }

    /** Counts what is really uncompressed, because an archive's directory may lie. */
    private static final class Bounded extends FilterInputStream {
        private final long[] budget;
        private final Path path;

        Bounded(InputStream in, long[] budget, Path path) {
            super(in);
            this.budget = budget;
            this.path = path;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            spend(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            spend(Math.max(count, 0));
            return count;
        }

        private void spend(int bytes) throws IOException {
            budget[0] -= bytes;
            if (budget[0] < 0) {
                throw new IOException(path + ": more than " + (MAX_TOTAL_BYTES >> 20) + " MiB when uncompressed; "
                        + HeapShare.words(MAX_TOTAL_BYTES));
            }
        }
    }
}
