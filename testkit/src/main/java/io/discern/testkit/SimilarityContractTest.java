package io.discern.testkit;

import io.discern.Embeddings;
import io.discern.similarity.ClassRows;
import io.discern.similarity.ClassSums;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.CosineSimilarity.Exclusion;
import io.discern.similarity.TopK;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of {@link CosineSimilarity}: similarities within the declared {@link CosineSimilarity#deviation} of the
 * {@link CosineSimilarity#reference() reference}'s, and top-k lists equal to its.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
public abstract class SimilarityContractTest {
    /** Queries, bank rows, dimension: one, primes, none, and sizes around what a kernel or tile works on at a time. */
    private static final int[][] SIZES = {
        {1, 1, 1},
        {2, 3, 5},
        {7, 13, 31},
        {31, 33, 32},
        {32, 31, 33},
        {33, 32, 1},
        {97, 101, 127},
        {0, 5, 3},
        {5, 0, 3},
        {3, 1023, 31},
        {1024, 3, 33},
        {1025, 1025, 7},
        {2, 3, 1023},
        {3, 2, 1024},
        {2, 2, 1025},
        {5, 2053, 17}
    };

    /** More queries than a tile has. */
    private static final int MANY = 1000;

    /** For the subclass. */
    protected SimilarityContractTest() {}

    /** Opens the similarity; each test opens its own and closes it. */
    protected abstract CosineSimilarity open();

    @Test
    void theMatrixIsNearTheReference() {
        Clause clause = new Clause("matrix");
        try (CosineSimilarity similarity = open()) {
            for (int[] size : SIZES) {
                Embeddings queries = TestRows.random(size[0], size[2], 1);
                Embeddings bank = TestRows.random(size[1], size[2], 2);
                requireNear(clause, similarity, queries, bank, similarity.matrix(queries, bank));
            }
        }
    }

    @Test
    void tilesPutTogetherAreTheMatrix() {
        Clause clause = new Clause("tiles");
        try (CosineSimilarity similarity = open()) {
            Embeddings bank = TestRows.random(37, 13, 2);
            Thread caller = Thread.currentThread();
            // whole tiles and a rest, one of all, and more than all; of few queries where tiles are small, since each
            // is a call
            for (int[] size : new int[][] {{35, 1}, {131, 32}, {131, 33}, {1031, 1024}, {1031, 1025}, {1031, 5000}}) {
                Embeddings queries = TestRows.random(size[0], 13, 1);
                int tileRows = size[1];
                float[] joined = new float[queries.rows() * bank.rows()];
                int[] next = {0};
                similarity.tiles(queries, bank, tileRows, (first, count, tile) -> {
                    clause.require(
                            first == next[0], "the tile from query " + next[0], "a tile starts at query %d", first);
                    clause.require(
                            Thread.currentThread() == caller, "the calling thread", "a tile came on another thread");
                    System.arraycopy(tile, 0, joined, first * bank.rows(), count * bank.rows());
                    next[0] += count;
                });
                clause.require(
                        next[0] == queries.rows(),
                        queries.rows() + "",
                        "tiles of %d hold %d queries",
                        tileRows,
                        next[0]);
                requireNear(clause, similarity, queries, bank, joined);
            }
        }
    }

    @Test
    void topKEqualsTheReference() {
        Clause clause = new Clause("top-k");
        try (CosineSimilarity similarity = open()) {
            for (int[] size : SIZES) {
                Embeddings queries = TestRows.random(size[0], size[2], 3);
                Embeddings bank = TestRows.random(size[1], size[2], 4);
                // each of many queries is searched for like a few
                int[] lengths = size[0] > MANY ? new int[] {5} : new int[] {1, 5, 33};
                for (int k : lengths) {
                    requireEqualTopK(clause, similarity, queries, bank, k, Exclusion.NONE, "random rows");
                }
            }
        }
    }

    @Test
    void tiesAreInRowOrder() {
        Clause clause = new Clause("ties");
        try (CosineSimilarity similarity = open()) {
            // dimension, k
            for (int[] size : new int[][] {{7, 1}, {1, 10}, {7, 10}, {32, 10}, {7, 31}}) {
                Embeddings queries = TestRows.tied(9, size[0], 5);
                Embeddings bank = TestRows.tied(2063, size[0], 5);
                requireEqualTopK(clause, similarity, queries, bank, size[1], Exclusion.NONE, "rows of five directions");
            }
        }
    }

    @Test
    void whatIsNearerThanFloat32TellsIsInExactOrder() {
        Clause clause = new Clause("near ties");
        try (CosineSimilarity similarity = open()) {
            for (int dim : new int[] {3, 33, 257}) {
                Embeddings bank = TestRows.nearlyTied(1100, dim, 6);
                requireEqualTopK(
                        clause, similarity, bank.select(0, 1, 2, 3, 4), bank, 10, Exclusion.NONE, "near copies");
                requireEqualTopK(
                        clause, similarity, TestRows.random(4, dim, 8), bank, 10, Exclusion.NONE, "near copies");
            }
        }
    }

    @Test
    void excludedRowsAreNotFound() {
        Clause clause = new Clause("exclusion");
        try (CosineSimilarity similarity = open()) {
            Embeddings rows = TestRows.random(1100, 9, 7);
            requireEqualTopK(clause, similarity, rows, rows, 3, Exclusion.SELF, "rows without themselves");
            Embeddings some = first(131, rows);
            requireEqualTopK(clause, similarity, some, rows, 3, (q, b) -> q % 10 == b % 10, "rows of other groups");
            requireEqualTopK(clause, similarity, some, rows, 3, (q, b) -> b > 1, "two candidates for three places");
            requireEqualTopK(clause, similarity, some, rows, 2, (q, b) -> true, "no candidate");
        }
    }

    @Test
    void aQuerysOwnGroupIsNotFound() {
        Clause clause = new Clause("groups");
        try (CosineSimilarity similarity = open()) {
            Embeddings rows = TestRows.random(1100, 9, 7);
            int[] groups =
                    IntStream.range(0, rows.rows()).map(row -> row * 7 % 211).toArray();
            Exclusion own = Exclusion.groups(groups, groups);
            if (!similarity.excludesGroups()) {
                clause.requireThrown(
                        "an UnsupportedOperationException, as excludesGroups() is false",
                        "topK without own groups",
                        () -> similarity.topK(rows, rows, 3, own),
                        UnsupportedOperationException.class);
                return;
            }
            requireEqualTopK(clause, similarity, rows, rows, 3, own, "rows of other groups");
            // what is found slowly, for some queries
            int some = 33;
            Embeddings queries = first(some, rows);
            int[] ofQueries = Arrays.copyOf(groups, some);
            Embeddings tied = TestRows.tied(1100, 9, 7);
            requireEqualTopK(
                    clause,
                    similarity,
                    first(some, tied),
                    tied,
                    40,
                    Exclusion.groups(ofQueries, groups),
                    "queries that tie");
            Embeddings bank = TestRows.random(90, 9, 8);
            int[] few = IntStream.range(0, 90).map(row -> row < 60 ? 3 : -row).toArray();
            requireEqualTopK(
                    clause,
                    similarity,
                    queries,
                    bank,
                    35,
                    Exclusion.groups(ofQueries, few),
                    "one group of most of the bank");
            Exclusion all = Exclusion.groups(new int[some], new int[rows.rows()]);
            requireEqualTopK(clause, similarity, queries, rows, 2, all, "a single group");
            clause.requireThrown(
                    "an IllegalArgumentException",
                    "groups of fewer rows",
                    () -> similarity.topK(rows, rows, 3, Exclusion.groups(few, groups)),
                    IllegalArgumentException.class);
        }
    }

    private static Embeddings first(int count, Embeddings rows) {
        return rows.select(IntStream.range(0, count).toArray());
    }

    @Test
    void classSumsEqualTheReference() {
        Clause clause = new Clause("class sums");
        try (CosineSimilarity similarity = open()) {
            for (int[] size : SIZES) {
                for (int classes : new int[] {1, 3, 45}) {
                    requireEqualSums(clause, similarity, ClassRowsCases.of(size[1], size[2], classes, false));
                    requireEqualSums(clause, similarity, ClassRowsCases.of(size[1], size[2], classes, true));
                }
            }
        }
    }

    private static void requireEqualSums(Clause clause, CosineSimilarity similarity, ClassRows rows) {
        ClassSums expected = ClassSums.reference(rows);
        ClassSums found = similarity.classSums(rows);
        requireEqualBits(clause, rows, "sum", expected.sums(), found.sums());
        requireEqualBits(clause, rows, "sum of squares", expected.squares(), found.squares());
    }

    private static void requireEqualBits(
            Clause clause, ClassRows rows, String what, double[] expected, double[] found) {
        int place = Arrays.mismatch(expected, found);
        if (place >= 0) {
            clause.require(
                    false,
                    place < expected.length ? expected[place] + "" : expected.length + " values",
                    "%s: %s %d is %s",
                    rows,
                    what,
                    place,
                    place < found.length ? found[place] + "" : "missing");
        }
    }

    @Test
    void zeroRowsHaveSimilarityZero() {
        Clause clause = new Clause("zero rows");
        try (CosineSimilarity similarity = open()) {
            Embeddings zeros = Embeddings.ofRows(5, new float[10]);
            Embeddings rows = TestRows.random(3, 5, 8);
            for (List<Embeddings> pair : List.of(List.of(zeros, rows), List.of(rows, zeros), List.of(zeros, zeros))) {
                for (float value : similarity.matrix(pair.get(0), pair.get(1))) {
                    clause.require(value == 0, "0", "a row of zeros has similarity %s", value);
                }
            }
        }
    }

    @Test
    void largeAndSmallValuesDoNotOverflow() {
        Clause clause = new Clause("range");
        try (CosineSimilarity similarity = open()) {
            for (float scale : new float[] {Float.MAX_VALUE, 1e-30f}) {
                Embeddings rows =
                        Embeddings.ofRows(3, new float[] {scale, -scale, scale, scale, scale, 0, 0, 0, -scale});
                requireNear(clause, similarity, rows, rows, similarity.matrix(rows, rows));
            }
        }
    }

    @Test
    void valuesThatAreNotFiniteAreRefused() {
        Clause clause = new Clause("finite");
        try (CosineSimilarity similarity = open()) {
            Embeddings good = TestRows.random(3, 2, 9);
            for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                Embeddings bad = Embeddings.ofRows(2, new float[] {1, 2, 3, value});
                requireRefused(clause, value + " in a query", similarity, bad, good);
                requireRefused(clause, value + " in the bank", similarity, good, bad);
            }
        }
    }

    @Test
    void sizesThatDisagreeAreRefused() {
        Clause clause = new Clause("sizes");
        try (CosineSimilarity similarity = open()) {
            Embeddings rows = TestRows.random(3, 2, 9);
            requireRefused(clause, "rows of 2 and of 3", similarity, rows, TestRows.random(3, 3, 9));
            clause.requireThrown(
                    "an IllegalArgumentException",
                    "k 0",
                    () -> similarity.topK(rows, rows, 0, Exclusion.NONE),
                    IllegalArgumentException.class);
            clause.requireThrown(
                    "an IllegalArgumentException",
                    "tileRows 0",
                    () -> similarity.tiles(rows, rows, 0, (first, count, tile) -> {}),
                    IllegalArgumentException.class);
        }
    }

    @Test
    void overlappingCallsGetTheirOwnResults() {
        Clause clause = new Clause("threads");
        try (CosineSimilarity similarity = open()) {
            IntStream.range(0, 32).parallel().forEach(i -> {
                Embeddings queries = TestRows.random(10 + 2 * i, 11, i);
                Embeddings bank = TestRows.random(70, 11, i + 1);
                requireNear(clause, similarity, queries, bank, similarity.matrix(queries, bank));
                requireEqualTopK(
                        clause, similarity, queries, bank, 4, Exclusion.NONE, "a call that overlaps with others");
            });
        }
    }

    @Test
    void closingTwiceIsFine() {
        CosineSimilarity similarity = open();
        similarity.close();
        try {
            similarity.close();
        } catch (RuntimeException thrown) {
            throw new Clause("close twice").broken("a second close to do nothing", thrown);
        }
    }

    private static void requireRefused(
            Clause clause, String what, CosineSimilarity similarity, Embeddings queries, Embeddings bank) {
        String expected = "an IllegalArgumentException";
        clause.requireThrown(
                expected, what + " in matrix", () -> similarity.matrix(queries, bank), IllegalArgumentException.class);
        clause.requireThrown(
                expected,
                what + " in topK",
                () -> similarity.topK(queries, bank, 1, Exclusion.NONE),
                IllegalArgumentException.class);
        clause.requireThrown(
                expected,
                what + " in tiles",
                () -> similarity.tiles(queries, bank, 1, (first, count, tile) -> {}),
                IllegalArgumentException.class);
    }

    private static void requireNear(
            Clause clause, CosineSimilarity similarity, Embeddings queries, Embeddings bank, float[] found) {
        float[] expected = CosineSimilarity.reference().matrix(queries, bank);
        String sizes = queries.rows() + " x " + bank.rows() + " of " + queries.dim();
        clause.require(found.length == expected.length, expected.length + "", "%s gave %d values", sizes, found.length);
        double bound = similarity.deviation(queries.dim());
        for (int i = 0; i < found.length; i++) {
            double difference = Math.abs((double) found[i] - expected[i]);
            if (difference <= bound && Math.abs(found[i]) <= 1) {
                continue; // without the words for what is wrong: there are many values
            }
            clause.require(
                    false,
                    expected[i] + " within " + bound + " and in [-1, 1]",
                    "%s: query %d, row %d has %s",
                    sizes,
                    i / bank.rows(),
                    i % bank.rows(),
                    found[i]);
        }
    }

    private static void requireEqualTopK(
            Clause clause,
            CosineSimilarity similarity,
            Embeddings queries,
            Embeddings bank,
            int k,
            Exclusion exclusion,
            String what) {
        TopK expected = CosineSimilarity.reference().topK(queries, bank, k, exclusion);
        TopK found = similarity.topK(queries, bank, k, exclusion);
        int place = Arrays.mismatch(expected.rows(), found.rows());
        if (place < 0) {
            place = Arrays.mismatch(expected.similarities(), found.similarities());
        }
        if (place >= 0) {
            clause.require(
                    false,
                    "row " + expected.rows()[place] + " with " + expected.similarities()[place],
                    "%s, %d x %d of %d, k %d: query %d has in place %d row %d with %s",
                    what,
                    queries.rows(),
                    bank.rows(),
                    queries.dim(),
                    k,
                    place / k,
                    place % k,
                    found.rows()[place],
                    found.similarities()[place]);
        }
    }
}
