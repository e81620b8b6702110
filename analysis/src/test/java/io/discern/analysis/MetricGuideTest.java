package io.discern.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.CentroidMargin;
import io.discern.analysis.study.Study;
import io.discern.analysis.study.StudyEncoder;
import io.discern.analysis.study.StudyResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/ADD-A-METRIC.md shows the code that is compiled and tested here. */
class MetricGuideTest {

    @ParameterizedTest
    @ValueSource(strings = {"CentroidMargin.java", "CentroidMarginTest.java"})
    void theGuideQuotesTheFile(String file) throws IOException {
        String code = Files.readString(Path.of("src/test/java/com/example").resolve(file));
        assertThat(Files.readString(Path.of("../docs/ADD-A-METRIC.md"))).contains("\n" + code + "```");
    }

    @Test
    void aStudyShowsIt() {
        StudyResult result = Study.of(List.of(StudyEncoder.of(ToyEncoder.darkShare())), List.of(ToyImages.of(24, 2, 1)))
                .withMetrics(List.of(new CentroidMargin()))
                .withoutOverlay()
                .run();
        assertThat(result.rows()).anyMatch(row -> row.result().key().means(CentroidMargin.KEY));
        assertThat(result.pages().summary())
                .anyMatch(headline -> headline.title().equals("nearest mean"));
    }
}
