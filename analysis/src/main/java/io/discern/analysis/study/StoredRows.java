package io.discern.analysis.study;

import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.StoredEmbeddings;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Embeddings that were made elsewhere, as an encoder of a study: it has a row for each image of one data set, and encodes nothing. Rows are float32;
 * float64 is rounded. Safe for concurrent use.
 */
public final class StoredRows implements VisionLanguageEncoder {
    private final EncoderInfo info;
    private final String file;
    private final NpyArray rows;

    private StoredRows(EncoderInfo info, String file, NpyArray rows) {
        this.info = info;
        this.file = file;
        this.rows = rows;
    }

    /**
     * Reads a matrix with a row for each image.
     *
     * @param name what tables call it
     * @param npy {@code n x d}, of any floating-point type
     * @param images the data set, {@code n} images in the order of the rows
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
        return new StoredRows(info, file, rows);
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

    /** The rows of the data set that it was read for, as a run gives them; a row that is not finite is a failure. */
    RunResult of(LabeledImages images) {
        int dim = info.dimension();
        List<LabeledImage> finite = new ArrayList<>();
        List<ImageFailure> failures = new ArrayList<>();
        float[] values = new float[Math.multiplyExact(images.size(), dim)];
        for (int row = 0; row < images.size(); row++) {
            float[] own = rows.toFloats((long) row * dim, dim);
            LabeledImage image = images.images().get(row);
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
