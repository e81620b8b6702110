package io.discern.spark;

import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A data set of images as a table: what {@link SparkEmbedding} takes. No pixel is in it; whoever embeds an image reads it, from a path that
 * every executor can read.
 *
 * <p>Columns: {@code row} (long, the place in the data set, from 0), {@code id}, {@code path}, {@code label} (empty if unknown), {@code group}
 * (the id where nobody says it), {@code split} (empty if there is none), {@code attributes} (map of strings).
 */
public final class ImageRows {
    /** The columns. */
    public static final StructType SCHEMA = new StructType()
            .add("row", DataTypes.LongType, false)
            .add("id", DataTypes.StringType, false)
            .add("path", DataTypes.StringType, false)
            .add("label", DataTypes.StringType, false)
            .add("group", DataTypes.StringType, false)
            .add("split", DataTypes.StringType, false)
            .add("attributes", DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType), false);

    private static final Set<String> NAMED = Set.of("row", "id", "path", "label", "group", "split");
    private static final Pattern IMAGES = Pattern.compile("(?i).*\\.(jpe?g|png|gif|bmp|tiff?|webp|jp2|dcm|p[bgpn]m)");

    private ImageRows() {}

    /**
     * Images that core's readers listed here, on the driver: a folder or a table with all their rules about classes, patients and masks.
     *
     * @param images of files, whose paths every executor can read
     */
    public static Dataset<Row> of(SparkSession spark, LabeledImages images) {
        List<Row> rows = new ArrayList<>(images.size());
        for (LabeledImage image : images.images()) {
            rows.add(row(rows.size(), image));
        }
        return spark.createDataset(rows, Encoders.row(SCHEMA)).toDF();
    }

    static Row row(long row, LabeledImage image) {
        return row(row, image.id(), image.path(), image.label(), image.group(), image.split(), image.attributes());
    }

    /**
     * The images of such a table as a data set of the driver's, in the order of {@code row}. Pixels are read by the driver only where it shows some, and by executors where a {@link
     * SparkEncoder} embeds them.
     *
     * @param name of the data set
     */
    public static LabeledImages images(Dataset<Row> table, String name) {
        ImageBytes bytes = new ImageBytes(new SerializableConfiguration(
                table.sparkSession().sparkContext().hadoopConfiguration()));
        List<LabeledImage> images = table.orderBy("row").collectAsList().stream()
                .map(row -> new LabeledImage(
                        row.getAs("id"),
                        row.getAs("path"),
                        row.getAs("label"),
                        row.getAs("group"),
                        !row.getAs("group").equals(row.getAs("id")),
                        row.getAs("split"),
                        row.getJavaMap(row.fieldIndex("attributes")),
                        new FilePixels(row.getAs("path"), bytes)))
                .toList();
        return new LabeledImages(name, images);
    }

    /**
     * Every image below a folder of any file system that Spark reads ({@code file:}, {@code hdfs:}, {@code s3a:}), in the order of their paths. The class is
     * the name of the folder that an image lies in; nobody says groups.
     *
     * @throws IllegalArgumentException if there is no image
     */
    public static Dataset<Row> folder(SparkSession spark, String url) {
        List<String> paths = spark
                .read()
                .format("binaryFile")
                .option("recursiveFileLookup", "true")
                .load(url)
                .select("path")
                .as(Encoders.STRING())
                .collectAsList()
                .stream()
                .filter(path -> IMAGES.matcher(path).matches())
                .sorted()
                .toList();
        if (paths.isEmpty()) {
            throw new IllegalArgumentException(url + ": no image below it; expected files named as " + IMAGES);
        }
        int common = commonFolder(paths);
        List<Row> rows = new ArrayList<>(paths.size());
        for (String path : paths) {
            String id = path.substring(common);
            String[] places = path.split("/");
            rows.add(row(rows.size(), id, path, id.contains("/") ? places[places.length - 2] : "", id, "", Map.of()));
        }
        return spark.createDataset(rows, Encoders.row(SCHEMA)).toDF();
    }

    private static int commonFolder(List<String> sorted) {
        String first = sorted.get(0);
        String last = sorted.get(sorted.size() - 1);
        int same = 0;
        while (same < first.length() && same < last.length() && first.charAt(same) == last.charAt(same)) {
            same++;
        }
        return first.lastIndexOf('/', same - 1) + 1;
    }

    /**
     * A table with a row for each image: a DataFrame with the column {@code path} and, if there are any, {@code row}, {@code id}, {@code label},
     * {@code group}, {@code split}; whatever else it has are attributes. Without {@code row} images are counted in the order of their ids.
     *
     * @param folder what paths that are not absolute lie in, without a slash at the end
     * @throws IllegalArgumentException if there is no column {@code path}, a path is missing, or an id occurs twice
     */
    public static Dataset<Row> table(Dataset<Row> images, String folder) {
        List<String> columns = List.of(images.columns());
        if (!columns.contains("path")) {
            throw new IllegalArgumentException("columns " + columns + "; expected 'path', and perhaps " + NAMED);
        }
        List<Row> listed = new ArrayList<>(images.collectAsList());
        Map<String, Integer> seen = new HashMap<>();
        List<Row> rows = new ArrayList<>(listed.size());
        for (Row image : listed) {
            String path = text(image, columns, "path", "");
            if (path.isEmpty()) {
                throw new IllegalArgumentException("an image has no path: " + image + "; expected one in every row");
            }
            String id = text(image, columns, "id", path);
            if (seen.put(id, rows.size()) != null) {
                throw new IllegalArgumentException("id '" + id + "' occurs twice; expected unique ids");
            }
            Map<String, String> attributes = new LinkedHashMap<>();
            columns.stream()
                    .filter(column -> !NAMED.contains(column))
                    .forEach(column -> attributes.put(column, text(image, columns, column, "")));
            rows.add(row(
                    columns.contains("row") ? ((Number) image.getAs("row")).longValue() : -1,
                    id,
                    ImageBytes.isAbsolute(path) ? path : folder + "/" + path,
                    text(image, columns, "label", ""),
                    text(image, columns, "group", id),
                    text(image, columns, "split", ""),
                    attributes));
        }
        return images.sparkSession()
                .createDataset(columns.contains("row") ? rows : counted(rows), Encoders.row(SCHEMA))
                .toDF();
    }

    private static List<Row> counted(List<Row> rows) {
        rows.sort((a, b) -> a.getString(1).compareTo(b.getString(1)));
        List<Row> counted = new ArrayList<>(rows.size());
        for (Row row : rows) {
            counted.add(row(
                    counted.size(),
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getJavaMap(6)));
        }
        return counted;
    }

    private static String text(Row row, List<String> columns, String column, String otherwise) {
        Object value = columns.contains(column) ? row.getAs(column) : null;
        return value == null || value.toString().isEmpty() ? otherwise : value.toString();
    }

    private static Row row(
            long row,
            String id,
            String path,
            String label,
            String group,
            String split,
            Map<String, String> attributes) {
        return RowFactory.create(
                row,
                id,
                path,
                label,
                group,
                split,
                scala.jdk.javaapi.CollectionConverters.asScala(new LinkedHashMap<>(attributes)));
    }
}
