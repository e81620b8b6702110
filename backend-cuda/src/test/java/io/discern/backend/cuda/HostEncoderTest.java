package io.discern.backend.cuda;

import io.discern.EncoderConfig;
import io.discern.VisionLanguageEncoder;
import io.discern.testkit.EncoderContractTest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;

/** The contract of encoders on the kernels' host build: published weights of images and texts, with a tokenizer, in 16 bits. */
class HostEncoderTest extends EncoderContractTest {
    static final String MODEL = "../examples/src/test/resources/published-clip/model";

    private final List<HostSource> sources = new ArrayList<>();

    @Override
    protected VisionLanguageEncoder open(EncoderConfig config) {
        HostSource source = new HostSource(HostEngine.ThreadOrder.FORWARD, 256L << 20, 90);
        sources.add(source);
        return CudaModelEngine.open(of(config), device -> source);
    }

    /** What is opened, as asked for. */
    EncoderConfig of(EncoderConfig config) {
        return config.withLocation(MODEL);
    }

    @Override
    protected OptionalLong liveNatives() {
        return OptionalLong.of(sources.stream().mapToLong(HostSource::live).sum());
    }

    @Override
    protected int openCloseCycles() {
        return 3;
    }

    @AfterEach
    void endProcesses() {
        sources.forEach(HostSource::kill);
    }
}
