package io.discern.benchmarks;

import io.discern.Embeddings;
import io.discern.Similarities;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.between.LinearCka;
import io.discern.analysis.fisher.HotellingLawley;
import io.discern.analysis.fisher.Shrinkage;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.geometry.PairAuroc;
import io.discern.analysis.geometry.Silhouette;
import io.discern.analysis.geometry.Uniformity;
import io.discern.analysis.internal.linalg.Pca;
import io.discern.analysis.internal.probe.LogisticRegression;
import io.discern.analysis.internal.probe.Scaling;
import io.discern.analysis.map.MapQuality;
import io.discern.analysis.map.Tsne;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.image.ImageDecoder;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.Preprocessor;
import io.discern.preprocess.Presets;
import io.discern.similarity.CosineSimilarity;
import io.discern.similarity.TopK;
import io.discern.store.Npy;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One row of {@link PeerTable}.
 *
 * @param name what selects it
 * @param shape what it is about
 * @param goal the ratio aimed at; 0 without one
 * @param rounds how many turns
 * @param warmUps how often it runs before
 * @param peers the jobs of {@code peers.py} that it is compared with
 * @param setup makes its data, and writes them for the peers
 */
record PeerRow(String name, String shape, double goal, int rounds, int warmUps, List<String> peers, Setup setup) {
    private static final int CLASSES = 10;

    /** Makes the data of a row. */
    interface Setup {
        Subject prepare(Path folder) throws IOException;
    }

    /** What is measured: a job, which gives its value when asked, outside the time; and what to close after it. */
    record Subject(Job job, List<AutoCloseable> owned) implements AutoCloseable {
        DoubleSupplier run() {
            return job.run();
        }

