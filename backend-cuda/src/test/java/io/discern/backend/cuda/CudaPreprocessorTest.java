package io.discern.backend.cuda;

import io.discern.Preprocessors;
import io.discern.image.RgbImage;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.testkit.PreprocessorContractTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract of preprocessing on a GPU. */
@Tag("gpu")
class CudaPreprocessorTest extends PreprocessorContractTest {
    private static final Map<PreprocessSpec, BatchPreprocessor> OPEN = new HashMap<>();

    @BeforeAll
    static void requireGpu() {
        Gpu.require();
    }

    @AfterAll
    static void close() {
        OPEN.values().forEach(BatchPreprocessor::close);
        OPEN.clear();
    }

    @Override
    protected void preprocess(PreprocessSpec spec, List<RgbImage> images, PixelBatch batch) {
        BatchPreprocessor preprocessor;
        synchronized (OPEN) {
            // each holds 2 GiB of the device: not many at a time
            if (OPEN.size() > 8 && !OPEN.containsKey(spec)) {
                close();
            }
            preprocessor = OPEN.computeIfAbsent(spec, s -> Preprocessors.open("cuda", s, Gpu.DEVICE));
        }
        preprocessor.preprocess(images, batch);
    }
}
