package io.discern.analysis.study;

import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.LogitRule;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.StoredEmbeddings;
import io.discern.analysis.zeroshot.Prompts;
import io.discern.dataset.AuditRow;
import io.discern.dataset.DatasetAudit;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.dataset.TableColumns;
import io.discern.image.RgbImage;
import io.discern.internal.Sha256;
import io.discern.internal.dataset.Splits;
import io.discern.internal.file.FileNames;
import io.discern.run.ImageFailure;
import io.discern.run.RunResult;
import io.discern.store.NpyArray;
import io.discern.store.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Embeddings that were made elsewhere, as an encoder of a study: it has a row for each image of one data set, known by its id or path, and perhaps one for
 * each of some texts, and encodes nothing. Rows are float32; float64 is rounded. Safe for concurrent use.
 */
public final class StoredRows implements VisionLanguageEncoder {
    private final EncoderInfo info;
    private final String file;
    private final NpyArray rows;
    /** The row of an image, by its id and by its path. */
    private final Map<String, Integer> places;

    private final Map<String, float[]> texts;

    private StoredRows(
            EncoderInfo info, String file, NpyArray rows, Map<String, Integer> places, Map<String, float[]> texts) {
        this.info = info;
        this.file = file;
        this.rows = rows;
        this.places = places;
        this.texts = texts;
    }

    /**
     * Reads a matrix with a row for each image.
     *
     * @param name what tables call it
     * @param npy {@code n x d}, of any floating-point type
     * @param images {@code n} images in the order of the rows; any data set with some of their ids or paths has these rows
     * @throws IOException if it cannot be read, is no such matrix, or has another number of rows
     */
    public static StoredRows read(String name, Path npy, LabeledImages images) throws IOException {
        NpyArray rows = StoredEmbeddings.matrix(npy);
        String file = FileNames.text(npy);
        if (rows.shape()[0] != images.size()) {
            throw new IOException(file + ": " + rows.shape()[0] + " embeddings but " + images.name() + " has "
                    + images.size() + " rows; expected one row for each");
        }
        EncoderInfo info = EncoderInfo.of(name, rows.shape()[1])
                .withProvenance("embeddings", file)
                .withProvenance("embeddings sha256", Sha256.ofFile(npy));
        Map<String, Integer> places = new HashMap<>();
        for (int row = 0; row < images.size(); row++) {
            places.putIfAbsent(images.images().get(row).path(), row);
        }
        for (int row = 0; row < images.size(); row++) {
            places.put(images.images().get(row).id(), row);
        }
        return new StoredRows(info, file, rows, places, Map.of());
    }

    /**
     * The same that reads, too: it knows these texts.
     *
     * @param npy a row for each of {@link Prompts#texts()}, in that order, by the same encoder
     * @param logits what the encoder makes of cosines
     * @throws IOException if it cannot be read, or has other numbers of rows or components
     */
    public StoredRows withPrompts(Prompts prompts, Path npy, LogitRule logits) throws IOException {
        NpyArray given = StoredEmbeddings.matrix(npy);
        List<String> all = prompts.texts();
        int dim = info.dimension();
        if (given.shape()[0] != all.size() || given.shape()[1] != dim) {
            throw new IOException(FileNames.text(npy) + ": " + given + "; expected " + all.size() + " x " + dim
                    + ", a row for each prompt, class by class in the order of the prompts, by the encoder of " + file);
        }
        Map<String, float[]> known = new HashMap<>();
        for (int row = 0; row < all.size(); row++) {
            known.put(all.get(row), given.toFloats((long) row * dim, dim));
        }
        EncoderInfo reads = info.withCapabilities(Set.of(Capability.IMAGE, Capability.TEXT))
                .withLogits(logits)
                .withProvenance("prompt embeddings sha256", Sha256.ofFile(npy));
        return new StoredRows(reads, file, rows, places, known);
    }

