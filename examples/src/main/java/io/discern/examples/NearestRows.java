package io.discern.examples;

import io.discern.Device;
import io.discern.Embeddings;
import io.discern.Similarities;
import io.discern.analysis.StoredEmbeddings;
import io.discern.internal.file.AtomicFile;
import io.discern.internal.file.CsvFile;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.CosineSimilarity.Exclusion;
import io.discern.similarity.TopK;
import io.discern.store.NpyArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds the most similar embeddings, by a provider of similarity on the device of one's choice. */
@Command(
        name = "NearestRows",
        mixinStandardHelpOptions = true,
        description = {
            "Writes query, rank, row and cosine of the k most similar rows of a bank for each query, as .csv.",
            "Every provider finds the same rows; equal ones come in the order of the bank."
        })
public final class NearestRows implements Callable<Integer> {
    @Option(names = "--queries", required = true, paramLabel = "F.npy", description = "n x d, float32 or float64.")
    private Path queries;

    @Option(
            names = "--bank",
            paramLabel = "F.npy",
            description = "m x d (default: the queries, and none of them finds itself).")
    private Path bank;

    @Option(
            names = "--k",
            defaultValue = "10",
            description = "How many rows for each query (default ${DEFAULT-VALUE}).")
    private int k;

    @Option(
            names = "--similarity",
            defaultValue = "blas",
            paramLabel = "NAME",
            description = "Who computes: blas, java, onnx, djl or cuda (default ${DEFAULT-VALUE}).")
    private String similarity;

    @Option(names = "--device", defaultValue = "cpu", description = "cpu or cuda:N (default ${DEFAULT-VALUE}).")
    private String device;

    @Option(names = "--out", required = true, paramLabel = "F.csv", description = "Where the rows go.")
    private Path out;

    @Mixin
    private StudyFile study;

    /** Runs it. */
    public static void main(String[] args) {
        Example.main(new NearestRows(), args);
    }

    @Override
    public Integer call() throws IOException {
        AtomicFile.tryPlace(out);
        Embeddings asked = read(queries);
        Embeddings searched = bank == null ? asked : read(bank);
        TopK found;
        try (CosineSimilarity opened = Similarities.open(similarity, Device.parse(device))) {
            found = opened.topK(asked, searched, k, bank == null ? Exclusion.SELF : Exclusion.NONE);
        }
        CsvFile.write(out, List.of("query", "rank", "row", "cosine"), rows(found));
        System.out.println(
                found + " of " + searched.rows() + " rows by " + similarity + " on " + device + " in " + out);
        return 0;
    }

    private static Embeddings read(Path file) throws IOException {
        NpyArray array = StoredEmbeddings.matrix(file);
        return Embeddings.ofRows(array.shape()[1], array.toFloats());
    }

    private static List<List<String>> rows(TopK found) {
        List<List<String>> rows = new ArrayList<>();
        for (int query = 0; query < found.queries(); query++) {
            for (int rank = 0; rank < found.k() && found.row(query, rank) >= 0; rank++) {
                float cosine = found.similarities()[query * found.k() + rank];
                rows.add(List.of("" + query, "" + rank, "" + found.row(query, rank), "" + cosine));
            }
        }
        return rows;
    }
}
