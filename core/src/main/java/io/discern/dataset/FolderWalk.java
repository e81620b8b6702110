package io.discern.dataset;

import io.discern.internal.file.FileNames;
import io.discern.internal.file.RegularFile;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Everything below a folder: images by their ending or, without a known one, by their first bytes; folders; and, with its reason, whatever is
 * neither. Links are followed, a circle of them once. Nothing but ordinary files is opened.
 */
final class FolderWalk extends SimpleFileVisitor<Path> {
    private static final Set<String> IMAGE_ENDINGS = Set.of(
            "png", "apng", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "dib", "tif", "tiff", "webp", "dcm", "dicom",
            "ima", "nii", "jp2", "j2k", "j2c", "jpc", "jpx", "jpf", "jpt", "jxl", "jxr", "heic", "heif", "hif", "avif",
            "ico", "cur", "pbm", "pgm", "ppm", "pnm", "pam", "pfm", "tga", "pcx", "psd", "exr", "hdr", "dng", "svs",
            "ndpi", "scn", "mrxs", "mha", "mhd", "nrrd", "czi", "lif");
    /** What archivers and file servers add. */
    private static final Set<String> JUNK = Set.of("__macosx", "@eadir", "thumbs.db", "desktop.ini", "lost+found");

    private final Path root;
    private final List<Path> images = new ArrayList<>();
    private final Set<Path> folders = new TreeSet<>();
    private final List<Path> tables = new ArrayList<>();
    private final List<AuditRow> others = new ArrayList<>();

    private FolderWalk(Path root) {
        this.root = root;
    }

    static FolderWalk of(Path root) throws IOException {
        FolderWalk walk = new FolderWalk(root);
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        // By the first folder, then by the rest: the order of class folders does not depend on what is in them.
        walk.images.sort(Comparator.<Path>naturalOrder());
        walk.images.sort(Comparator.comparing((Path image) -> image.getName(0)));
        walk.others.sort(Comparator.comparing(AuditRow::path));
        return walk;
    }

    /** The images' paths below the root, by their first folder, then by the rest. */
    List<Path> images() {
        return images;
    }

    /** The folders directly below the root, junk excepted. */
    Set<Path> folders() {
        return folders;
    }

    /** The tables directly below the root. */
    List<Path> tables() {
        return tables;
    }

    /** All other files. */
    List<AuditRow> others() {
        return others;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        if (folder.equals(root)) {
            return FileVisitResult.CONTINUE;
        }
        String junk = junk(folder);
        if (!junk.isEmpty()) {
            others.add(AuditRow.leftOut(FileNames.text(folder), junk + " folder, with all that is in it"));
            return FileVisitResult.SKIP_SUBTREE;
        }
        if (folder.getParent().equals(root)) {
            folders.add(root.relativize(folder));
        }
        return FileVisitResult.CONTINUE;
    }

    private static String junk(Path path) {
        String name = FileNames.text(path.getFileName());
        return name.startsWith(".") ? "hidden" : JUNK.contains(name.toLowerCase(Locale.ROOT)) ? "a system's" : "";
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        String junk = junk(file);
        if (!junk.isEmpty()) {
            others.add(AuditRow.leftOut(FileNames.text(file), junk + " file"));
        } else if (IMAGE_ENDINGS.contains(ending(file))) {
            // Also what is no ordinary file, a pipe or a dead link: it must fail when it is loaded, not be absent.
            images.add(root.relativize(file));
        } else if (attributes.isRegularFile()) {
            ordinary(file);
        } else {
            others.add(AuditRow.failed(FileNames.text(file), reason(file)));
        }
        return FileVisitResult.CONTINUE;
    }

    private static String reason(Path file) {
        try {
            RegularFile.require(file);
            return "could not be read; expected an ordinary file";
        } catch (IOException unreadable) {
            return FirstBytes.reason(unreadable);
        }
    }

    private void ordinary(Path file) {
        String ending = ending(file);
        if (file.getParent().equals(root)
                && Set.of("csv", "tsv", "txt", "xlsx", "xls").contains(ending)) {
            tables.add(file);
        }
        try {
            if (FirstBytes.areAnImage(file)) {
                images.add(root.relativize(file));
            } else {
                others.add(AuditRow.leftOut(FileNames.text(file), "no image"));
            }
        } catch (IOException unreadable) {
            others.add(AuditRow.failed(FileNames.text(file), FirstBytes.reason(unreadable)));
        }
    }

    /** What follows the last dot, in lower case; {@code nii} for what was compressed. */
    private static String ending(Path file) {
        String name = FileNames.text(file.getFileName()).toLowerCase(Locale.ROOT);
        String plain = name.endsWith(".nii.gz") ? name.substring(0, name.length() - 3) : name;
        return plain.substring(plain.lastIndexOf('.') + 1);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failed) {
        others.add(
                failed instanceof FileSystemLoopException
                        ? AuditRow.leftOut(FileNames.text(file), "a link to a folder that it lies in")
                        : AuditRow.failed(FileNames.text(file), FirstBytes.reason(failed)));
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failed) {
        if (failed != null) {
            others.add(AuditRow.failed(FileNames.text(folder), FirstBytes.reason(failed)));
        }
        return FileVisitResult.CONTINUE;
    }
}
