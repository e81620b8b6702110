package io.discern.benchmarks;

import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.Preprocessor;
import io.discern.preprocess.Presets;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One 1024 x 768 JPEG on one thread: decoding, and everything from the pixels to the tensor. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PreprocessBenchmark {
    @Param({"clip-vit-base-patch32", "siglip-base-patch16-224"})
    private String preset;

    private byte[] jpeg;
    private RgbImage image;
    private Preprocessor preprocessor;
    private PixelBatch batch;

    /** Makes the image. */
    @Setup
    public void setUp() throws IOException {
        jpeg = PhotoLike.jpeg(1024, 768, 7);
        image = ImageDecoder.standard().decode(jpeg, "photo-like");
        preprocessor = Preprocessor.of(Presets.open(preset));
        batch = preprocessor.newBatch(1);
    }

    /** JPEG to pixels. */
    @Benchmark
    public RgbImage decode() throws IOException {
        return ImageDecoder.standard().decode(jpeg, "photo-like");
    }

    /** Pixels to tensor. */
    @Benchmark
    public PixelBatch preprocess() {
        preprocessor.preprocess(List.of(image), batch);
        return batch;
    }

    /** JPEG to tensor. */
    @Benchmark
    public PixelBatch whole() throws IOException {
        preprocessor.preprocess(List.of(ImageDecoder.standard().decode(jpeg, "photo-like")), batch);
        return batch;
    }
}