        @Override
        public void close() {
            for (AutoCloseable resource : owned) {
                try {
                    resource.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** A job. */
    interface Job {
        DoubleSupplier run();
    }

    Subject prepare(Path folder) throws IOException {
        return setup.prepare(folder);
    }

    static List<PeerRow> all() {
        return List.of(
                labeled(
                        "trace-ratio",
                        20_000,
                        768,
                        0.8,
                        25,
                        40,
                        List.of("trace-ratio"),
                        data -> TraceRatio.value(data).orElseThrow()),
                labeled(
                        "hotelling-lawley",
                        20_000,
                        768,
                        0.8,
                        15,
                        20,
                        List.of("hotelling-lawley", "hotelling-lawley-squares"),
                        data -> HotellingLawley.value(data, Shrinkage.fixed(0.1))
                                .orElseThrow()),
                new PeerRow("cka", "20000 x 768 each", 0.8, 15, 10, List.of("cka"), PeerRow::cka),
                labeled("pca", 5_000, 512, 0.8, 15, 60, List.of("pca", "pca-covariance"), data -> {
                    Pca pca = Pca.fit(data, 2);
                    pca.project(data);
                    return pca.variances()[0] + pca.variances()[1];
                }),
                labeled(
                        "logistic-0.01",
                        20_000,
                        512,
                        0.8,
                        7,
                        2,
                        List.of("logistic-0.01"),
                        data -> logistic(data, 0.01)),
                labeled("logistic-1", 20_000, 512, 0.8, 7, 2, List.of("logistic-1"), data -> logistic(data, 1)),
                labeled(
                        "silhouette-cosine",
                        20_000,
                        512,
                        0.05,
                        7,
                        20,
                        List.of("silhouette-cosine"),
                        data -> mean(Silhouette.cosineSamples(data))),
                labeled(
                        "silhouette-euclidean",
                        20_000,
                        512,
                        0.8,
                        5,
                        1,
                        List.of("silhouette-euclidean"),
                        data -> mean(Silhouette.euclideanSamples(data))),
                labeled(
                        "uniformity",
                        20_000,
                        512,
                        0.8,
                        5,
                        1,
                        List.of("uniformity"),
                        data -> value(new Uniformity().measure(data, 1).get(0))),
                labeled(
                        "pair-auroc",
                        5_000,
                        512,
                        0.8,
                        5,
                        2,
                        List.of("pair-auroc"),
                        data -> value(new PairAuroc().measure(data, 1).get(0))),
                new PeerRow(
                        "neighbors", "20 of 40000 x 512", 0.5, 5, 1, List.of("neighbors"), f -> neighbors(f, 40_000)),
                new PeerRow(
                        "neighbors-100k",
                        "20 of 100000 x 512",
                        0.5,
                        3,
                        0,
                        List.of("neighbors"),
                        f -> neighbors(f, 100_000)),
                new PeerRow("top-k", "20 of 100000 x 512 for 2048", 0.8, 7, 2, List.of("top-k"), PeerRow::topK),
                new PeerRow(
                        "cosine-matrix",
                        "8192 x 8192 x 768",
                        1.2,
                        7,
                        2,
                        List.of("cosine-matrix"),
                        f -> cosines(f, false)),
                new PeerRow(
                        "self-cosines", "8192 x 8192 x 768", 0.6, 7, 2, List.of("self-cosines"), f -> cosines(f, true)),
                new PeerRow("tsne", "5000 x 512, trustworthiness", 0.5, 3, 1, List.of("tsne"), PeerRow::tsne),
                new PeerRow("jpeg", "15 of 1024 x 768 to a CLIP tensor", 0.5, 25, 60, List.of("jpeg"), PeerRow::jpeg));
    }

    private static PeerRow labeled(
            String name,
            int rows,
            int dim,
            double goal,
            int rounds,
            int warmUps,
            List<String> peers,
            Function<LabeledEmbeddings, Double> value) {
        return new PeerRow(name, rows + " x " + dim, goal, rounds, warmUps, peers, folder -> {
            float[] x = rows(rows, dim, 1);
            write(folder, "x", x, dim);
            float[] labels = new float[rows];
            for (int i = 0; i < rows; i++) {
                labels[i] = i % CLASSES;
            }
            Npy.write(folder.resolve("labels.npy"), labels, rows);
            INDArray array = Nd4j.create(x, new long[] {rows, dim}, 'c');
            LabeledEmbeddings data = LabeledEmbeddings.of(array, labels(rows));
            return new Subject(
                    () -> {
                        double found = value.apply(data);
                        return () -> found;
                    },
                    List.of(data, array));
        });
    }

    private static Subject cka(Path folder) throws IOException {
        int n = 20_000;
        int dim = 768;
        float[] x = rows(n, dim, 1);
        float[] y = related(x, dim, 2);
        write(folder, "x", x, dim);
        write(folder, "y", y, dim);
        LabeledEmbeddings a = LabeledEmbeddings.of(Embeddings.ofRows(dim, x), labels(n));
        LabeledEmbeddings b = LabeledEmbeddings.of(Embeddings.ofRows(dim, y), labels(n));
        return new Subject(
                () -> {
                    double found = LinearCka.value(a, b);
                    return () -> found;
                },
                List.of(a, b));
    }

    private static Subject neighbors(Path folder, int n) throws IOException {
        int dim = 512;
        int k = 20;
        float[] x = unit(clustered(n, dim, 11), dim);
        write(folder, "x", x, dim);
        INDArray array = Nd4j.create(x, new long[] {n, dim}, 'c');
        LabeledEmbeddings data = LabeledEmbeddings.of(array, labels(n));
        return new Subject(
                () -> {
                    NearestNeighbors found = NearestNeighbors.leaveOneOut(data, k);
                    return () -> IntStream.range(0, n)
                            .mapToDouble(row -> IntStream.range(0, k)
                                    .mapToDouble(rank -> found.similarity(row, rank))
                                    .average()
                                    .orElseThrow())
                            .average()
                            .orElseThrow();
                },
                List.of(data, array));
    }

    private static Subject topK(Path folder) throws IOException {
        int dim = 512;
        float[] bank = unit(clustered(100_000, dim, 11), dim);
        float[] queries = unit(clustered(2_048, dim, 12), dim);
        write(folder, "bank", bank, dim);
        write(folder, "x", queries, dim);
        Embeddings ofBank = Embeddings.ofRows(dim, bank);
        Embeddings ofQueries = Embeddings.ofRows(dim, queries);
        CosineSimilarity similarity = Similarities.open("blas");
        return new Subject(
                () -> {
                    TopK found = similarity.topK(ofQueries, ofBank, 20, CosineSimilarity.Exclusion.NONE);
                    return () -> IntStream.range(0, found.similarities().length)
                            .mapToDouble(i -> found.similarities()[i])
                            .average()
                            .orElseThrow();
                },
                List.of(similarity));
    }

    private static Subject cosines(Path folder, boolean self) throws IOException {
        int n = 8_192;
        int dim = 768;
        float[] x = rows(n, dim, 1);
        float[] bank = self ? x : rows(n, dim, 2);
        write(folder, "x", x, dim);
        write(folder, "bank", bank, dim);
        Embeddings queries = Embeddings.ofRows(dim, x);
        Embeddings ofBank = self ? queries : Embeddings.ofRows(dim, bank);
        CosineSimilarity similarity = Similarities.open("blas");
        return new Subject(
                () -> {
                    float[] matrix = similarity.matrix(queries, ofBank);
                    return () -> IntStream.range(0, n)
                            .mapToDouble(row -> matrix[row * n + 1])
                            .sum();
                },
                List.of(similarity));
    }

    private static Subject tsne(Path folder) throws IOException {
        int n = 5_000;
        int dim = 512;
        float[] x = unit(clustered(n, dim, 11), dim);
        write(folder, "unit", x, dim);
        LabeledEmbeddings data = LabeledEmbeddings.of(Embeddings.ofRows(dim, x), labels(n));
        return new Subject(
                () -> {
                    double[][] points = Tsne.standard().place(data, 1);
                    return () -> MapQuality.of(data, points, 15).trustworthiness();
                },
                List.of(data));
    }

    private static Subject jpeg(Path folder) throws IOException {
        byte[] photo = PhotoLike.jpeg(1024, 768, 7);
        Files.write(folder.resolve("photo.jpg"), photo);
        Preprocessor preprocessor = Preprocessor.of(Presets.open("clip-vit-base-patch32"));
        PixelBatch batch = preprocessor.newBatch(1);
        return new Subject(
                () -> {
                    for (int i = 0; i < 15; i++) {
                        decode(photo, preprocessor, batch);
                    }
                    return () -> sum(batch.values());
                },
                List.of());
    }

    private static void decode(byte[] photo, Preprocessor preprocessor, PixelBatch batch) {
        try {
            preprocessor.preprocess(List.of(ImageDecoder.standard().decode(photo, "photo-like")), batch);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double sum(FloatBuffer values) {
        double sum = 0;
        for (int i = 0; i < values.limit(); i++) {
            sum += values.get(i);
        }
        return sum;
    }

    private static double logistic(LabeledEmbeddings data, double c) {
        return new LogisticRegression().fit(data, Scaling.NONE, c).objective();
    }

    private static double value(MetricResult result) {
        return result.value().orElseThrow();
    }

    private static double mean(double[] samples) {
        return Arrays.stream(samples).average().orElseThrow();
    }

    private static List<String> labels(int rows) {
        return IntStream.range(0, rows).mapToObj(i -> "c" + i % CLASSES).toList();
    }

    private static void write(Path folder, String name, float[] values, int dim) throws IOException {
        Npy.write(folder.resolve(name + ".npy"), values, values.length / dim, dim);
    }

    /** Rows around class means, with components of falling spread as embeddings have. */
    private static float[] rows(int rows, int dim, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[rows * dim];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < dim; j++) {
                double noise = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
                x[i * dim + j] = (float) (noise / Math.sqrt(1 + j) + (j % CLASSES == i % CLASSES ? 0.1 : 0) + 0.02);
            }
        }
        return x;
    }

    /** The same rows with their components in reverse and noise. */
    private static float[] related(float[] x, int dim, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i - i % dim + dim - 1 - i % dim] + (float) (0.2 * (random.nextDouble() - 0.5));
        }
        return y;
    }

    /** Rows of 50 overlapping classes. */
    private static float[] clustered(int rows, int dim, long seed) {
        SplittableRandom centers = new SplittableRandom(3);
        double[][] means = new double[50][];
        Arrays.setAll(means, i -> centers.doubles(dim, -0.25, 0.25).toArray());
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[rows * dim];
        for (int row = 0; row < rows; row++) {
            double[] mean = means[random.nextInt(means.length)];
            for (int j = 0; j < dim; j++) {
                x[row * dim + j] = (float) (mean[j] + random.nextDouble(-1, 1));
            }
        }
        return x;
    }

    private static float[] unit(float[] x, int dim) {
        for (int start = 0; start < x.length; start += dim) {
            double squares = 0;
            for (int j = start; j < start + dim; j++) {
                squares += (double) x[j] * x[j];
            }
            for (int j = start; j < start + dim; j++) {
                x[j] = (float) (x[j] / Math.sqrt(squares));
            }
        }
        return x;
    }
}
