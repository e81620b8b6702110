package io.discern.analysis.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discern.analysis.Certainty;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.fisher.Pairwise;
import io.discern.analysis.map.PcaMap;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.neighbors.Score;
import io.discern.analysis.neighbors.Voting;
import io.discern.analysis.overlay.OverlaySuite;
import io.discern.analysis.report.CsvReport;
import io.discern.analysis.report.HtmlReport;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardKeysTest {

    /** Everything that a study with the whole suite measures, on classes and attributes with names that could mislead. */
    private static StudyResult everything() {
        LabeledImages toy = ToyImages.of(30, 3, 1);
        List<LabeledImage> named = new ArrayList<>();
        for (LabeledImage image : toy.images()) {
            String label =
                    image.label().equals("class0") ? "a/b,k=5" : image.label().equals("class1") ? "c\\d" : "e";
            named.add(new LabeledImage(
                    image.id(),
                    image.path(),
                    label,
                    "g" + named.size() / 2,
                    Map.of("site,k=5", named.size() % 3 == 0 ? "x" : "y"),
                    image.source()));
        }
        LabeledImages images = new LabeledImages("named", named);
        return Study.of(
                        List.of(
                                StudyEncoder.of("reader", ToyEncoder.reader(images.classes())),
                                StudyEncoder.of("dark", ToyEncoder.darkShare()),
                                StudyEncoder.of(ToyEncoder.failing())),
                        List.of(images, images.withName("again")))
                .withMetrics(StandardMetrics.all())
                .withMaps(List.of(new PcaMap()))
                .withOverlay(OverlaySuite.standard().attributes(List.of("site,k=5")))
                .run();
    }

    @Test
    void everyKeyPrintsToNamesThatReadBackToItAlsoFromAFile(@TempDir Path folder) throws IOException {
        StudyResult study = everything();
        for (StudyRow row : study.allRows()) {
            ResultKey key = row.result().key();
            assertThat(StandardKeys.parse(key.metric(), key.variant()))
                    .as(key.metric() + " " + key.variant())
                    .isEqualTo(key);
        }
        Path file = folder.resolve("results.csv");
        CsvReport.write(study.allRows(), file);
        assertThat(CsvReport.read(file))
                .isEqualTo(study.allRows().stream()
                        .map(StandardKeysTest::asInFiles)
                        .toList());
        // The page has words for some variants, by names of its own: here one shows that no metric gives.
        assertThat(HtmlReport.render(study))
                .contains(
                        "Fisher ratio, balanced, unit rows",
                        "Hotelling-Lawley, cross-validated",
                        "Hardest pair of classes",
                        "5 neighbours of other groups, balanced",
                        "1 neighbour, balanced",
                        "5 neighbours, balanced",
                        "20 neighbours, balanced",
                        "Logistic regression, balanced",
                        "Ridge, balanced",
                        "Mean average precision, other groups",
                        "Silhouette, cosine, balanced",
                        "Pairs of a class nearer than others",
                        "Cosine within less between classes");
    }

    /** Files hold what people read, not how values move without each group. */
    private static StudyRow asInFiles(StudyRow row) {
        MetricResult of = row.result();
        return new StudyRow(
                row.encoder(),
                row.dataset(),
                new MetricResult(
                        of.key(),
                        of.value(),
                        new Certainty(of.interval(), Optional.empty(), of.ciNote()),
                        of.nullValue(),
                        of.extent(),
                        of.seed(),
                        of.note()));
    }

    @Test
    void namesAreThoseOfTheFiles() {
        assertThat(KnnAccuracy.Key.folds(5, 10, Score.MCC)
                        .with(Voting.weighted(0.07))
                        .variant())
                .isEqualTo("kfold=5,k=10,vote=weighted,T=0.07,mcc");
        assertThat(StandardKeys.parse("knn", "group-loo,k=5,vote=prior-corrected,recall,class=a,b"))
                .isEqualTo(KnnAccuracy.Key.leaveGroupOut(5, new Score("recall,class=a,b", all -> null, ""))
                        .with(Voting.PRIOR_CORRECTED));
        assertThat(new Pairwise.Key("a/b", "c").variant()).isEqualTo("pairwise,a\\/b/c");
        assertThat(StandardKeys.parse("fisher", "pairwise,a\\/b/c")).isEqualTo(new Pairwise.Key("a/b", "c"));
        assertThat(StandardKeys.parse("mine", "of,my=own")).isEqualTo(ResultKey.of("mine", "of,my=own"));
        RankKey friedman = RankKey.of(KnnAccuracy.Key.leaveOneOut(10, Score.BALANCED), RankKey.Statistic.FRIEDMAN_P);
        assertThat(friedman.variant()).isEqualTo("knn,loo,k=10,balanced,friedman-p");
        assertThat(StandardKeys.parse("ranks", friedman.variant())).isEqualTo(friedman);
    }

    @Test
    void aDamagedFileIsRefusedWithThePlace(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("results.csv");
        String header = String.join(",", CsvReport.COLUMNS);
        Files.writeString(file, header + "\ne,d,fisher,trace-ratio,1,0,,,5,2,2,1,,\n");
        assertThatThrownBy(() -> CsvReport.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("record 1: half an interval");
        Files.writeString(file, header + "\ne,d,fisher,trace-ratio,one,,,,5,2,2,1,,\n");
        assertThatThrownBy(() -> CsvReport.read(file)).hasMessageContaining("\"one\"");
    }
}
