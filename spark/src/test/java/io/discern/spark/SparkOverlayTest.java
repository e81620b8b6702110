package io.discern.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.overlay.OverlayResult;
import io.discern.analysis.overlay.OverlayScreening;
import io.discern.analysis.overlay.OverlaySuite;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayPosition;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.analysis.report.CsvReport;
import io.discern.analysis.report.ImageReport;
import io.discern.analysis.study.Study;
import io.discern.analysis.study.StudyEncoder;
import io.discern.analysis.study.StudyResult;
import io.discern.dataset.LabeledImages;
import io.discern.run.EmbeddingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is drawn and encoded on executors is measured as what is drawn and encoded here. */
class SparkOverlayTest {
    private static final String ENCODER = "mini:general?threads=1";

    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static LabeledImages images;

    @BeforeAll
    static void start() throws IOException {
        spark = LocalSpark.session("local[2]");
        LesionFiles.write(folder, 8);
        Path poisoned = folder.resolve("nevus").resolve("aaa-poisoned.png");
        Files.createDirectories(poisoned.getParent());
        Files.write(poisoned, new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13});
        images = ImageRows.images(ImageRows.folder(spark, folder.toUri().toString()), "lesions");
    }

    @Test
    void theSuiteGivesTheLocalResultsVerdictAndReadingsOfEveryImage() {
        OverlaySuite suite = OverlaySuite.of(new OverlayPlan(
                OverlaySpec.of("text"),
                List.of(OverlayText.DATE, OverlayText.RANDOM_LETTERS),
                List.of(OverlayInk.TEXT, OverlayInk.SCRAMBLED),
                List.of(OverlayPosition.CENTER),
                List.of(0.05),
                false,
                List.of(0.5),
                List.of(0.5)));
        OverlayResult here;
        try (VisionLanguageEncoder encoder = Encoders.open(ENCODER)) {
            here = suite.measure(encoder, images, 5);
        }
        OverlayResult there;
        try (SparkEncoder encoder = SparkEncoder.open(spark, SparkEmbedding.of(ENCODER))) {
            there = suite.measure(encoder, images, 5);
        }
        assertThat(here.results()).anyMatch(result -> result.toString().matches("(?s).*visible-share: [0-9].*"));
        assertThat(here.failures()).isNotEmpty();
        assertThat(here.images()).isNotEmpty();
        assertThat(there.results()).isEqualTo(here.results());
        assertThat(there.verdict()).hasToString(here.verdict().toString());
        assertThat(there.images()).isEqualTo(here.images());
        assertThat(there.failures()).isEqualTo(here.failures());
    }

    @Test
    void theJobWritesWhatALocalStudyWrites(@TempDir Path out) throws IOException {
        StudyResult here;
        try (VisionLanguageEncoder encoder = Encoders.open(ENCODER)) {
            LabeledImages named = new LabeledImages(folder.getFileName().toString(), images.images());
            here = Study.of(List.of(StudyEncoder.of(ENCODER, encoder)), List.of(named))
                    .withMetrics(List.of())
                    .withOverlay(OverlayScreening.standard())
                    .withSeed(3)
                    .run();
        }
        Path results = out.resolve("results");
        assertThat(JobLine.run(
                        new OverlayJob(),
                        "--encoder",
                        ENCODER,
                        "--data",
                        folder.toUri().toString(),
                        "--plan",
                        "quick",
                        "--seed",
                        "3",
                        "--out",
                        results.toString()))
                .isEqualTo(JobLine.PARTIAL);
        CsvReport.write(here.rows(), out.resolve("overlay.csv"));
        ImageReport.write(here, out.resolve("per_image.csv"));
        for (String file : List.of("overlay.csv", "per_image.csv")) {
            assertThat(results.resolve(file)).hasSameTextualContentAs(out.resolve(file));
        }
        assertThat(Files.readString(results.resolve("failures.csv"))).contains("aaa-poisoned.png");
        assertThat(results.resolve("report.html")).isNotEmptyFile();
    }

    @Test
    void pixelsThatAreNoFileAreRefused() {
        LabeledImages changed = images.map(picture -> picture);
        try (SparkEncoder encoder = SparkEncoder.open(spark, SparkEmbedding.of("faulty:well"))) {
            assertThatThrownBy(() -> EmbeddingRun.with(encoder).run(changed))
                    .hasMessageContaining("is not a file as it is")
                    .hasMessageContaining("ImageRows.images");
        }
    }
}
