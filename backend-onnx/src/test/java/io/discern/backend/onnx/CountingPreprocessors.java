package io.discern.backend.onnx;

import io.discern.Device;
import io.discern.image.RgbImage;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Preprocessor;
import io.discern.spi.Availability;
import io.discern.spi.PreprocessorProvider;
import java.util.ArrayList;
import java.util.List;

/** Preprocessing named {@code counting}: the reference's, with a record of what was asked for. */
public final class CountingPreprocessors implements PreprocessorProvider {
    static final List<Device> OPENED = new ArrayList<>();
    static int images;
    static int closed;

    static void reset() {
        OPENED.clear();
        images = 0;
        closed = 0;
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public String description() {
        return "for tests";
    }

    @Override
    public Availability availability() {
        return Availability.available();
    }

    @Override
    public BatchPreprocessor open(PreprocessSpec spec, Device device) {
        OPENED.add(device);
        Preprocessor reference = Preprocessor.of(spec);
        return new BatchPreprocessor() {
            @Override
            public PreprocessSpec spec() {
                return spec;
            }

            @Override
            public void preprocess(List<RgbImage> batchImages, PixelBatch batch) {
                images += batchImages.size();
                reference.preprocess(batchImages, batch);
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }
}
