package io.discern.spark;

import io.discern.analysis.LabeledEmbeddings;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows that everybody can make anew from their numbers: five classes, groups of one or two rows.
 *
 * @param rows n
 * @param dim d
 */
record ManyRows(int rows, int dim) {
    private static final StructType SCHEMA = new StructType()
            .add("row", DataTypes.LongType, false)
            .add("id", DataTypes.StringType, false)
            .add("label", DataTypes.StringType, false)
            .add("group", DataTypes.StringType, false)
            .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), true);

    static float[] row(long row, int dim) {
        // Seeds in arithmetic progression would give rows that are each other's, moved by a place.
        SplittableRandom random = new SplittableRandom(new SplittableRandom(row).nextLong());
        int label = label(row);
        float[] values = new float[dim];
        for (int j = 0; j < dim; j++) {
            values[j] = (float) (random.nextDouble(-1, 1) + random.nextDouble(-1, 1) + (j % 7 == label ? 0.3 : 0));
        }
        return values;
    }

    private static long group(long row) {
        return row / 4 * 3 + Math.min(2, row % 4);
    }

    private static int label(long row) {
        return (int) (new SplittableRandom(group(row)).nextInt(8) * 5L / 8);
    }

    LabeledEmbeddings here() {
        float[] values = new float[Math.multiplyExact(rows, dim)];
        IntStream.range(0, rows).parallel().forEach(row -> System.arraycopy(row(row, dim), 0, values, row * dim, dim));
        return LabeledEmbeddings.of(
                        Nd4j.create(values, new long[] {rows, dim}, 'c'),
                        IntStream.range(0, rows)
                                .mapToObj(row -> "class " + label(row))
                                .toList())
                .withGroups(IntStream.range(0, rows)
                        .mapToObj(row -> "group " + group(row))
                        .toList())
                .withIds(IntStream.range(0, rows).mapToObj(row -> "row " + row).toList());
    }

    Dataset<Row> there(SparkSession spark, int partitions) {
        int width = dim;
        MapFunction<Long, Row> make = row ->
                RowFactory.create(row, "row " + row, "class " + label(row), "group " + group(row), row(row, width));
        return spark.range(0, rows, 1, partitions)
                .as(Encoders.LONG())
                .map(make, Encoders.row(SCHEMA))
                .toDF();
    }
}
