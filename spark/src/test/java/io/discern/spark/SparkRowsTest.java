package io.discern.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.study.StandardMetrics;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a cluster holds is measured as what lies here, to the last bit, however it is spread. */
class SparkRowsTest {
    private static final PlantedRows ROWS = PlantedRows.of(1100, 70, 3);

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = LocalSpark.session("local[2]");
    }

    @Test
    void everyMetricGivesTheSameResults() {
        try (LabeledEmbeddings here = ROWS.here();
                SparkRows remote = SparkRows.of(ROWS.there(spark, 5));
                LabeledEmbeddings there = remote.labeled()) {
            for (Metric metric : StandardMetrics.ofTheMainQuestion()) {
                assertSame(metric, there, here);
            }
        }
    }

    private static void assertSame(Metric metric, LabeledEmbeddings there, LabeledEmbeddings here) {
        assertThat(metric.measure(there, 3))
                .as(metric.getClass().getSimpleName())
                .isEqualTo(metric.measure(here, 3));
    }

    @Test
    void neighboursAreTheSameWithTiesAndGroups() {
        try (LabeledEmbeddings here = ROWS.here();
                SparkRows remote = SparkRows.of(ROWS.there(spark, 3));
                LabeledEmbeddings there = remote.labeled()) {
            assertSame(NearestNeighbors.leaveOneOut(there, 9), NearestNeighbors.leaveOneOut(here, 9));
            assertSame(NearestNeighbors.leaveGroupOut(there, 9), NearestNeighbors.leaveGroupOut(here, 9));
        }
    }

    private static void assertSame(NearestNeighbors found, NearestNeighbors expected) {
        for (int query = 0; query < expected.queries(); query++) {
            assertThat(found.found(query)).isEqualTo(expected.found(query));
            for (int rank = 0; rank < expected.found(query); rank++) {
                assertThat(found.row(query, rank)).isEqualTo(expected.row(query, rank));
                assertThat(found.similarity(query, rank)).isEqualTo(expected.similarity(query, rank));
            }
        }
    }
}
