package io.discern.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.discern.EncoderConfig;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.dataset.LabeledImages;
import io.discern.image.ImageDecoder;
import io.discern.miniatures.Miniatures;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Preprocessor;
import io.discern.run.EmbeddingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Files to embeddings by {@link EmbeddingRun}, in turn with the work that nobody can avoid: as many independent threads as there
 * are processors, each decoding and preprocessing its own share of the images and running them through its own bare session of
 * one thread, with nothing to wait for. Prints medians and the median of the rounds' ratios.
 */
public final class PipelineComparison {
    private static final int IMAGES = 256;
    private static final int BATCH = 32;
    private static final int ROUNDS = 15;
    private static final int WARM_UP_ROUNDS = 3;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final List<Path> files = new ArrayList<>();
    private final LabeledImages images;
    private final Path model;
    private final Preprocessor preprocessor;

    private PipelineComparison(Path model, Path data) throws IOException {
        this.model = model;
        this.preprocessor = Preprocessor.of(PreprocessSpec.read(model.resolve("preprocessor_config.json")));
        Path folder = Files.createDirectories(data.resolve("class"));
        for (int i = 0; i < IMAGES; i++) {
            files.add(Files.write(folder.resolve(i + ".jpg"), PhotoLike.jpeg(1024, 768, i)));
        }
        this.images = LabeledImages.open(data);
    }

    /**
     * Runs it.
     *
     * @param args a model folder with {@code onnx/vision_model.onnx}, one output and a {@code preprocessor_config.json};
     *     nothing for a miniature
     */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("discern-pipeline");
        Path model = args.length > 0 ? Path.of(args[0]) : folder.resolve("general");
        if (args.length == 0) {
            Miniatures.extract("general", model);
        }
        new PipelineComparison(model, folder.resolve("data")).run();
    }

    private void run() throws OrtException, InterruptedException, ExecutionException {
        double[] ideal = new double[ROUNDS];
        double[] pipeline = new double[ROUNDS];
        double[] ratio = new double[ROUNDS];
        List<OrtSession> sessions = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(PROCESSORS);
        try (VisionLanguageEncoder encoder =
                Encoders.open("onnx:" + model, EncoderConfig.of("").withBatchSize(BATCH))) {
            for (int i = 0; i < PROCESSORS; i++) {
                sessions.add(oneThreadSession());
            }
            for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                double bare = bare(threads, sessions);
                long start = System.nanoTime();
                EmbeddingRun.with(encoder).batchSize(BATCH).run(images);
                double whole = (System.nanoTime() - start) / 1e6 / IMAGES;
                if (round >= 0) {
                    ideal[round] = bare;
                    pipeline[round] = whole;
                    ratio[round] = whole / bare;
                }
            }
        } finally {
            threads.shutdown();
            for (OrtSession session : sessions) {
                session.close();
            }
        }
        System.out.printf("%d JPEGs of 1024 x 768, batches of %d, %d processors%n", IMAGES, BATCH, PROCESSORS);
        Quartiles.header("", ROUNDS);
        Quartiles.line("bare work, ms an image", ideal);
        Quartiles.line("EmbeddingRun, ms", pipeline);
        Quartiles.line("EmbeddingRun / bare", ratio);
    }

    private OrtSession oneThreadSession() throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            return OrtEnvironment.getEnvironment()
                    .createSession(model.resolve("onnx/vision_model.onnx").toString(), options);
        }
    }

    /** Milliseconds an image of the bare work on all processors. */
    private double bare(ExecutorService threads, List<OrtSession> sessions)
            throws InterruptedException, ExecutionException {
        List<Callable<Integer>> shares = new ArrayList<>();
        for (int i = 0; i < PROCESSORS; i++) {
            List<Path> share = files.subList(i * IMAGES / PROCESSORS, (i + 1) * IMAGES / PROCESSORS);
            OrtSession session = sessions.get(i);
            shares.add(() -> encode(share, session));
        }
        long start = System.nanoTime();
        for (Future<Integer> done : threads.invokeAll(shares)) {
            done.get();
        }
        return (System.nanoTime() - start) / 1e6 / IMAGES;
    }

    private int encode(List<Path> share, OrtSession session) throws IOException, OrtException {
        PixelBatch single = preprocessor.newBatch(1);
        PixelBatch batch = preprocessor.newBatch(BATCH);
        String input = session.getInputNames().iterator().next();
        for (int start = 0; start < share.size(); start += BATCH) {
            int count = Math.min(BATCH, share.size() - start);
            for (int i = 0; i < count; i++) {
                preprocessor.preprocess(List.of(ImageDecoder.standard().decode(share.get(start + i))), single);
                batch.image(i).put(single.values());
            }
            batch.setCount(count);
            try (OnnxTensor tensor =
                            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), batch.values(), batch.shape());
                    OrtSession.Result result = session.run(Map.of(input, tensor))) {
                result.get(0);
            }
        }
        return share.size();
    }
}