    /**
     * The data set that a table describes, a row for each embedding; there are no pixels.
     *
     * @param table as {@link Table} reads it
     * @param columns where the class is ({@code label} if none is named), and group, split, id and path where there are any
     * @throws IOException if it cannot be read, a named column is missing, or a label is empty
     */
    public static LabeledImages images(Path table, TableColumns columns) throws IOException {
        Table read = Table.read(table);
        List<String> labels = read.filled(
                columns.label().orElse("label"), "Fill it, or take the row out of the table and of the embeddings.");
        List<LabeledImage> images = new ArrayList<>();
        List<AuditRow> audit = new ArrayList<>();
        OptionalInt id = place(read, columns.id(), "id");
        OptionalInt path = place(read, columns.path(), "path");
        OptionalInt group = place(read, columns.group(), "group");
        OptionalInt split = place(read, columns.split(), "split");
        String file = FileNames.text(table);
        for (int row = 0; row < read.rows(); row++) {
            String name = cell(read, row, id, Integer.toString(row));
            String place = cell(read, row, path, file + "#" + row);
            String whole = cell(read, row, group, "");
            String part = cell(read, row, split, "");
            images.add(new LabeledImage(
                    name,
                    place,
                    labels.get(row),
                    whole.isEmpty() ? name : whole,
                    !whole.isEmpty(),
                    part.isEmpty() ? "" : Splits.named(part),
                    Map.of(),
                    () -> {
                        throw new IOException(place + ": is a row of embeddings; there are no pixels");
                    }));
            LabeledImage image = images.get(row);
            audit.add(AuditRow.of(image, AuditRow.Fate.USED, ""));
        }
        return new LabeledImages(
                table.getFileName().toString().replaceFirst("[.][^.]*$", ""),
                images,
                new DatasetAudit(audit, read.notes()));
    }

    private static OptionalInt place(Table table, Optional<String> named, String usual) throws IOException {
        return named.isPresent() ? OptionalInt.of(table.column(named.get())) : table.find(usual);
    }

    private static String cell(Table table, int row, OptionalInt column, String otherwise) {
        String cell = column.isPresent() ? table.cell(row, column.getAsInt()) : "";
        return Table.missing(cell) ? otherwise : cell;
    }

    @Override
    public EncoderInfo info() {
        return info;
    }

    /** Refuses: there are rows, no model. */
    @Override
    public Embeddings encodeImages(List<RgbImage> images) {
        throw new EncoderException(file + ": holds embeddings; expected an encoder where images are to be encoded");
    }

    /** The rows of texts that it knows. */
    @Override
    public Embeddings encodeTexts(List<String> asked) {
        if (texts.isEmpty()) {
            return VisionLanguageEncoder.super.encodeTexts(asked);
        }
        float[] values = new float[Math.multiplyExact(asked.size(), info.dimension())];
        for (int i = 0; i < asked.size(); i++) {
            float[] row = texts.get(asked.get(i));
            if (row == null) {
                throw new EncoderException(file + ": no embedding of the text '" + asked.get(i)
                        + "'; expected one of the " + texts.size() + " prompts that were embedded with it");
            }
            System.arraycopy(row, 0, values, i * info.dimension(), info.dimension());
        }
        return Embeddings.ofRows(info.dimension(), values);
    }

    private Optional<Integer> place(LabeledImage image) {
        return Optional.ofNullable(places.get(image.id())).or(() -> Optional.ofNullable(places.get(image.path())));
    }

    /** The rows of a data set's images, as a run gives them; one that is missing or not finite is a failure. */
    RunResult of(LabeledImages images) {
        int dim = info.dimension();
        List<LabeledImage> finite = new ArrayList<>();
        List<ImageFailure> failures = new ArrayList<>();
        float[] values = new float[Math.multiplyExact(images.size(), dim)];
        if (images.images().stream().allMatch(image -> place(image).isEmpty())) {
            throw new EncoderException(file + ": holds no row of data set " + images.name()
                    + "; expected its images' ids or paths beside the labels of the embeddings");
        }
        for (LabeledImage image : images.images()) {
            if (place(image).isEmpty()) {
                failures.add(new ImageFailure(image.id(), image.path(), file + ": has no row of that id or path"));
                continue;
            }
            int row = place(image).get();
            float[] own = rows.toFloats((long) row * dim, dim);
            int bad = Embeddings.firstNonFinite(own);
            if (bad < 0) {
                System.arraycopy(own, 0, values, dim * finite.size(), dim);
                finite.add(image);
            } else {
                failures.add(new ImageFailure(
                        image.id(),
                        file + "#" + row,
                        "embedding has " + own[bad] + " at component " + bad + "; expected finite values"));
            }
        }
        if (finite.isEmpty()) {
            throw new EncoderException(file + ": no embedding has finite values only; the first: "
                    + failures.get(0).reason());
        }
        return new RunResult(
                new LabeledImages(images.name(), finite, images.audit()),
                Embeddings.of(
                        finite.stream().map(LabeledImage::id).toList(),
                        dim,
                        Arrays.copyOf(values, dim * finite.size())),
                failures);
    }
}
