package io.discern.spark;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.RemoteRows;
import io.discern.similarity.ClassSums;
import io.discern.spark.internal.PlacedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Embeddings that lie on the executors, for every metric of {@code analysis}: {@link #labeled()} are {@code LabeledEmbeddings} like others.
 *
 * <p>Rows are put in the order of the column {@code row} (of the {@code id} where there is none), cut into blocks of {@value #BLOCK} and kept by the executors, in memory
 * where it suffices, else on their disks. There, lengths are taken, classes are summed and neighbours are searched. The driver holds the names, labels, groups and splits (160 bytes
 * for a row with short names, some 600 more while they are gathered), and whatever else a metric reads passes through it, block by block; the last blocks are kept, as many as a
 * quarter of its heap takes.
 *
 * <p>Safe for concurrent use. Closing it frees the executors' memory.
 */
public final class SparkRows implements RemoteRows, AutoCloseable {
    /** Rows of a block. */
    static final int BLOCK = 1024;

    private static final long PARTITION_BYTES = 32L << 20;

    private final JavaSparkContext context;
    private final JavaPairRDD<Integer, float[]> blocks;
    private final BlockLayout layout;
    private final KeptBlocks kept;
    private final RowNames names;
    private final List<String> unlabelled;

    private SparkRows(
            JavaSparkContext context,
            JavaPairRDD<Integer, float[]> blocks,
            BlockLayout layout,
            RowNames names,
            List<String> unlabelled) {
        this.context = context;
        this.blocks = blocks;
        this.layout = layout;
        this.names = names;
        this.unlabelled = unlabelled;
        this.kept = new KeptBlocks(blocks, layout);
    }

    /**
     * Takes rows: {@code id}, {@code label}, {@code embedding} (array of float), and, if there are any, {@code row}, {@code group} and
     * {@code split}. Rows without an embedding are not looked at; those without a label are left out and {@linkplain #unlabelled() listed}.
     *
     * @throws IllegalArgumentException if a column is missing, an id or place occurs twice, no row is left, rows differ in length, or a value is not finite
     */
    public static SparkRows of(Dataset<Row> embeddings) {
        Set<String> columns = Set.of(embeddings.columns());
        for (String needed : List.of("id", "label", "embedding")) {
            if (!columns.contains(needed)) {
                throw new IllegalArgumentException(
                        "columns " + List.of(embeddings.columns()) + "; expected id, label and embedding among them");
            }
        }
        Dataset<Row> rows = embeddings.where("embedding is not null");
        List<String> unlabelled = rows.where("label is null or label = ''").select("id").collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
        String order = columns.contains("row") ? "row" : "id";
        Dataset<Row> sorted = rows.where("label is not null and label <> ''")
                .select(
                        functions.col(order).as("place"),
                        functions.col("id"),
                        functions.col("label"),
                        columns.contains("group")
                                ? functions.coalesce(functions.col("group"), functions.col("id"))
                                : functions.col("id"),
                        columns.contains("split")
                                ? functions.coalesce(functions.col("split"), functions.lit(""))
                                : functions.lit(""),
                        functions.col("embedding").cast("array<float>").as("embedding"))
                .orderBy("place");
        RowNames names = RowNames.of(sorted.drop("embedding").collectAsList(), order);
        int dim = sorted.select(functions.size(functions.col("embedding")))
                .first()
                .getInt(0);
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(embeddings.sparkSession().sparkContext());
        BlockLayout layout =
                BlockLayout.of(names.rows(), dim, BLOCK, 4 * context.defaultParallelism(), PARTITION_BYTES);
        JavaPairRDD<Integer, float[]> blocks = sorted.select(functions.lit(0L).as("place"), functions.col("embedding"))
                .as(Encoders.bean(PlacedRow.class))
                .toJavaRDD()
                .zipWithIndex()
                .mapToPair(numbered -> new Tuple2<>(
                        (int) (numbered._2() / BLOCK),
                        new PlacedRow(numbered._2(), checked(numbered._1().getEmbedding(), dim))))
                .groupByKey(layout)
                .mapValues(members -> block(members, dim))
                .persist(StorageLevel.MEMORY_AND_DISK());
        return new SparkRows(context, blocks, layout, names, unlabelled);
    }

    private static float[] checked(float[] embedding, int dim) {
        if (embedding.length != dim) {
            throw new IllegalArgumentException("an embedding of " + embedding.length + " components beside one of "
                    + dim + "; expected one length");
        }
        return embedding;
    }

    private static float[] block(Iterable<PlacedRow> members, int dim) {
        List<PlacedRow> rows = new ArrayList<>();
        members.forEach(rows::add);
        float[] block = new float[rows.size() * dim];
        for (PlacedRow row : rows) {
            System.arraycopy(row.getEmbedding(), 0, block, (int) (row.getPlace() % BLOCK) * dim, dim);
        }
        return block;
    }

    /** These rows with their ids, labels, groups and splits. They refer to this object: close it after them. */
    public LabeledEmbeddings labeled() {
        return LabeledEmbeddings.of(this, names.labels())
                .withGroups(names.groups())
                .withSplits(names.splits())
                .withIds(names.ids());
    }

    /** The ids of the rows that have no label, sorted. */
    public List<String> unlabelled() {
        return unlabelled;
    }

    @Override
    public int rows() {
        return layout.rows();
    }

    @Override
    public int dim() {
        return layout.dim();
    }

    @Override
    public double largest() {
        return blocks.values()
                .map(block -> {
                    double largest = 0;
                    for (float value : block) {
                        if (!Float.isFinite(value)) {
                            throw new IllegalArgumentException(
                                    "an embedding has a component " + value + "; expected finite values");
                        }
                        largest = Math.max(largest, Math.abs(value));
                    }
                    return largest;
                })
                .reduce(Math::max);
    }

    @Override
    public double[] lengths(double scale) {
        double[] lengths = new double[rows()];
        int dim = dim();
        List<Tuple2<Integer, double[]>> ofBlocks = blocks.mapValues(block -> {
                    double[] own = new double[block.length / dim];
                    double[] values = new double[dim];
                    for (int row = 0; row < own.length; row++) {
                        for (int j = 0; j < dim; j++) {
                            values[j] = block[row * dim + j] * scale;
                        }
                        own[row] = RemoteRows.length(values);
                    }
                    return own;
                })
                .collect();
        ofBlocks.forEach(own -> System.arraycopy(own._2(), 0, lengths, own._1() * BLOCK, own._2().length));
        return lengths;
    }

    @Override
    public void read(int row, float[] into) {
        System.arraycopy(kept.of(row / BLOCK), row % BLOCK * dim(), into, 0, dim());
    }

    @Override
    public ClassSums classSums(
            double scale, int[] order, double[] lengths, int[] labels, double[] origins, int pieces) {
        return new OrderedSums(scale, order, lengths, labels, origins, pieces, layout).of(blocks, context);
    }

    @Override
    public Nearest nearest(Side queries, Side bank, int k) {
        return new StreamedBank(queries, bank, k, layout).search(blocks, context, kept);
    }

    /** How much has passed to the driver so far. */
    long fetchedBytes() {
        return kept.fetchedBytes();
    }

    /** Frees what the executors hold. Idempotent. */
    @Override
    public void close() {
        blocks.unpersist(false);
    }
}
