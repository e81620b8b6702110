package io.discern.examples;

import io.discern.Device;
import io.discern.Preprocessors;
import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.internal.file.AtomicFile;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Presets;
import io.discern.store.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the tensor that a model would see for one image, to compare with the one from Python. */
@Command(
        name = "PreprocessImage",
        mixinStandardHelpOptions = true,
        description = "Writes the preprocessed tensor of one image as a float32 .npy of channels x height x width.")
public final class PreprocessImage implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(names = "--image", required = true, paramLabel = "FILE", description = "The image.")
    private Path image;

    @Option(names = "--out", required = true, paramLabel = "FILE.npy", description = "Where the tensor goes.")
    private Path out;

    @Option(
            names = "--preprocessor",
            defaultValue = "java",
            description = "Who computes, java or cuda; the bits are the same (default ${DEFAULT-VALUE}).")
    private String preprocessor;

    @Option(names = "--device", defaultValue = "cpu", description = "cpu or cuda:N (default ${DEFAULT-VALUE}).")
    private String device;

    @Mixin
    private DecodingOptions decoding;

    private static final class Source {
        @Option(
                names = "--preset",
                required = true,
                paramLabel = "NAME",
                description = "A published encoder's preprocessing, for example clip-vit-base-patch32.")
        private String preset;

        @Option(
                names = "--spec",
                required = true,
                paramLabel = "FILE",
                description =
                        "A preprocessor_config.json, processor_config.json or open_clip_config.json, by that name, "
                                + "or a Discern specification.")
        private Path spec;
    }

    @Mixin
    private StudyFile study;

    /** Runs it. */
    public static void main(String[] args) {
        Example.main(new PreprocessImage(), args);
    }

    @Override
    public Integer call() throws IOException {
        AtomicFile.tryPlace(out);
        PreprocessSpec spec = source.preset != null ? Presets.open(source.preset) : PreprocessSpec.read(source.spec);
        if (decoding.everyPage()) {
            throw new IllegalArgumentException("--page all; expected one page, because one tensor is written");
        }
        RgbImage decoded = ImageDecoder.of(decoding.options()).decode(image);
        PixelBatch batch;
        try (BatchPreprocessor opened = Preprocessors.open(preprocessor, spec, Device.parse(device))) {
            batch = opened.newBatch(1);
            opened.preprocess(List.of(decoded), batch);
        }
        float[] tensor = new float[batch.imageLength()];
        batch.values().get(tensor);
        Npy.write(out, tensor, batch.channels(), batch.height(), batch.width());
        System.out.println(decoded + " -> " + out + " float32 [" + batch.channels() + ", " + batch.height() + ", "
                + batch.width() + "], preprocessing " + spec.hash().substring(0, 12));
        return 0;
    }
}
