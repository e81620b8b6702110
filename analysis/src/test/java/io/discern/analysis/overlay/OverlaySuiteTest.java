package io.discern.analysis.overlay;

import static io.discern.analysis.Golden.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discern.analysis.MetricResult;
import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.overlay.OverlayVerdict.Finding;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlaySuiteTest {
    private final LabeledImages images = ToyImages.of(60, 3, 1);

    private OverlayResult suite(PlantedEncoder encoder) {
        return OverlaySuite.standard().measure(encoder, images, 1);
    }

    private static double value(OverlayResult result, String variant) {
        return variant(result.results(), variant).value().orElseThrow();
    }

    private static double control(OverlayResult result, String variant) {
        return variant(result.results(), variant).nullValue().orElseThrow();
    }

    @Test
    void dump() {
        for (PlantedEncoder e : List.of(PlantedEncoder.overlayOnly(), PlantedEncoder.classOnly(), PlantedEncoder.cropping(), PlantedEncoder.reader(images.classes()))) {
            long t = System.nanoTime();
            OverlayResult r = suite(e);
            System.err.println("=== " + e.info().name() + " " + r.verdict().get() + " " + (System.nanoTime() - t) / 1e9);
            r.results().forEach(m -> System.err.println(m.variant() + " = " + m.value() + " [" + m.ciLow() + "," + m.ciHigh() + "] null " + m.nullValue() + " " + m.note()));
        }
    }
}
