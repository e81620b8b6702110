package io.discern.analysis.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.EncoderInfo;
import io.discern.analysis.Extent;
import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.Score;
import io.discern.analysis.report.HtmlReport;
import io.discern.analysis.stats.Interval;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandingFindingTest {
    private static final ResultKey KEY = KnnAccuracy.Key.leaveOneOut(5, Score.BALANCED);
    private static final Headline ACCURACY = Headline.of("accuracy", KEY)
            .asShare()
            .higherIsBetter()
            .against("chance")
            .asRanking();

    private final StudyResult.Builder study = new StudyResult.Builder(1)
            .pages(new StudyPages(List.of(ACCURACY), List.of(), List.of(), List.of(), Optional.empty()))
            .dataset(new StudyData("d", 100, 100, Map.of("a", 50, "b", 50), List.of()));

    private void measured(String encoder, double value, Map<String, String> tags) {
        study.encoder(encoder, EncoderInfo.of(encoder, 2), tags);
        study.row(new StudyRow(
                encoder,
                "d",
                MetricResult.of(KEY, value, new Extent(100, 2, 2), 1)
                        .withInterval(new Interval(value - 0.1, value + 0.1))
                        .withNull(0.5)));
    }

    private void pair(String first, String second, double holm) {
        ComparedKey key = ComparedKey.of(ComparedKey.Comparison.PAIRED, KEY);
        study.comparison(
                new StudyRow(StudyRow.pair(first, second), "d", MetricResult.of(key, 0.1, new Extent(100, 2, 2), 1)));
        study.comparison(new StudyRow(
                StudyRow.pair(first, second),
                "d",
                MetricResult.of(key.with(ComparedKey.Statistic.HOLM), holm, new Extent(100, 2, 2), 1)));
    }

    @Test
    void theFirstTheEqualAndTheLowerFollowFromTheAdjustedP() {
        measured("low", 0.55, Map.of());
        measured("first", 0.9, Map.of());
        measured("equal", 0.8, Map.of());
        measured("not compared", 0.7, Map.of());
        measured("edge", 0.6, Map.of());
        measured("floor", 0.95, Map.of(StudyEncoder.ROLE, StudyEncoder.BASELINE));
        pair("low", "first", 0.001); // in the study's order, whoever is better
        pair("first", "equal", 0.051);
        pair("first", "edge", 0.05);
        assertThat(StandingFinding.of(study.build())).singleElement().satisfies(finding -> {
            assertThat(finding.first()).isEqualTo("first");
            assertThat(finding.equal()).containsExactly("equal");
            assertThat(finding.uncompared()).containsExactly("not compared");
            assertThat(finding.lower()).containsExactly("edge", "low");
            assertThat(finding.aboveChance()).contains(true);
        });
        assertThat(HtmlReport.render(study.build()))
                .contains(
                        "<li>accuracy: <b>first</b> stands first with 90.0\u202f% [80.0\u2013100.0\u202f%], above chance"
                                + " (50.0\u202f%); not told apart from it: equal; lower: edge, low; not compared with it: not compared.");
    }

    @Test
    void oneEncoderStandsForItselfAndChanceIsNotBeatenByAnIntervalThatHoldsIt() {
        measured("only", 0.6, Map.of());
        assertThat(HtmlReport.render(study.build()))
                .contains(
                        "<li>accuracy: <b>only</b> has 60.0\u202f% [50.0\u201370.0\u202f%], not shown to be above chance"
                                + " (50.0\u202f%).");
    }
}
