package io.discern.internal.hub;

import io.discern.internal.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder where Hugging Face's tools keep models: contents by their hash in {@code blobs}, a tree of links for each commit in
 * {@code snapshots}, and the commit of each branch in {@code refs}. Reads what others have put there, and adds to it in the same
 * way. Never touches the network.
 */
final class HubCache {
    private final Path root;

    HubCache(Path root) {
        this.root = root;
    }

    /**
     * The files of a model, if they were downloaded at some time.
     *
     * @throws IOException if the cache is broken: a reference that is no commit, a commit without its files
     */
    Optional<Path> snapshot(HubModel model) throws IOException {
        String commit = model.revision();
        if (!HubModel.isCommit(commit)) {
            Path reference = reference(model);
            if (!Files.isRegularFile(reference)) {
                return Optional.empty();
            }
            commit = Files.size(reference) > 100
                    ? ""
                    : Files.readString(reference, StandardCharsets.UTF_8).strip();
            if (!HubModel.isCommit(commit)) {
                throw new IOException(
                        reference + ": is no commit; expected 40 hexadecimal digits. Delete it and download again.");
            }
        }
        Path tree = snapshotFolder(model, commit);
        return Files.isDirectory(tree) ? Optional.of(checked(tree)) : Optional.empty();
    }

    /**
     * The tree of a commit, if all its links stay in the cache.
     *
     * @throws IOException naming one that leads out of it, wherever that is
     */
    Path checked(Path tree) throws IOException {
        requireInside(tree);
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file :
                    (Iterable<Path>) files.filter(Files::isSymbolicLink).filter(Files::exists)::iterator) {
                requireInside(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return tree;
    }

    /** Others may write into the cache, too: a link in it must not make us read or write elsewhere. */
    private Path requireInside(Path file) throws IOException {
        Path real = file.toRealPath();
        if (!real.startsWith(root.toRealPath())) {
            throw new IOException(file + ": leads to " + real + ", outside the cache " + root
                    + "; expected links inside it. Delete it, and download again.");
        }
        return file;
    }

    /** Where the content of that hash is, or will be. */
    Path blob(HubModel model, BlobId id) throws IOException {
        return requireInside(Files.createDirectories(model.folder(root).resolve("blobs")))
                .resolve(id.text());
    }

    /** Where the lock of that content is: a place of its own, as Hugging Face's tools have it. */
    Path lock(HubModel model, BlobId id) throws IOException {
        Path locks = root.resolve(".locks").resolve(model.folder(root).getFileName());
        return requireInside(Files.createDirectories(locks)).resolve(id.text() + ".lock");
    }

    /** Puts a file into the tree of a commit: a relative link to its content, or a copy where links cannot be made. */
    void link(HubModel model, String commit, String file, Path blob) throws IOException {
        Path tree = snapshotFolder(model, commit).normalize();
        Path place = tree.resolve(file).normalize();
        if (!place.startsWith(tree) || place.equals(tree)) {
            throw new IOException(model + ": has a file \"" + file + "\"; expected names inside the model");
        }
        requireInside(Files.createDirectories(place.getParent()));
        if (Files.isSymbolicLink(place) && !Files.exists(place)) {
            Files.delete(place);
        }
        if (Files.exists(place)) {
            return;
        }
        try {
            Files.createSymbolicLink(place, place.getParent().relativize(blob));
        } catch (FileAlreadyExistsException e) {
            // another process has just made the same link
            return;
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(blob, place);
        }
    }

    /** The tree of a commit. */
    Path snapshotFolder(HubModel model, String commit) {
        return model.folder(root).resolve("snapshots").resolve(commit);
    }

    /** Remembers the commit of a branch or tag. */
    void refer(HubModel model, String commit) throws IOException {
        if (!HubModel.isCommit(model.revision())) {
            AtomicFile.write(reference(model), out -> out.write(commit.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private Path reference(HubModel model) {
        return model.folder(root).resolve("refs").resolve(model.revision());
    }
}
