package io.discern.backend.cuda;

import io.discern.image.RgbImage;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.testkit.PreprocessorContractTest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of preprocessing on the kernels' host build. */
class HostPreprocessorTest extends PreprocessorContractTest {
    private static HostEngine engine;

    @BeforeAll
    static void open() {
        engine = HostEngine.open(HostEngine.ThreadOrder.FORWARD, 8 << 20, 1 << 20);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Override
    protected void preprocess(PreprocessSpec spec, List<RgbImage> images, PixelBatch batch) {
        synchronized (engine) {
            new CudaPreprocessor(spec, engine).preprocess(images, batch);
        }
    }
}
