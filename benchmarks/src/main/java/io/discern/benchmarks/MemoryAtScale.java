package io.discern.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.fisher.HotellingLawley;
import io.discern.analysis.fisher.Shrinkage;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.geometry.PairAuroc;
import io.discern.analysis.geometry.Silhouette;
import io.discern.analysis.geometry.SpectralRanks;
import io.discern.analysis.geometry.Uniformity;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.NearestNeighbors;
import io.discern.analysis.retrieval.ClassRetrieval;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One metric on n rows of 512 columns in ten classes, once: its time, the most resident memory that the process ever had, the rows with it,
 * and the most of it that was the process's own: the rows lie in a mapped file, whose pages the system takes back when it likes. Each metric
 * gets a process of its own, since that memory never falls.
 */
public final class MemoryAtScale {
    private static final int DIM = 512;
    private static final int CLASSES = 10;
    private static final long SEED = 1;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final Map<String, Function<LabeledEmbeddings, Object>> JOBS = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "neighbors", data -> NearestNeighbors.leaveOneOut(data, 20).queries()),
            Map.entry("knn", measured(KnnAccuracy.of(20))),
            Map.entry("trace-ratio", measured(new TraceRatio())),
            Map.entry("hotelling-lawley", measured(HotellingLawley.of(Shrinkage.fixed(0.1)))),
            Map.entry("silhouette-cosine", data -> mean(Silhouette.cosineSamples(data))),
            Map.entry("silhouette-euclidean", data -> mean(Silhouette.euclideanSamples(data))),
            Map.entry("pair-auroc", measured(new PairAuroc())),
            Map.entry("uniformity", measured(new Uniformity())),
            Map.entry("spectrum", measured(new SpectralRanks())),
            Map.entry("retrieval", measured(ClassRetrieval.standard()))));

    /** Those whose time grows with the number of rows, not with that of pairs. */
    static final Set<String> LINEAR = Set.of("trace-ratio", "hotelling-lawley", "silhouette-cosine", "spectrum");

    private MemoryAtScale() {}

    /** The metrics that can be asked for. */
    static Set<String> names() {
        return JOBS.keySet();
    }

    /**
     * Runs it.
     *
     * @param args the metric; the number of rows, 100,000 if not given
     */
    public static void main(String[] args) throws IOException {
        if (args.length == 0 || !JOBS.containsKey(args[0])) {
            throw new IllegalArgumentException(Arrays.toString(args) + "; expected one of " + JOBS.keySet());
        }
        int rows = args.length < 2 ? 100_000 : Integer.parseInt(args[1]);
        List<String> labels =
                IntStream.range(0, rows).mapToObj(i -> "c" + i % CLASSES).toList();
        Path file = Files.createTempFile("rows", ".f32");
        try {
            write(file, rows);
            measure(args[0], file, labels);
        } finally {
            Files.delete(file);
        }
    }

    private static void measure(String job, Path file, List<String> labels) throws IOException {
        try (FileChannel channel = FileChannel.open(file);
                OwnMemory memory = new OwnMemory()) {
            FloatBuffer rows = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            INDArray array = Nd4j.create(
                    Nd4j.createBuffer(new FloatPointer(rows), rows.capacity(), DataType.FLOAT),
                    new long[] {labels.size(), DIM},
                    new long[] {DIM, 1},
                    0,
                    'c');
            try (LabeledEmbeddings data = LabeledEmbeddings.of(array, labels)) {
                long start = System.nanoTime();
                long busy = SYSTEM.getProcessCpuTime();
                Object value = JOBS.get(job).apply(data);
                double seconds = (System.nanoTime() - start) / 1e9;
                double cpu = (SYSTEM.getProcessCpuTime() - busy) / 1e9;
                System.out.printf(
                        "%s, n = %d, d = %d: %.2f s, %.2f s of CPU, %d MiB, %d MiB without the rows; %s%n",
                        job, labels.size(), DIM, seconds, cpu, OwnMemory.status("VmHWM"), memory.most(), value);
            }
        }
    }

    /** Rows around class means. */
    private static void write(Path file, int rows) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        ByteBuffer row = ByteBuffer.allocate(DIM * Float.BYTES).order(ByteOrder.nativeOrder());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < DIM; j++) {
                    double noise = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
                    row.putFloat(j * Float.BYTES, (float)
                            (noise + (((long) i * DIM + j) % CLASSES == i % CLASSES ? 0.2 : 0)));
                }
                out.write(row.array());
            }
        }
    }

    private static Function<LabeledEmbeddings, Object> measured(Metric metric) {
        return data -> {
            MetricResult first = metric.measure(data, SEED).get(0);
            return first.variant() + " " + first.value();
        };
    }

    private static double mean(double[] samples) {
        return Arrays.stream(samples).average().orElseThrow();
    }
}
