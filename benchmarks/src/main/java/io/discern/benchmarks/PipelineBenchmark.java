package io.discern.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.discern.EncoderConfig;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.miniatures.Miniatures;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Preprocessor;
import io.discern.preprocess.PreprocessorConfig;
import io.discern.run.EmbeddingRun;
import io.discern.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Files to embeddings, beside the work that it cannot avoid. {@code ideal = (decode + preprocess + session) / processors}, each
 * part measured alone on one thread over the same images; {@code pipeline / ideal} is what the library adds.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 7, time = 3)
@Fork(1)
public class PipelineBenchmark {
    private static final int IMAGES = 128;
    private static final int BATCH = 32;

    /** A model folder with {@code onnx/vision_model.onnx} and {@code preprocessor_config.json}; empty for a miniature. */
    @Param("")
    public String model;

    private Path folder;
    private LabeledImages images;
    private List<RgbImage> decoded;
    private Preprocessor preprocessor;
    private PixelBatch pixels;
    private VisionLanguageEncoder encoder;
    private OrtSession session;

    /** Writes the images and opens the model twice: as an encoder, and bare on one thread. */
    @Setup(Level.Trial)
    public void open() throws IOException, OrtException {
        folder = Files.createTempDirectory("discern-benchmark");
        Path data = Files.createDirectories(folder.resolve("data/class"));
        for (int i = 0; i < IMAGES; i++) {
            Files.write(data.resolve(i + ".jpg"), PhotoLike.jpeg(1024, 768, i));
        }
        Path modelFolder = model.isEmpty() ? folder.resolve("general") : Path.of(model);
        if (model.isEmpty()) {
            Miniatures.extract("general", modelFolder);
        }
        images = LabeledImages.open(folder.resolve("data"));
        decoded = new ArrayList<>();
        for (LabeledImage image : images.images()) {
            decoded.add(image.source().load());
        }
        PreprocessSpec spec = PreprocessorConfig.read(modelFolder.resolve("preprocessor_config.json"));
        preprocessor = Preprocessor.of(spec);
        pixels = preprocessor.newBatch(BATCH);
        preprocessor.preprocess(decoded.subList(0, BATCH), pixels);
        encoder = Encoders.open("onnx:" + modelFolder, EncoderConfig.of("").withBatchSize(BATCH));
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = OrtEnvironment.getEnvironment()
                    .createSession(modelFolder.resolve("onnx/vision_model.onnx").toString(), options);
        }
    }

    /** Closes everything; the operating system clears the temporary folder. */
    @TearDown(Level.Trial)
    public void close() throws OrtException {
        encoder.close();
        session.close();
    }

    /** The whole pipeline on all processors. */
    @Benchmark
    public RunResult pipeline() {
        return EmbeddingRun.with(encoder).batchSize(BATCH).run(images);
    }

    /** Decoding alone, one thread. */
    @Benchmark
    public int decode() throws IOException {
        int bytes = 0;
        for (LabeledImage image : images.images()) {
            bytes += ImageDecoder.standard().decode(Path.of(image.path())).pixels().length;
        }
        return bytes;
    }

    /** Preprocessing alone, one thread. */
    @Benchmark
    public PixelBatch preprocess() {
        for (RgbImage image : decoded) {
            preprocessor.preprocess(List.of(image), pixels);
        }
        return pixels;
    }

    /** The bare session alone, one thread, on batches that are ready. */
    @Benchmark
    public long session() throws OrtException {
        long values = 0;
        pixels.setCount(BATCH);
        for (int done = 0; done < IMAGES; done += BATCH) {
            try (OnnxTensor tensor =
                            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), pixels.values(), pixels.shape());
                    OrtSession.Result result = session.run(Map.of("pixel_values", tensor))) {
                values += result.get(0).getInfo().hashCode();
            }
        }
        return values;
    }
}
