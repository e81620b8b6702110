package io.discern.analysis.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.analysis.Extent;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.report.HtmlReport;
import io.discern.analysis.stats.Interval;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BaselineFindingTest {

    @Test
    void anEncoderThatKnowsNothingMoreIsNamedAndBaselinesTakeNoPartInRanks() {
        StudyResult study = Study.of(
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
        // Two against two, however far apart: a third of all deals is as far.
        GroupFinding two = new GroupFinding(
                "domain: medical vs general",
                groups.get(0).headline(),
                MetricResult.of(groups.get(0).difference().key(), 0.8, new Extent(4, 0, 0), 1)
                        .withInterval(new Interval(0.75, 0.85)),
                OptionalDouble.of(1 / 3.0));
        assertThat(two.sentence()).contains("+0.800 [+0.750, +0.850]").contains("cannot be told apart");
        String page = HtmlReport.render(study);
        assertThat(page).contains("Before you conclude", "Groups of encoders", "mean colour <small>baseline</small>");
    }

    @Test
    void baselinesDoNotMakeAPairOfAnEncoderThatFails() {
        StudyResult study = Study.of(
                        List.of(StudyEncoder.of("dark", ToyEncoder.darkShare()), StudyEncoder.of(ToyEncoder.failing())),
                        List.of(ToyImages.of(30, 2, 1)))
                .withoutOverlay()
                .withBaselines()
                .run();
        assertThat(study.comparisons()).anyMatch(row -> row.encoder().equals("dark vs mean colour"));
        assertThat(HtmlReport.render(study)).contains("failing");
    }

    @Test
    void whatCouldNotBeComparedIsNotShownToBeBetter() {
        LabeledImages toy = ToyImages.of(40, 2, 1);
        List<LabeledImage> images = new ArrayList<>(toy.images());
        images.set(7, images.get(7).withSource(() -> RgbImage.of(32, 32, new byte[3 * 32 * 32])));
        StudyResult study = Study.of(
                        List.of(StudyEncoder.of("dark", ToyEncoder.darkShare())),
                        List.of(new LabeledImages("toy", images)))
                .withoutOverlay()
                .withBaselines()
                .run();
        assertThat(BaselineFinding.of(study))
                .as("its mean colour is a row of zeros, which has no cosine")
                .anySatisfy(
                        finding -> assertThat(finding.unbeaten().get("dark")).contains("mean colour"));
    }
}
