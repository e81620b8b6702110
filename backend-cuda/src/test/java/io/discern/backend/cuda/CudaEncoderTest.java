package io.discern.backend.cuda;

import io.discern.EncoderConfig;
import io.discern.VisionLanguageEncoder;
import io.discern.preprocess.Channels;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.ResampleFilter;
import io.discern.preprocess.Resize;
import io.discern.testkit.EncoderContractTest;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract of encoders on a GPU: published weights of images, from 8-bit pixels to embeddings. */
@Tag("gpu")
class CudaEncoderTest extends EncoderContractTest {
    private static final int SIZE = 24;

    @BeforeAll
    static void requireGpu() {
        Gpu.require();
    }

    /** An image tower alone, whose preprocessing the caller says. */
    static EncoderConfig images(EncoderConfig config) {
        PreprocessSpec spec = new PreprocessSpec(
                Channels.RGB,
                new Resize.Squash(SIZE, SIZE),
                ResampleFilter.BICUBIC,
                Optional.empty(),
                1 / 255.0,
                Collections.nCopies(3, 0.5),
                Collections.nCopies(3, 0.25));
        return config.withLocation(
                        TowerCase.committed("hf-clip-vision").folder().toString())
                .withPreprocessing(spec);
    }

    @Override
    protected VisionLanguageEncoder open(EncoderConfig config) {
        return new CudaEncoderProvider().open(images(config).withDevice(Gpu.DEVICE));
    }
}
