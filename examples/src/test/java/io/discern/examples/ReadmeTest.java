package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.overlay.OverlayScreening;
import io.discern.dataset.LabeledImages;
import io.discern.run.EmbeddingRun;
import io.discern.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    /** The README's snippet; compiled here, and compared with the README below. */
    @SuppressWarnings("unused")
    private static void snippet() throws IOException {
        // snippet
        try (VisionLanguageEncoder encoder = Encoders.open("onnx:models/my-clip")) {
            LabeledImages images = LabeledImages.open(Path.of("images"));
            RunResult run = EmbeddingRun.with(encoder).run(images);
            run.failures().forEach(failure -> System.err.println(failure.path() + ": " + failure.reason()));
            try (LabeledEmbeddings rows = LabeledEmbeddings.of(run)) {
                List<MetricResult> results = new ArrayList<>();
                results.addAll(new TraceRatio().measure(rows, 1));
                results.addAll(KnnAccuracy.of(5).measure(rows, 1));
                results.addAll(
                        OverlayScreening.standard().measure(encoder, images, 1).results());
                results.forEach(System.out::println);
            }
        }
        // snippet
    }

    @Test
    void theSnippetOfTheReadmeCompiles() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/discern/examples/ReadmeTest.java"));
        String snippet = source.split(" {8}// snippet\n")[1].replaceAll("(?m)^ {8}", "");
        assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + snippet + "```");
    }
}
