package io.discern.analysis;

import io.discern.Embeddings;
import io.discern.dataset.LabeledImage;
import io.discern.run.RunResult;
import io.discern.similarity.CosineSimilarity;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Embeddings with a class for each row and, where rows are not independent, a group (patient, lesion): {@code n x d}.
 *
 * <p>Immutable; safe for concurrent use. <b>Ownership.</b> A row-major float or double array that is not a view is used in
 * place: it stays the caller's, who must neither modify nor close it while this object is in use. Any other array is copied.
 * Objects made by {@link #withGroups} or {@link #withIds} share a copy with the one they come from; {@link #select} copies. Close
 * each of them, in any order: the last one frees the copy. The caller's array is never freed.
 */
public final class LabeledEmbeddings implements AutoCloseable {
    /** The split whose rows fit and vote, where there are a training and a test split. */
    public static final String TRAIN = "train";
    /** The split whose rows are read and voted on then. */
    public static final String TEST = "test";

    private final Matrix matrix;
    private final List<String> ids;
    private final List<String> labels;
    private final List<String> groups;
    private final List<String> splits;
    private final List<String> classes;
    private final int[] classOfRow;
    private final int[] groupOfRow;
    private final int[] classCounts;
    private final boolean grouped;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Null where rows are compared by this module itself. */
    private final ComparedFloats compared;

    private LabeledEmbeddings(Matrix matrix, List<String> ids, List<String> labels, List<String> groups) {
        this(matrix, ids, labels, groups, Collections.nCopies(matrix.rows(), ""), null);
    }

    private LabeledEmbeddings(
            Matrix matrix,
            List<String> ids,
            List<String> labels,
            List<String> groups,
            List<String> splits,
            ComparedFloats compared) {
        this.matrix = matrix;
        this.compared = compared;
        this.ids = checked("row ids", ids, matrix.rows());
        this.labels = checked("labels", labels, matrix.rows());
        this.groups = checked("groups", groups, matrix.rows());
        this.splits = sized("splits", splits, matrix.rows());
        this.classes = List.copyOf(new TreeSet<>(this.labels));
        this.classOfRow = numbered(this.labels, classes);
        this.groupOfRow = numbered(this.groups, this.groups);
        // numbered from 0
        this.grouped = Arrays.stream(groupOfRow).max().orElse(-1) + 1 < rows();
        this.classCounts = new int[classes.size()];
        for (int label : classOfRow) {
            classCounts[label]++;
        }
    }

    /**
     * Labels the rows of a matrix; every row is a group of its own.
     *
     * @param rows {@code n x d}, float or double, of any order, views included; see the class for ownership
     * @param labels the class of each row
     * @throws IllegalArgumentException if there is no row, a value is not finite or above {@value Matrix#LARGEST} (the place is
     *     named), a label is empty, or the number of labels differs
     */
    public static LabeledEmbeddings of(INDArray rows, List<String> labels) {
        Matrix matrix = Matrix.of(rows);
        return of(matrix, labels, numbers(matrix));
    }

    /** The same, saying which rows belong together. */
    public static LabeledEmbeddings of(INDArray rows, List<String> labels, List<String> groups) {
        Matrix matrix = Matrix.of(rows);
        return of(matrix, labels, groups);
    }

    private static List<String> numbers(Matrix matrix) {
        return IntStream.range(0, matrix.rows()).mapToObj(Integer::toString).toList();
    }

    private static LabeledEmbeddings of(Matrix matrix, List<String> labels, List<String> groups) {
        try {
            return new LabeledEmbeddings(matrix, numbers(matrix), labels, groups);
        } catch (RuntimeException refused) {
            matrix.close();
            throw refused;
        }
    }

    /** Labels embeddings; every row is a group of its own. The values are copied. */
    public static LabeledEmbeddings of(Embeddings rows, List<String> labels) {
        return of(rows, labels, rows.ids());
    }

    /** Labels embeddings and says which rows belong together. The values are copied. */
    public static LabeledEmbeddings of(Embeddings rows, List<String> labels, List<String> groups) {
        return of(rows, labels, groups, Collections.nCopies(rows.rows(), ""));
    }

    private static LabeledEmbeddings of(
            Embeddings rows, List<String> labels, List<String> groups, List<String> splits) {
        Matrix matrix = Matrix.copyOf(rows);
        try {
            return new LabeledEmbeddings(matrix, rows.ids(), labels, groups, splits, null);
        } catch (RuntimeException refused) {
            matrix.close();
            throw refused;
        }
    }

    /** Labels rows that lie elsewhere, which stay the caller's, who closes them after these; every row is a group of its own. */
    public static LabeledEmbeddings of(RemoteRows rows, List<String> labels) {
        Matrix matrix = Matrix.of(rows);
        return of(matrix, labels, numbers(matrix));
    }

    /** The embeddings of a run with the labels, groups and splits of its images. The values are copied. */
    public static LabeledEmbeddings of(RunResult run) {
        List<LabeledImage> images = run.images().images();
        return of(
                run.embeddings(),
                images.stream().map(LabeledImage::label).toList(),
                images.stream().map(LabeledImage::group).toList(),
                images.stream().map(LabeledImage::split).toList());
    }

    /** Some rows of a run, in the given order, with the labels, groups and splits of their images. The values are copied. */
    public static LabeledEmbeddings of(RunResult run, int[] rows) {
        List<LabeledImage> images = run.images().images();
        return of(
                run.embeddings().select(rows),
                Arrays.stream(rows).mapToObj(row -> images.get(row).label()).toList(),
                Arrays.stream(rows).mapToObj(row -> images.get(row).group()).toList(),
                Arrays.stream(rows).mapToObj(row -> images.get(row).split()).toList());
    }

    /**
     * These rows, saying which belong together. A group may span classes: group-wise exclusion then leaves out all of its
     * rows, and resampling treats its rows of each class as a cluster.
     */
    public LabeledEmbeddings withGroups(List<String> groups) {
        return sharing(ids, groups, splits, shared());
    }

    /**
     * These rows, saying which part of a protocol each belongs to; empty for none. Where there are rows of {@value #TRAIN} and of
     * {@value #TEST}, neighbours, probes and zero-shot classification are measured on the test rows, and only training rows vote and
     * fit.
     */
    public LabeledEmbeddings withSplits(List<String> splits) {
        return sharing(ids, groups, splits, shared());
    }

    /** These rows under other ids. */
    public LabeledEmbeddings withIds(List<String> ids) {
        return sharing(ids, groups, splits, shared());
    }

    /**
     * These rows, compared by a similarity that somebody opened, on a GPU for instance: neighbours, rankings and sums by class
     * are computed there wherever these rows, or rows selected from them, are measured. Values stay the same to the last digit. The
     * similarity {@linkplain CosineSimilarity#hold keeps} the rows from the first use until these rows are closed.
     *
     * @param similarity stays the caller's, who closes it after the last use of these rows
     */
    public LabeledEmbeddings comparedBy(CosineSimilarity similarity) {
        return sharing(ids, groups, splits, new ComparedFloats(Objects.requireNonNull(similarity, "similarity")));
    }

    private LabeledEmbeddings sharing(
            List<String> ids, List<String> groups, List<String> splits, ComparedFloats theirs) {
        try {
            LabeledEmbeddings other = new LabeledEmbeddings(matrix, ids, labels, groups, splits, theirs);
            matrix.share();
            return other;
        } catch (RuntimeException refused) {
            if (theirs != null) {
                theirs.leave();
            }
            throw refused;
        }
    }

    private ComparedFloats shared() {
        return compared == null ? null : compared.share();
    }

    /** What compares these rows; empty where this module does itself. */
    public Optional<CosineSimilarity> similarity() {
        return Optional.ofNullable(compared).map(ComparedFloats::similarity);
    }

    /**
     * These rows in float32 as {@link #similarity} takes them: float rows as {@link #readRow} reads them, others at unit length. With
     * a similarity the same object every time, whose values it keeps until these rows are closed. Rows of {@link Embeddings} are
     * given in their own array while somebody has it, so that what a device keeps of them is known again.
     *
     * @return aliased, not to be modified
     */
    public Embeddings floats() {
        return compared == null ? ComparedFloats.of(this) : compared.floats(this);
    }

    /** The array that these rows were copied from, where somebody still has it and it is what {@link #readRow} gives. */
    Optional<float[]> source() {
        return matrix.source();
    }

    private static List<String> sized(String what, List<String> names, int rows) {
        if (names.size() != rows) {
            throw new IllegalArgumentException(
                    names.size() + " " + what + " for " + rows + " rows; expected one for each row");
        }
        return List.copyOf(names);
    }

    private static List<String> checked(String what, List<String> names, int rows) {
        sized(what, names, rows);
        for (int row = 0; row < rows; row++) {
            if (Objects.requireNonNull(names.get(row), what).isEmpty()) {
                throw new IllegalArgumentException(what + ": row " + row + " has an empty one; expected a name");
            }
        }
        return List.copyOf(names);
    }

    private static int[] numbered(List<String> names, Iterable<String> order) {
        Map<String, Integer> numbers = new HashMap<>();
        order.forEach(name -> numbers.putIfAbsent(name, numbers.size()));
        return names.stream().mapToInt(numbers::get).toArray();
    }

    /** The number of rows, n. */
    public int rows() {
        return matrix.rows();
    }

    /** The length of a row, d. */
    public int dim() {
        return matrix.dim();
    }

    /** What these rows are of a matrix that lies elsewhere; empty where they are in memory. */
    public Optional<RemoteRows.Part> remote() {
        return matrix.part();
    }

    /**
     * The matrix, {@code n x d}, row-major; aliased, not to be modified or closed.
     *
     * @throws UnsupportedOperationException if the rows lie elsewhere
     */
    public INDArray array() {
        return matrix.array();
    }

    /**
     * What rows are multiplied by where they are read: 1 unless the largest value lies beyond 2^32 or below 2^-32, where sums of powers
     * could leave the range of doubles. It is then the power of two that brings the largest value to between 1 and 2, which changes no
     * digit and no measure of this library. Rows that were {@linkplain #select selected} keep it.
     */
    public double scale() {
        return matrix.scale();
    }

    /** Copies one row, widened to double, times {@link #scale()}. */
    public void readRow(int row, double[] into) {
        matrix.read(row, into);
    }

    /** The Euclidean length of what {@link #readRow} gives; 0 for a row that has no direction: zero, or shorter than 1e-100. */
    public double norm(int row) {
        return matrix.norm(row);
    }

    /** The row ids. */
    public List<String> ids() {
        return ids;
    }

    /** The class of each row. */
    public List<String> labels() {
        return labels;
    }

    /** The group of each row. */
    public List<String> groups() {
        return groups;
    }

    /** The split of each row; empty where it has none. */
    public List<String> splits() {
        return splits;
    }

    /** Whether there are training and test rows, which then are a protocol. */
    public boolean trainAndTest() {
        return splits.contains(TRAIN) && splits.contains(TEST);
    }

    /** The rows of a split, ascending. */
    public int[] rowsOf(String split) {
        return IntStream.range(0, rows())
                .filter(row -> splits.get(row).equals(split))
                .toArray();
    }

    /** Whether some group has more than one row. */
    public boolean grouped() {
        return grouped;
    }

    /** The classes that occur, sorted. */
    public List<String> classes() {
        return classes;
    }

    /** The number of rows of a class, by its place in {@link #classes()}. */
    public int classCount(int classIndex) {
        return classCounts[classIndex];
    }

    /** The share of the rows that are of the largest class: what is right who always names it. */
    public double majorityRate() {
        return (double) Arrays.stream(classCounts).max().orElseThrow() / rows();
    }

    /** Why classes cannot be told apart, as a result without value says it; empty if there are at least two. */
    public String reasonAgainstClasses() {
        return classes.size() < 2 ? "one class only (" + classes.get(0) + "); expected at least two" : "";
    }

    /** The class of each row, as its place in {@link #classes()}; a copy. */
    public int[] classIndices() {
        return classOfRow.clone();
    }

    /** The group of each row, numbered by first occurrence; a copy. */
    public int[] groupIndices() {
        return groupOfRow.clone();
    }

    /** The rows that are zero and so have no direction, ascending. */
    public int[] zeroRows() {
        return IntStream.range(0, rows()).filter(row -> norm(row) == 0).toArray();
    }

    /** The given rows, in the given order, copied. */
    public LabeledEmbeddings select(int... selected) {
        if (selected.length == 0) {
            throw new IllegalArgumentException("0 rows selected of " + rows() + "; expected at least 1");
        }
        return new LabeledEmbeddings(
                matrix.select(selected),
                pick(ids, selected),
                pick(labels, selected),
                pick(groups, selected),
                pick(splits, selected),
                similarity().map(ComparedFloats::new).orElse(null));
    }

    private static List<String> pick(List<String> names, int[] rows) {
        return Arrays.stream(rows).mapToObj(names::get).toList();
    }

    /** Gives up the matrix; a copy is freed when everybody who shares it has. The caller's array is never closed. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            matrix.close();
            if (compared != null) {
                compared.leave();
            }
        }
    }

    /** The shape and the number of classes, never the data. */
    @Override
    public String toString() {
        return "LabeledEmbeddings[" + rows() + " x " + dim() + ", " + classes.size() + " classes"
                + (grouped ? ", grouped" : "") + "]";
    }
}
