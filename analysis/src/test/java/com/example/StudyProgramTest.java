package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Embeddings;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.overlay.OverlayScreening;
import io.discern.analysis.study.Study;
import io.discern.analysis.study.StudyEncoder;
import io.discern.analysis.study.StudyFailure;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyRow;
import io.discern.dataset.ImageAudit;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.run.EmbeddingStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of somebody else that asks the question of the field by one object. */
class StudyProgramTest {
    private static final String MODEL = "model sha256";

    /** States the hash of its model, so that its embeddings are kept, and takes its time. */
    private record Slow(ToyEncoder encoder, long millis) implements VisionLanguageEncoder {
        @Override
        public EncoderInfo info() {
            return encoder.info().withProvenance(MODEL, "slow");
        }

        @Override
        public Embeddings encodeImages(List<RgbImage> images) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return encoder.encodeImages(images);
        }
    }

    private static LabeledImages images(String name) throws IOException {
        return ImageAudit.of(ToyImages.of(40, 2, 1).withName(name), ImageAudit.CopyPolicy.KEEP, done -> {});
    }

    private static Study study(long millis) throws IOException {
        return Study.of(
                        List.of(
                                StudyEncoder.opening("medical", () -> new Slow(ToyEncoder.lowerHalf(), millis))
                                        .withTags(Map.of("domain", "medical")),
                                StudyEncoder.of("general", ToyEncoder.darkShare())
                                        .withTags(Map.of("domain", "general"))),
                        List.of(images("lesions")))
                .withMetrics(List.of(new TraceRatio(), KnnAccuracy.of(5)))
                .withOverlay(OverlayScreening.standard())
                .withBaselines()
                .withSeed(3);
    }

    private static List<StudyRow> rows(StudyResult result, String encoder) {
        return result.rows().stream()
                .filter(row -> row.encoder().equals(encoder))
                .toList();
    }

    @Test
    void aDataSetThatCouldNotBeOpenedIsACellOfEachEncoderWithItsReasonAndTheRestGoesOn() throws IOException {
        StudyResult whole = study(0).run();
        StudyResult result =
                study(0).withLost("scans", "scans.csv: no such data set").run();
        for (String encoder : List.of("general", "medical")) {
            assertThat(result.results(encoder, "scans").losses())
                    .singleElement()
                    .satisfies(loss -> assertThat(loss.note()).contains("scans.csv: no such data set"));
        }
        assertThat(result.failures()).extracting(StudyFailure::dataset).containsOnly("scans");
        assertThat(result.results("medical", "lesions")).containsExactlyElementsOf(whole.results("medical", "lesions"));
        assertThatThrownBy(() -> study(0).withLost("lesions", "gone"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two of data set named 'lesions'");
    }

    @Test
    void aBudgetThatIsSpentEndsWhatIsUnderWayAndLosesTheRestWithThatReason(@TempDir Path folder) throws IOException {
        EmbeddingStore store = EmbeddingStore.at(folder);
        StudyResult result = study(3_000)
                .withBatchSize(10)
                .keptIn(store)
                .withBudget(Duration.ofMillis(2_500))
                .run();
        assertThat(result.results("medical", "lesions").losses())
                .singleElement()
                .satisfies(loss -> assertThat(loss.note()).contains("the study's budget of 2.5s is spent"));
        assertThat(rows(result, "general"))
                .allSatisfy(row -> assertThat(row.result().value()).isEmpty());
        assertThat(store.encoded()).isPositive().isLessThan(40);

        EmbeddingStore again = EmbeddingStore.at(folder);
        StudyResult rest = study(0).withBatchSize(10).keptIn(again).run();
        assertThat(rest.failures()).isEmpty();
        assertThat(again.taken()).isEqualTo(store.encoded());
        assertThatThrownBy(() -> study(0).withBudget(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("above zero");
    }
}
