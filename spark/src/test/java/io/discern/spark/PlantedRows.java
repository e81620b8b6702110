package io.discern.spark;

import io.discern.Embeddings;
import io.discern.analysis.LabeledEmbeddings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows with everything that is hard: equal rows and so equal cosines, zero rows, one class with most of the rows, groups of one to five rows, some over two classes.
 *
 * @param values n x d
 */
record PlantedRows(Embeddings values, List<String> labels, List<String> groups) {
    private static final StructType SCHEMA = new StructType()
            .add("row", DataTypes.LongType, false)
            .add("id", DataTypes.StringType, false)
            .add("label", DataTypes.StringType, false)
            .add("group", DataTypes.StringType, false)
            .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), true);

    static PlantedRows of(int rows, int dim, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * dim];
        List<String> labels = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        int group = 0;
        for (int row = 0; row < rows; row++) {
            group += random.nextInt(3) == 0 ? 1 : 0;
            int label = random.nextInt(10) < 7 ? 0 : 1 + group % 4;
            labels.add("class " + label);
            groups.add("patient " + group);
            int twin = row > 50 && row % 7 == 0 ? random.nextInt(row) : -1;
            for (int j = 0; j < dim; j++) {
                double mean = j % 5 == label ? 0.6 : 0;
                values[row * dim + j] = twin >= 0
                        ? values[twin * dim + j]
                        : row % 501 == 17 ? 0 : (float) (random.nextDouble(-1, 1) + random.nextDouble(-1, 1) + mean);
            }
        }
        return new PlantedRows(Embeddings.ofRows(dim, values), labels, groups);
    }

    LabeledEmbeddings here() {
        return LabeledEmbeddings.of(values, labels).withGroups(groups);
    }

    /** The same in no order, in that many partitions. */
    Dataset<Row> there(SparkSession spark, int partitions) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < values.rows(); row++) {
            rows.add(RowFactory.create(
                    (long) row, values.ids().get(row), labels.get(row), groups.get(row), values.row(row)));
        }
        Collections.shuffle(rows, new java.util.Random(partitions));
        return spark.createDataset(rows, Encoders.row(SCHEMA)).toDF().repartition(partitions);
    }
}
