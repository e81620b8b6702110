package io.discern.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.internal.Sha256;
import io.discern.internal.file.AtomicFile;
import io.discern.internal.file.FileErrors;
import io.discern.internal.file.FileNames;
import io.discern.internal.file.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of one run in one folder: they appear together or not at all, and replace an earlier run's as a whole.
 *
 * <p>They are written in a hidden folder inside. {@link #commit} lists them with their SHA-256 in {@code manifest.json} and renames the hidden
 * folder: from then on the new set is the valid one. Then the old manifest goes, the old files, the new files come, the new manifest last. Whoever
 * looks meanwhile finds files missing, never files of two runs; if the process dies there, the next run into the folder first ends
 * what was begun. {@link WrittenSet} reads and verifies. What else lies in the folder stays. For one thread; a second run into the same folder
 * is refused while this one is open.
 */
public final class OutputSet implements AutoCloseable {
    private static final String WRITING = ".discern-writing";
    static final String WRITTEN = ".discern-written";
    private static final String UNFINISHED = ".discern-unfinished";
    private static final String REPLACED = ".replaced-manifest.json";

    private final Path folder;
    private final String program;
    private final List<Path> made;
    private final FolderLock lock;
    private boolean closed;

    private OutputSet(Path folder, String program, List<Path> made, FolderLock lock) {
        this.folder = folder;
        this.program = program;
        this.made = made;
        this.lock = lock;
    }

    /**
     * Takes a folder for one run, before anything is computed; makes it if need be.
     *
     * @param program who writes, for the manifest; only the same program's files are replaced
     * @throws IOException if the folder cannot be made or written, another run has it, or it holds another program's results:
     *     in a sentence
     */
    public static OutputSet begin(Path folder, String program) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        List<Path> made = Folders.missing(absolute);
        Folders.create(absolute);
        OutputSet set = new OutputSet(absolute, program, made, FolderLock.take(absolute));
        boolean ready = false;
        try {
            set.prepare();
            ready = true;
            return set;
        } catch (IOException refused) {
            throw FileErrors.explained(refused, folder);
        } finally {
            if (!ready) {
                set.close();
            }
        }
    }

    private void prepare() throws IOException {
        if (Files.exists(folder.resolve(WRITTEN))) {
            putInPlace();
        }
        Path manifest = folder.resolve(WrittenSet.MANIFEST);
        if (Files.exists(manifest)) {
            String writer = WrittenSet.list(folder, manifest).program();
            if (!writer.isEmpty() && !writer.equals(program)) {
                throw new IOException(FileNames.text(folder) + ": holds the results of " + writer
                        + "; expected a new folder, or one of " + program + ". Choose another folder.");
            }
        }
        Folders.remove(folder.resolve(WRITING));
        Files.createDirectory(folder.resolve(WRITING));
    }

    /**
     * Where to write a file of the set.
     *
     * @param name a plain name, not {@code manifest.json}
     */
    public Path file(String name) {
        if (!WrittenSet.plain(name) || name.equals(WrittenSet.MANIFEST)) {
            throw new IllegalArgumentException("file '" + name + "' of a set; expected a plain name but "
                    + WrittenSet.MANIFEST + ", not starting with a dot");
        }
        open();
        return folder.resolve(WRITING).resolve(name);
    }

    /** The folder that the set is for. */
    public Path folder() {
        return folder;
    }

    /** A hidden folder for what is worth more than this run, should it be stopped: it stays until a run into the same folder commits. */
    public Path unfinished() {
        open();
        return unfinishedIn(folder);
    }

    /** Where {@link #unfinished()} of a set in that folder is, if there is any; to look at while nobody writes. */
    public static Path unfinishedIn(Path folder) {
        return folder.resolve(UNFINISHED);
    }

    /**
     * Puts what was written in the place of what was there.
     *
     * @param facts what the manifest says besides {@code program} and {@code files}: maps, lists, texts, numbers
     * @throws IOException if it cannot be written; the folder is then as it was, or, after the renaming began, the next
     *     {@link #begin} ends it
     */
    public synchronized void commit(Map<String, ?> facts) throws IOException {
        open();
        Path writing = folder.resolve(WRITING);
        try {
            Map<String, Object> manifest = new LinkedHashMap<>(Map.of("program", program));
            manifest.putAll(facts);
            manifest.put("files", described(writing));
            byte[] json = json(manifest);
            AtomicFile.write(writing.resolve(WrittenSet.MANIFEST), out -> out.write(json));
            Folders.force(writing);
            Files.move(writing, folder.resolve(WRITTEN), StandardCopyOption.ATOMIC_MOVE);
            Folders.force(folder);
            putInPlace();
            Folders.remove(folder.resolve(UNFINISHED));
        } catch (IOException failed) {
            throw FileErrors.explained(failed, folder);
        }
        close();
    }

    private Map<String, Object> described(Path writing) throws IOException {
        Map<String, Object> files = new LinkedHashMap<>();
        for (Path file : listed(writing)) {
            String name = file.getFileName().toString();
            Path old = folder.resolve(name);
            if (Files.isDirectory(old)) {
                throw new IOException(
                        FileNames.text(old) + ": is a folder; expected a file or nothing there. Move it away.");
            }
            Folders.forceFile(file);
            files.put(name, Map.of("bytes", Files.size(file), "sha256", Sha256.ofFile(file)));
        }
        return files;
    }

    private static List<Path> listed(Path writing) throws IOException {
        try (Stream<Path> files = Files.list(writing)) {
            return files.sorted().toList();
        }
    }

    private static byte[] json(Map<String, Object> manifest) {
        try {
            String text = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(manifest);
            return text.getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException unfit) {
            throw new IllegalArgumentException(
                    "a manifest holds maps, lists, texts and numbers: " + unfit.getMessage(), unfit);
        }
    }

    /** Each step may be the last of a process; done again from the start, all together do the same. */
    private void putInPlace() throws IOException {
        Path written = folder.resolve(WRITTEN);
        Path manifest = folder.resolve(WrittenSet.MANIFEST);
        Path coming = written.resolve(WrittenSet.MANIFEST);
        Path replaced = written.resolve(REPLACED);
        if (Files.exists(coming)) {
            if (Files.exists(manifest)) {
                Files.move(manifest, replaced, StandardCopyOption.ATOMIC_MOVE);
            }
            List<String> names =
                    List.copyOf(WrittenSet.list(folder, coming).files().keySet());
            List<String> old = Files.exists(replaced)
                    ? List.copyOf(WrittenSet.list(folder, replaced).files().keySet())
                    : List.of();
            for (String name : old) {
                if (!names.contains(name)) {
                    Files.deleteIfExists(folder.resolve(name));
                }
            }
            for (String name : names) {
                if (Files.exists(written.resolve(name))) { // or it has arrived already
                    Files.deleteIfExists(folder.resolve(name));
                }
            }
            Folders.force(folder);
            for (String name : names) {
                if (Files.exists(written.resolve(name))) {
                    Files.move(written.resolve(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                }
            }
            Folders.force(folder);
            Files.move(coming, manifest, StandardCopyOption.ATOMIC_MOVE);
            Folders.force(folder);
        }
        Folders.remove(written);
    }

    private void open() {
        if (closed) {
            throw new IllegalStateException("the set in " + FileNames.text(folder) + " is closed");
        }
    }

    /** Gives the folder back; what was not committed is thrown away, and so is a folder that was made for it. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            Folders.remove(folder.resolve(WRITING));
        }
        for (Path empty : made) {
            if (!Folders.isEmpty(empty)) {
                return;
            }
            Files.deleteIfExists(empty);
        }
    }
}
