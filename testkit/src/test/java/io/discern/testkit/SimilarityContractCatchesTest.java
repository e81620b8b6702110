package io.discern.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.Embeddings;
import io.discern.internal.similarity.GroupExclusion;
import io.discern.internal.similarity.TopKSelector;
import io.discern.similarity.ClassRows;
import io.discern.similarity.ClassSums;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.TopK;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad similarity fails exactly the test that is meant for it. */
class SimilarityContractCatchesTest {
    private static CosineSimilarity similarity;

    /** The contract on whatever is to be tried. */
    static class Contract extends SimilarityContractTest {
        @Override
        protected CosineSimilarity open() {
            return similarity;
        }
    }

    /** The reference, to be spoiled. */
    private static class Spoiled implements CosineSimilarity {
        @Override
        public float[] matrix(Embeddings queries, Embeddings bank) {
            return CosineSimilarity.reference().matrix(queries, bank);
        }

        @Override
        public void tiles(Embeddings queries, Embeddings bank, int tileRows, TileConsumer consumer) {
            CosineSimilarity.reference().tiles(queries, bank, tileRows, consumer);
        }

        @Override
        public TopK topK(Embeddings queries, Embeddings bank, int k, Exclusion exclusion) {
            return CosineSimilarity.reference().topK(queries, bank, k, exclusion);
        }
    }

    private static final Map<String, CosineSimilarity> BAD = Map.of(
            "theMatrixIsNearTheReference: is off by 1e-6",
                    new Spoiled() {
                        @Override
                        public float[] matrix(Embeddings queries, Embeddings bank) {
                            float[] matrix = super.matrix(queries, bank);
                            for (int i = 0; i < matrix.length; i++) {
                                matrix[i] -= Math.abs(matrix[i]) > 1e-3 && queries.rows() == 97 ? 1e-6f * matrix[i] : 0;
                            }
                            return matrix;
                        }
                    },
            "tilesPutTogetherAreTheMatrix: forgets the last tile",
                    new Spoiled() {
                        @Override
                        public void tiles(Embeddings queries, Embeddings bank, int tileRows, TileConsumer consumer) {
                            super.tiles(queries, bank, tileRows, (first, count, tile) -> {
                                if (first == 0 || first + count < queries.rows()) {
                                    consumer.accept(first, count, tile);
                                }
                            });
                        }
                    },
            "excludedRowsAreNotFound: ignores exclusions of others",
                    new Spoiled() {
                        @Override
                        public TopK topK(Embeddings queries, Embeddings bank, int k, Exclusion exclusion) {
                            return exclusion instanceof GroupExclusion
                                    ? super.topK(queries, bank, k, exclusion)
                                    : super.topK(
                                            queries,
                                            bank,
                                            k,
                                            (query, row) -> query == row && exclusion.excludes(query, row));
                        }
                    },
            "aQuerysOwnGroupIsNotFound: takes queries and bank for the same rows",
                    new Spoiled() {
                        @Override
                        public TopK topK(Embeddings queries, Embeddings bank, int k, Exclusion exclusion) {
                            return exclusion instanceof GroupExclusion groups && queries.rows() != bank.rows()
                                    ? super.topK(
                                            queries,
                                            bank,
                                            k,
                                            (query, row) -> query < bank.rows()
                                                    && groups.ofBank()[query] == groups.ofBank()[row])
                                    : super.topK(queries, bank, k, exclusion);
                        }
                    },
            "aQuerysOwnGroupIsNotFound: cannot exclude groups and keeps quiet",
                    new Spoiled() {
                        @Override
                        public boolean excludesGroups() {
                            return false;
                        }
                    },
            "classSumsEqualTheReference: adds in another order",
                    new Spoiled() {
                        @Override
                        public ClassSums classSums(ClassRows rows) {
                            return super.classSums(new ClassRows(
                                    rows.rows(),
                                    rows.lengths(),
                                    rows.order(),
                                    rows.labels(),
                                    rows.origins(),
                                    rows.pieces() + 1));
                        }
                    },
            "zeroRowsHaveSimilarityZero: divides by zero",
                    new Spoiled() {
                        @Override
                        public float[] matrix(Embeddings queries, Embeddings bank) {
                            float[] matrix = super.matrix(queries, bank);
                            if (matrix.length > 0 && queries.row(0)[0] == 0) {
                                matrix[0] = Float.NaN;
                            }
                            return matrix;
                        }
                    },
            "valuesThatAreNotFiniteAreRefused: takes infinity for a large number",
                    new Spoiled() {
                        @Override
                        public TopK topK(Embeddings queries, Embeddings bank, int k, Exclusion exclusion) {
                            float[] values = queries.values().clone();
                            for (int i = 0; i < values.length; i++) {
                                values[i] = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, values[i]));
                            }
                            return super.topK(Embeddings.ofRows(queries.dim(), values), bank, k, exclusion);
                        }
                    },
            "whatIsNearerThanFloat32TellsIsInExactOrder: believes float32",
                    new Spoiled() {
                        @Override
                        public TopK topK(Embeddings queries, Embeddings bank, int k, Exclusion exclusion) {
                            GroupExclusion.requireFit(exclusion, queries.rows(), bank.rows());
                            float[] exact = super.matrix(queries, bank);
                            float[] float32 = new FloatSimilarity().matrix(queries, bank);
                            int[] rows = new int[queries.rows() * k];
                            float[] similarities = new float[rows.length];
                            for (int query = 0; query < queries.rows(); query++) {
                                int from = query * bank.rows();
                                TopKSelector selector = new TopKSelector(k, 0, row -> float32[from + row]);
                                for (int row = 0; row < bank.rows(); row++) {
                                    if (!exclusion.excludes(query, row)) {
                                        selector.offer(row, float32[from + row]);
                                    }
                                }
                                selector.finish(rows, similarities, query * k);
                                for (int i = query * k; i < (query + 1) * k; i++) {
                                    similarities[i] = rows[i] < 0 ? similarities[i] : exact[from + rows[i]];
                                }
                            }
                            return new TopK(queries.rows(), k, rows, similarities);
                        }
                    });

    static Set<String> bad() {
        return BAD.keySet();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadSimilarityFailsTheTestMeantForIt(String bad) {
        similarity = BAD.get(bad);
        ContractRun run = ContractRun.of(Contract.class);
        assertThat(run.failed()).as(run.messages().toString()).containsExactly(bad.substring(0, bad.indexOf(':')));
        assertThat(run.messages())
                .allMatch(message -> message.startsWith("clause ") && message.contains("; expected "));
    }
}
