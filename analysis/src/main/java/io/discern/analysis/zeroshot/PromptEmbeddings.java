package io.discern.analysis.zeroshot;

import io.discern.Embeddings;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.internal.file.AtomicFile;
import io.discern.internal.file.CsvCells;
import io.discern.store.Npy;
import io.discern.store.NpyArray;
import io.discern.store.Table;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Embeddings of the prompts of each class, {@code prompts x d}; one prompt a class makes them class embeddings. Made by an
 * encoder here or by any program that writes the two files of {@link #read}. Immutable.
 */
public final class PromptEmbeddings {
    private static final CSVFormat WRITE = CSVFormat.RFC4180
            .builder()
            .setHeader("class", "prompt")
            .setRecordSeparator("\n")
            .get();

    private final Embeddings rows;
    private final List<String> classOfPrompt;
    private final List<String> prompts;
    private final List<String> classes;

    private PromptEmbeddings(Embeddings rows, List<String> classOfPrompt, List<String> prompts) {
        this.rows = rows;
        this.classOfPrompt = List.copyOf(classOfPrompt);
        this.prompts = List.copyOf(prompts);
        this.classes = List.copyOf(new LinkedHashSet<>(classOfPrompt));
    }

    /**
     * Of rows.
     *
     * @param rows one for each prompt, not necessarily of unit length; values are aliased
     * @param classOfPrompt the class that each prompt stands for
     * @param prompts the texts
     * @throws IllegalArgumentException if sizes disagree, there are fewer than two classes, or a row is zero or not finite
     */
    public static PromptEmbeddings of(Embeddings rows, List<String> classOfPrompt, List<String> prompts) {
        if (rows.rows() != classOfPrompt.size() || rows.rows() != prompts.size()) {
            throw new IllegalArgumentException(rows + ", " + classOfPrompt.size() + " classes and " + prompts.size()
                    + " prompts; expected one each");
        }
        int bad = Embeddings.firstNonFinite(rows.values());
        if (bad >= 0) {
            throw new IllegalArgumentException("prompt " + bad / rows.dim() + ", column " + bad % rows.dim() + " is "
                    + rows.values()[bad] + "; expected a finite value");
        }
        PromptEmbeddings made = new PromptEmbeddings(rows, classOfPrompt, prompts);
        for (int row = 0; row < rows.rows(); row++) {
            if (IntStream.range(row * rows.dim(), (row + 1) * rows.dim()).allMatch(i -> rows.values()[i] == 0)) {
                throw new IllegalArgumentException(
                        "the embedding of prompt '" + prompts.get(row) + "' is zero; expected one with a direction");
            }
        }
        if (made.classes.size() < 2) {
            throw new IllegalArgumentException("prompts for " + made.classes + "; expected at least two classes");
        }
        return made;
    }

    /**
     * Reads what {@link #write} or another program wrote.
     *
     * @param npy of any floating-point type, prompts x d
     * @param csv a {@link Table} with the columns {@code class} and {@code prompt}, a row for each
     * @throws IOException if a file cannot be read or they do not fit together
     */
    public static PromptEmbeddings read(Path npy, Path csv) throws IOException {
        NpyArray array = Npy.read(npy);
        if (array.shape().length != 2) {
            throw new IOException(npy + ": " + array.shape().length + " axes; expected prompts x d");
        }
        if (!array.type().floating()) {
            throw new IOException(npy + ": " + array + "; expected float16, bfloat16, float32 or float64");
        }
        Table table = Table.read(csv);
        List<String> classes = table.filled("class", "Fill it.");
        List<String> prompts = table.filled("prompt", "Fill it.");
        try {
            return of(Embeddings.ofRows(array.shape()[1], array.toFloats()), classes, prompts);
        } catch (IllegalArgumentException refused) {
            throw new IOException(npy + " with " + csv + ": " + refused.getMessage(), refused);
        }
    }

    /**
     * Writes the rows and, as {@code class,prompt}, what they stand for: each file whole or not at all, and no spreadsheet runs a cell.
     *
     * @throws IOException if one cannot be written, in a sentence
     */
    public void write(Path npy, Path csv) throws IOException {
        AtomicFile.tryPlace(csv);
        Npy.write(npy, rows.values(), rows.rows(), rows.dim());
        AtomicFile.write(csv, out -> {
            CSVPrinter lines = new CSVPrinter(new OutputStreamWriter(out, StandardCharsets.UTF_8), WRITE);
            for (int row = 0; row < rows.rows(); row++) {
                lines.printRecord(CsvCells.guarded(classOfPrompt.get(row)), CsvCells.guarded(prompts.get(row)));
            }
            lines.flush();
        });
    }

    /** The classes, in the order of their first prompts. */
    public List<String> classes() {
        return classes;
    }

    /** The length of a row. */
    public int dim() {
        return rows.dim();
    }

    /** All rows, labelled by class; the caller closes them. */
    public LabeledEmbeddings labeled() {
        return LabeledEmbeddings.of(rows, classOfPrompt);
    }

    /** The embeddings of a class's prompts, in order, in double; copies. */
    public double[][] ofClass(String name) {
        return IntStream.range(0, rows.rows())
                .filter(row -> classOfPrompt.get(row).equals(name))
                .mapToObj(row -> {
                    float[] values = rows.row(row);
                    return IntStream.range(0, values.length)
                            .mapToDouble(j -> values[j])
                            .toArray();
                })
                .toArray(double[][]::new);
    }

    /** The shape and the number of classes, never the data. */
    @Override
    public String toString() {
        return "PromptEmbeddings[" + rows.rows() + " x " + dim() + ", " + classes.size() + " classes]";
    }
}
