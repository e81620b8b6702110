package io.discern.store;

import io.discern.internal.file.FileErrors;
import io.discern.internal.file.FileNames;
import io.discern.internal.file.HeapShare;
import io.discern.internal.file.RegularFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads NumPy's {@code .npz} archives: arrays by name, of any size. An array that is too large for the heap is unpacked to a temporary file
 * without a name and mapped; a directory that lies gains nothing, because only what arrives is kept.
 */
public final class Npz {
    private static final int MAX_ENTRIES = 1_000;
    private static final String SUFFIX = ".npy";

    private Npz() {}

    /**
     * Reads the arrays whose names are wanted.
     *
     * @param wanted accepts an array's name (without {@code .npy})
     * @return the accepted arrays, in the archive's order
     * @throws IOException if it is not a zip of arrays, or of more than 1,000 entries
     */
    public static Map<String, NpyArray> read(Path path, Predicate<String> wanted) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        try (ZipFile zip = open(RegularFile.require(path))) {
            if (zip.size() > MAX_ENTRIES) {
                throw new IOException(path + ": " + zip.size() + " entries; expected at most " + MAX_ENTRIES);
            }
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName();
                if (!name.endsWith(SUFFIX)) {
                    throw new IOException(path + ": entry '" + name + "'; expected only .npy arrays");
                }
                String array = name.substring(0, name.length() - SUFFIX.length());
                if (wanted.test(array)) {
                    try (InputStream in = new BufferedInputStream(zip.getInputStream(entry), 1 << 16)) {
                        arrays.put(array, Npy.read(in, path + "#" + array, entry.getSize()));
                    }
                }
            }
        } catch (ZipException | IllegalArgumentException bad) {
            throw new IOException(
                    FileNames.text(path) + ": not a readable .npz archive: " + bad.getMessage()
                            + "; expected a zip of .npy arrays. Save it again with np.savez_compressed.",
                    bad);
        } catch (IOException failed) {
            throw FileErrors.explained(failed, path);
        } catch (OutOfMemoryError full) {
            throw new IOException(
                    FileNames.text(path) + ": its arrays do not fit in the Java heap of " + (HeapShare.heap() >> 20)
                            + " MiB; expected smaller ones. Raise -Xmx.",
                    full);
        }
        return arrays;
    }

    /** Zips are opened by a text; a name that is none in this locale is opened by a link of another name, which is gone at once. */
    private static ZipFile open(Path path) throws IOException {
        if (FileNames.isText(path.toString())) {
            return new ZipFile(path.toFile());
        }
        Path folder = Files.createTempDirectory("discern");
        Path link = folder.resolve("archive.npz");
        try {
            Files.createSymbolicLink(link, path.toAbsolutePath());
            return new ZipFile(link.toFile());
        } finally {
            Files.deleteIfExists(link);
            Files.delete(folder);
        }
    }

    /** The array of that name, or an error that lists the names there are. */
    public static NpyArray require(Map<String, NpyArray> arrays, String name, Path path) throws IOException {
        NpyArray array = arrays.get(name);
        if (array == null) {
            throw new IOException(path + ": no array '" + name + "'; found " + new TreeSet<>(arrays.keySet()));
        }
        return array;
    }
}
