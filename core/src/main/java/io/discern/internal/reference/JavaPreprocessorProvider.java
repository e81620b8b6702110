package io.discern.internal.reference;

import io.discern.BackendUnavailableException;
import io.discern.Device;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Preprocessor;
import io.discern.spi.Availability;
import io.discern.spi.PreprocessorProvider;
import java.util.List;

/** Opens {@code java}: the reference {@link Preprocessor}, always there, on the CPU only. */
public final class JavaPreprocessorProvider implements PreprocessorProvider {

    /** Creates the provider. */
    public JavaPreprocessorProvider() {}

    @Override
    public String name() {
        return "java";
    }

    @Override
    public String description() {
        return "the reference in plain Java, bit for bit Pillow's; cpu";
    }

    @Override
    public Availability availability() {
        return Availability.available(
                "Java " + Runtime.version().feature(), Runtime.getRuntime().availableProcessors() + " cores");
    }

    @Override
    public BatchPreprocessor open(PreprocessSpec spec, Device device) {
        if (device.kind() != Device.Kind.CPU) {
            throw new BackendUnavailableException(
                    "java preprocessing on device " + device,
                    List.of("it computes on the processor; ask for device cpu"));
        }
        return Preprocessor.of(spec);
    }
}
