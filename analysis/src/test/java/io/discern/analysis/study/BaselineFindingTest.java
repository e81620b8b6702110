package io.discern.analysis.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.report.HtmlReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BaselineFindingTest {

    @Test
    void anEncoderThatKnowsNothingMoreIsNamedAndBaselinesTakeNoPartInRanks() {
        StudyResult study = ComparisonStudy.of(
                        List.of(
                                StudyEncoder.of("dark", ToyEncoder.darkShare()).withTags(Map.of("domain", "medical")),
                                StudyEncoder.of("lower", ToyEncoder.lowerHalf()).withTags(Map.of("domain", "general"))),
                        List.of(ToyImages.of(40, 2, 1), ToyImages.of(30, 3, 2).withName("other")))
                .withoutOverlay()
                .withBaselines()
                .run();
        assertThat(study.failures()).isEmpty();
        assertThat(study.compared()).containsExactly("dark", "lower");
        assertThat(study.baselines()).containsExactly("mean colour", "thumbnail 8x8", "random network");
        assertThat(study.rows()).anyMatch(row -> row.encoder().equals("random network"));
        List<StudyRow> comparisons = study.comparisons();
        assertThat(comparisons).anyMatch(row -> row.encoder().equals("dark vs mean colour"));
        assertThat(comparisons).noneMatch(row -> row.encoder().startsWith("mean colour"));
        assertThat(comparisons)
                .filteredOn(row -> row.result().key() instanceof RankKey)
                .noneMatch(row -> study.baselines().contains(row.encoder()));
        // Dark and mean colour see nearly the same: neither can beat the other surely on 40 toy images.
        assertThat(BaselineFinding.of(study)).isNotEmpty().allSatisfy(finding -> {
            assertThat(study.compared()).containsAll(finding.unbeaten().keySet());
            assertThat(finding.sentence()).contains(": not shown to beat every baseline: ");
        });
        List<GroupFinding> groups = GroupFinding.of(study);
        assertThat(groups).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.groups()).isEqualTo("domain: medical vs general");
            assertThat(finding.differ()).isFalse();
            assertThat(finding.sentence()).contains("cannot be told apart").contains("1 encoder against 1");
        });
        String page = HtmlReport.render(study);
        assertThat(page).contains("Before you conclude", "Groups of encoders", "mean colour <small>baseline</small>");
    }
}
