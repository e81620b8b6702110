package io.discern.spark;

import io.discern.BatchSize;
import io.discern.Embeddings;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.overlay.run.Shown;
import io.discern.analysis.overlay.run.ShownPixels;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.preprocess.PreprocessSpec;
import io.discern.run.DatasetEncoder;
import io.discern.spark.internal.EncodedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * An encoder whose data sets are embedded by executors, for whatever takes an encoder: studies and overlays among them. A condition of
 * an overlay experiment is drawn where the image is read; what passes to the driver are embeddings, reasons and sizes of pictures. Texts, and pictures that are
 * handed over as such, are encoded on the driver.
 *
 * <p>Data sets are those of {@link ImageRows#images}. The embeddings have the bits of a local run in batches that divide {@value SparkEmbedding#CHUNK},
 * as {@link SparkEmbedding} says.
 *
 * <p>As safe for concurrent use as the encoder on the driver. Closing it closes that.
 */
public final class SparkEncoder implements DatasetEncoder {
    private final SparkSession spark;
    private final SparkEmbedding embedding;
    private final VisionLanguageEncoder here;

    private SparkEncoder(SparkSession spark, SparkEmbedding embedding, VisionLanguageEncoder here) {
        this.spark = spark;
        this.embedding = embedding;
        this.here = here;
    }

    /**
     * Opens the encoder on the driver; the caller closes it.
     *
     * @param embedding which encoder on which device, and in how many tasks; the batch size is that of each run
     * @throws io.discern.EncoderException if the driver cannot open it
     */
    public static SparkEncoder open(SparkSession spark, SparkEmbedding embedding) {
        return new SparkEncoder(spark, embedding, embedding.encoder().open(1));
    }

    @Override
    public void embed(LabeledImages images, int batchSize, Rows into) {
        if (images.size() == 0) {
            return;
        }
        List<ShownPixels> drawn = new ArrayList<>();
        List<Row> rows = new ArrayList<>(images.size());
        for (LabeledImage image : images.images()) {
            if (image.source() instanceof ShownPixels shown) {
                drawn.add(shown);
                rows.add(Drawing.row(
                        row(rows.size(), shown.image()), shown.shown().named()));
            } else {
                rows.add(row(rows.size(), image));
            }
        }
        if (!drawn.isEmpty() && drawn.size() < rows.size()) {
            throw new IllegalArgumentException("data set " + images.name() + ": " + drawn.size() + " of its "
                    + rows.size() + " images are drawn on; expected all or none");
        }
        Dataset<Row> table = spark.createDataset(
                        rows, Encoders.row(drawn.isEmpty() ? ImageRows.SCHEMA : Drawing.SCHEMA))
                .toDF();
        Dataset<Row> embedded = embedding
                .batchSize(Math.min(batchSize, SparkEmbedding.CHUNK))
                .pictures(table, rows::size, info(), drawn.isEmpty() ? Drawing.NONE : drawing(drawn));
        embedded.select(
                        functions.col("row"),
                        functions.col("embedding"),
                        functions.col("reason"),
                        functions.col("width"),
                        functions.col("height"))
                .as(Encoders.bean(EncodedRow.class))
                .collectAsList()
                .forEach(row -> tell(row, drawn, into));
    }

    private static Drawing drawing(List<ShownPixels> drawn) {
        Shown first = drawn.get(0).shown();
        for (ShownPixels pixels : drawn) {
            Shown shown = pixels.shown();
            if (!shown.condition().equals(first.condition()) || shown.seed() != first.seed()) {
                throw new IllegalArgumentException(
                        "images are shown as " + first.condition().brief() + " and as "
                                + shown.condition().brief() + "; expected one condition and one seed");
            }
        }
        return new Drawing(first.condition(), first.seed());
    }

    private static Row row(long row, LabeledImage image) {
        if (!(image.source() instanceof FilePixels file) || !file.path().equals(image.path())) {
            throw new IllegalArgumentException("image '" + image.id() + "' (" + image.path()
                    + ") is not a file as it is, so no executor can read it; expected images of ImageRows.images");
        }
        return ImageRows.row(row, image);
    }

    private static void tell(EncodedRow row, List<ShownPixels> drawn, Rows into) {
        int place = (int) row.getRow();
        if (!drawn.isEmpty() && row.getWidth() > 0) {
            drawn.get(place).drawnElsewhere(row.getWidth(), row.getHeight());
        }
        if (row.getEmbedding() == null) {
            into.fail(place, row.getReason());
        } else {
            into.add(place, row.getEmbedding());
        }
    }

    @Override
    public EncoderInfo info() {
        return here.info();
    }

    @Override
    public Embeddings encodeImages(List<RgbImage> images) {
        return here.encodeImages(images);
    }

    @Override
    public Embeddings encodeTexts(List<String> texts) {
        return here.encodeTexts(texts);
    }

    @Override
    public Optional<PreprocessSpec> preprocessing() {
        return here.preprocessing();
    }

    @Override
    public BatchSize batchSize() {
        return here.batchSize();
    }

    @Override
    public void close() {
        here.close();
    }
}
