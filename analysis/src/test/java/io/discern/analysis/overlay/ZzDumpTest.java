package io.discern.analysis.overlay;

import io.discern.analysis.*;
import io.discern.analysis.report.*;
import io.discern.analysis.study.*;
import io.discern.dataset.*;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import org.junit.jupiter.api.Test;

class ZzDumpTest {
    @Test
    void dump() throws Exception {
        Path out = Path.of(System.getenv("DUMP"));
        Files.createDirectories(out);
        OverlaySuiteGoldenTest.measure();
        var f = OverlaySuiteGoldenTest.class.getDeclaredField("results");
        f.setAccessible(true);
        Files.write(out.resolve("golden.txt"), ((List<?>) f.get(null)).stream().map(Object::toString).toList());
        LabeledImages images = ToyImages.of(45, 3, 1);
        List<LabeledImage> rows = IntStream.range(0, 45)
                .mapToObj(i -> {
                    LabeledImage image = images.images().get(i);
                    String site = "site" + (i % 7 == 0 ? (i + 1) % 3 : i % 3);
                    return new LabeledImage(image.id(), "", image.label(), "g" + i / 2, Map.of("site", site, "x", "" + i % 2), image.source());
                })
                .toList();
        List<String> lines = new ArrayList<>();
        for (PlantedEncoder e : List.of(PlantedEncoder.overlayOnly(), PlantedEncoder.classOnly(), PlantedEncoder.cropping(),
                PlantedEncoder.reader(images.classes()), PlantedEncoder.silentClassOnly())) {
            OverlaySuite.standard().attributes(List.of("site", "x", "none")).measure(e, new LabeledImages("toy", rows), 1).results()
                    .forEach(r -> lines.add(e.info().name() + " " + r));
            OverlaySuite.standard().measure(e, ToyImages.of(6, 2, 1), 1).results().forEach(r -> lines.add(e.info().name() + " few " + r));
            OverlayBias.standard().measure(e, ToyImages.of(6, 2, 1), 1).results().forEach(r -> lines.add(e.info().name() + " bias " + r));
        }
        Files.write(out.resolve("suite.txt"), lines);
        StudyResult study = ComparisonStudy.of(
                        List.of(StudyEncoder.of("a", ToyEncoder.reader(images.classes())), StudyEncoder.of("b<", ToyEncoder.darkShare()),
                                StudyEncoder.of(ToyEncoder.failing())),
                        List.of(images)).withOverlay(OverlaySuite.of(OverlayPlan.full())).run();
        Files.writeString(out.resolve("overlay.html"), OverlayReport.render(study).replaceAll("<h2>Time</h2>[\\s\\S]*", ""));
        Files.writeString(out.resolve("report.html"), HtmlReport.render(study).replaceAll("<h2>Time</h2>[\\s\\S]*", ""));
    }
}
