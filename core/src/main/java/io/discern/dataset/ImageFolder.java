package io.discern.dataset;

import io.discern.image.ImageDecoder;
import io.discern.internal.file.FileNames;
import io.discern.store.Table;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A folder of images, whose structure says classes, splits and patients ({@link FolderLayout}), or a table about them does. Every file below it
 * is an image, a listed exclusion or a listed failure.
 */
final class ImageFolder {
    private final Path root;
    private final DatasetConfig config;
    private final List<AuditRow> rows = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private ImageFolder(Path root, DatasetConfig config) {
        this.root = root;
        this.config = config;
    }

    static LabeledImages read(Path root, DatasetConfig config) throws IOException {
        return new ImageFolder(root, config).read();
    }

    private LabeledImages read() throws IOException {
        FolderWalk walk = FolderWalk.of(root);
        rows.addAll(walk.others());
        List<Path> pictures = pictures(walk.images());
        FolderLayout layout = FolderLayout.of(pictures);
        List<LabeledImage> images;
        if (config.tables().metadata().isPresent()) {
            images = Metadata.read(config).about(FileNames.text(root), images(pictures, layout), rows, remarks);
        } else {
            remarks.addAll(layout.remarks());
            layout.outside()
                    .forEach(image ->
                            rows.add(AuditRow.leftOut(FileNames.text(root.resolve(image)), "lies in no class folder")));
            images = images(
                    layout.places().stream().map(FolderLayout.Place::image).toList(), layout);
            walk.tables().forEach(this::mentionTable);
        }
        mentionEmptyFolders(walk, pictures);
        if (images.isEmpty()) {
            throw nothing(walk);
        }
        if (!config.unlabelled()
                && images.stream().allMatch(image -> image.label().isEmpty())) {
            throw new IOException(
                    root + ": " + images.size() + " images but no class folders; expected one sub-folder per"
                            + " class with its images inside. A table of labels is read with --metadata F --id COLUMN --label"
                            + " COLUMN; EmbedFolder embeds images without labels.");
        }
        return new LabeledImages(name(), images, new DatasetAudit(rows, remarks));
    }

    /** The images but for masks and thumbnails. */
    private List<Path> pictures(List<Path> images) {
        if (config.keepMasks()) {
            return images;
        }
        Masks masks = Masks.of(root, images, ImageDecoder.of(config.decoding()));
        rows.addAll(masks.rows());
        remarks.addAll(masks.remarks());
        if (!masks.left().isEmpty()) {
            remarks.add(masks.left().size() + " masks and thumbnails are left out");
        }
        return images.stream().filter(image -> !masks.left().contains(image)).toList();
    }

    private List<LabeledImage> images(List<Path> pictures, FolderLayout layout) throws IOException {
        Map<Path, FolderLayout.Place> places =
                layout.places().stream().collect(Collectors.toMap(FolderLayout.Place::image, place -> place));
        boolean patients = config.grouping().isRecognized() && FolderLayout.hasPatients(layout.places());
        if (patients && config.tables().metadata().isEmpty()) {
            remarks.add("images lie in sub-folders of their classes: each sub-folder is taken as a group (a patient)");
        } else if (config.tables().metadata().isEmpty()
                && config.grouping().isRecognized()
                && layout.places().stream().anyMatch(place -> !place.patient().isEmpty())) {
            remarks.add(
                    "images lie in sub-folders of their class that are not taken for patients; --group-by parent takes these as"
                            + " groups");
        }
        DatasetConfig chosen =
                SetRange.chosen(config, pictures.stream().map(root::resolve).toList(), remarks);
        remarks.addAll(chosen.decodingRemarks());
        List<LabeledImage> images = new ArrayList<>();
        for (Path picture : pictures) {
            FolderLayout.Place place = places.get(picture);
            Path file = root.resolve(picture);
            String id = FileNames.text(picture).replace(File.separatorChar, '/');
            for (Pages page : Pages.of(file, chosen)) {
                images.add(new LabeledImage(
                        id + page.suffix(),
                        FileNames.text(file),
                        place == null ? "" : place.label(),
                        patients && place != null ? place.patient() : id,
                        patients && place != null,
                        place == null ? "" : place.split(),
                        Map.of(),
                        page.source()));
            }
        }
        return images;
    }

    private void mentionTable(Path table) {
        try {
            Table read = Table.read(table, config.tables().charset());
            if (read.columns().size() > 1) {
                remarks.add(FileNames.text(table.getFileName())
                        + " lies beside the class folders and is not used; its columns are " + read.columns()
                        + ". --metadata F --id COLUMN --group COLUMN reads it.");
            }
        } catch (IOException noTable) {
            // Its row says already what it is, if it was not even a file that can be read.
            rows.replaceAll(row -> row.path().equals(FileNames.text(table)) && row.fate() == AuditRow.Fate.LEFT_OUT
                    ? AuditRow.leftOut(row.path(), "no table that can be read: " + noTable.getMessage())
                    : row);
        }
    }

    private void mentionEmptyFolders(FolderWalk walk, List<Path> pictures) {
        Set<Path> used = pictures.stream().map(image -> image.getName(0)).collect(Collectors.toSet());
        for (Path folder : walk.folders()) {
            if (!used.contains(folder)) {
                remarks.add("folder '" + FileNames.text(folder) + "' holds no image and is left out");
            }
        }
    }

    private IOException nothing(FolderWalk walk) {
        Optional<AuditRow> failed =
                rows.stream().filter(row -> row.fate() == AuditRow.Fate.FAILED).findFirst();
        return new IOException(
                FileNames.text(root) + ": no images; expected one sub-folder per class with its images inside. It has "
                        + walk.folders().size() + " sub-folders and " + rows.size() + " other files"
                        + failed.map(row -> ", of which " + row.path() + ": " + row.note())
                                .orElse("") + ".");
    }

    private String name() {
        Path name = root.toAbsolutePath().normalize().getFileName();
        return name == null ? "data" : FileNames.text(name);
    }
}
