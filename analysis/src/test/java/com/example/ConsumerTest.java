package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.analysis.Headline;
import io.discern.analysis.Lost;
import io.discern.analysis.Metric;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Results;
import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.geometry.Silhouette;
import io.discern.analysis.map.PcaMap;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.Score;
import io.discern.analysis.overlay.OverlayScreening;
import io.discern.analysis.overlay.OverlaySuite;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.measure.OverlayRate;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.analysis.report.HtmlReport;
import io.discern.analysis.study.RankKey;
import io.discern.analysis.study.Study;
import io.discern.analysis.study.StudyEncoder;
import io.discern.analysis.study.StudyFailure;
import io.discern.analysis.study.StudyResult;
import io.discern.dataset.LabeledImages;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** What programs of somebody else may ask of a study, through public classes and without parsing a string. */
class ConsumerTest {
    private static final LabeledImages IMAGES = ToyImages.of(24, 2, 1);

    private static Study study() {
        return Study.of(
                List.of(
                        StudyEncoder.of("good", ToyEncoder.lowerHalf()),
                        StudyEncoder.of("dark", ToyEncoder.darkShare())),
                List.of(IMAGES, ToyImages.of(18, 3, 2).withName("other")));
    }

    private static OverlaySuite suite() {
        return OverlaySuite.of(OverlayPlan.labelsOnly(OverlaySpec.of("text")));
    }

    private static String summary(String page) {
        return page.substring(0, page.indexOf("Everything that was measured"));
    }

    @Test
    void measuresAndHeadlinesOfOnesOwnAreShownOnThePagesAndRankedBy() {
        Headline worst =
                Headline.of("Least silhouette", Silhouette.Key.BALANCED).against("by chance");
        StudyResult result = OwnMeasures.in(study())
                .withHeadlines(List.of(worst))
                .withMetrics(List.of(new OwnMeasures.Length(), new Silhouette()))
                .withOverlay(suite().withMeasure(new OwnMeasures.FarthestMirror()))
                .run();
        assertThat(summary(HtmlReport.render(result)))
                .contains(">Mean length</th>", ">Least silhouette</th>", ">Farthest mirror</th>")
                .contains("by chance ")
                .doesNotContain("not measured");
        assertThat(HtmlReport.render(result)).contains("<b>Longer by</b>");
        assertThat(result.results("good vs dark", "toy")
                        .get(OwnMeasures.Longer.KEY)
                        .value())
                .isPresent();
        RankKey rank = RankKey.mean(OwnMeasures.Length.KEY);
        double good = result.results("good", "all data sets").get(rank).value().orElseThrow();
        double dark = result.results("dark", "all data sets").get(rank).value().orElseThrow();
        assertThat(good + dark).isEqualTo(1 + 2);
    }

    @Test
    void neighboursOfOnesOwnNumberHaveTheirHeadlines() {
        StudyResult result = study().withMetrics(List.of(new TraceRatio(), KnnAccuracy.of(10)))
                .withOverlay(OverlayScreening.standard().neighbors(7))
                .run();
        assertThat(summary(HtmlReport.render(result)))
                .contains("10-NN balanced accuracy", "7-NN class becomes", "7-NN balanced accuracy of the clean")
                .doesNotContain("not measured", "5-NN balanced");
        assertThat(result.results("good", "toy")
                        .get(OverlayRate.byNeighbors(OverlayRate.Kind.FLIP, 7))
                        .value())
                .isPresent();
        Results ranks = result.results("good", "all data sets");
        assertThat(ranks.get(RankKey.mean(KnnAccuracy.Key.leaveOneOut(10, Score.BALANCED)))
                        .value())
                .isPresent();
    }

    @Test
    void aHeadlineThatNobodyMeasuredIsAnErrorThatNamesWhatThereIs() {
        StudyResult result = study().withOverlay(OverlayScreening.standard())
                .withHeadlines(List.of(Headline.of("Sharp", ResultKey.of("fisher", "trace-ratoi"))))
                .run();
        assertThatThrownBy(() -> HtmlReport.render(result))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageStartingWith("headline 'Sharp' shows fisher trace-ratoi, which nobody measured; there are"
                        + " fisher trace-ratio; ");
    }

    @Test
    void aMetricThatThrowsCostsItsOwnResultsAndSaysWhichClassFailed() {
        List<Metric> metrics = List.of(new TraceRatio(), KnnAccuracy.of(5));
        StudyResult whole = study().withMetrics(metrics)
                .withMaps(List.of(new PcaMap()))
                .withOverlay(suite())
                .run();
        StudyResult result = BrokenParts.in(
                        study(), metrics, List.of(new PcaMap()), List.of(new OwnMeasures.Longer()), suite())
                .run();
        String who = BrokenParts.Boom.class.getName();
        Results found = result.results("good", "toy");
        assertThat(found.get(BrokenParts.Boom.KEY).note()).isEqualTo(who + " failed: IllegalStateException: boom");
        assertThat(found.losses())
                .extracting(MetricResult::variant)
                .containsExactly(
                        "measure,failed=" + who,
                        "measure,failed=" + BrokenParts.NoMap.class.getName(),
                        "overlay,failed=com.example.BrokenParts");
        assertThat(found.get(Lost.part("overlay", BrokenParts.BLIND)).note())
                .isEqualTo("com.example.BrokenParts failed: IllegalArgumentException");
        for (MetricResult other : whole.results("good", "toy")) {
            assertThat(found.get(other.key())).isEqualTo(other);
        }
        assertThat(result.maps()).hasSize(4);
        assertThat(result.verdict("good", "toy")).isEqualTo(whole.verdict("good", "toy"));
        Results pair = result.results("good vs dark", "toy");
        assertThat(pair.losses())
                .singleElement()
                .satisfies(loss -> assertThat(loss.note()).contains("not those two"));
        assertThat(pair.get(OwnMeasures.Longer.KEY).value()).isPresent();
        assertThat(result.failures())
                .extracting(StudyFailure::reason)
                .contains(
                        who + " failed: IllegalStateException: boom",
                        "com.example.BrokenParts failed: IllegalArgumentException");
        assertThat(HtmlReport.render(result)).contains("boom").contains("Boom");
    }
}
