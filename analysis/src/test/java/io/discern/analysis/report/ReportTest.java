package io.discern.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.analysis.ToyEncoder;
import io.discern.analysis.ToyImages;
import io.discern.analysis.study.Study;
import io.discern.analysis.study.StudyEncoder;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyRow;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.run.RunManifest;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportTest {
    private static final String NASTY = "<script>alert('x')</script> & \"co\"";
    private static StudyResult study;
    private static String page;

    @BeforeAll
    static void run() {
        LabeledImages images = ToyImages.of(60, 3, 1);
        List<LabeledImage> nasty = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            RgbImage image = ToyImages.image(i, i % 2);
            String label = i % 2 == 0 ? "=mel, \"a\"" : "<b>nv</b>";
            nasty.add(LabeledImage.of("<i>" + i, label, () -> image));
        }
        nasty.set(3, nasty.get(3).withSource(() -> {
            throw new IOException("<img src=x>: truncated & broken");
        }));
        study = Study.of(
                        List.of(
                                StudyEncoder.of(ToyEncoder.lowerHalf()),
                                StudyEncoder.of("reads text", ToyEncoder.reader(images.classes())),
                                StudyEncoder.of(NASTY, ToyEncoder.darkShare()),
                                StudyEncoder.of(ToyEncoder.failing())),
                        List.of(images, new LabeledImages("nasty <set>", nasty)))
                .run();
        page = HtmlReport.render(study);
    }

    @Test
    void csvHasTheAgreedHeaderAndReadsBackWithAllDigits() throws IOException {
        String csv = CsvReport.render(study.rows());
        assertThat(csv.lines().findFirst())
                .hasValue(
                        "encoder,dataset,metric,variant,value,ci_low,ci_high,null_value,n,dim,classes,seed,note,ci_note");
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        List<CSVRecord> records = format.parse(new StringReader(csv)).getRecords();
        assertThat(records).hasSameSizeAs(study.rows());
        for (int i = 0; i < records.size(); i++) {
            StudyRow row = study.rows().get(i);
            CSVRecord record = records.get(i);
            assertThat(record.get("encoder")).isEqualTo(row.encoder());
            assertThat(record.get("variant")).isEqualTo(row.result().variant());
            assertThat(record.get("note")).isEqualTo(row.result().note());
            if (row.result().value().isPresent()) {
                assertThat(Double.parseDouble(record.get("value")))
                        .isEqualTo(row.result().value().getAsDouble());
            } else {
                assertThat(record.get("value")).isEmpty();
                assertThat(record.get("note")).isNotBlank();
            }
        }
        assertThat(csv).doesNotContain("NaN").doesNotContain("\r");
    }

    @Test
    void everyRowOfAMapLiesInItsFrame() {
        String plot = MapPlot.of(study.maps().get(0));
        List<MatchResult> dots = Pattern.compile("<use href=\"#k\\d+\" x=\"([-\\d.]+)\" y=\"([-\\d.]+)\"/>")
                .matcher(plot)
                .results()
                .toList();
        assertThat(dots).hasSize(60);
        for (int axis = 1; axis <= 2; axis++) {
            int of = axis;
            double[] places = dots.stream()
                    .mapToDouble(dot -> Double.parseDouble(dot.group(of)))
                    .sorted()
                    .toArray();
            assertThat(places[0]).isGreaterThanOrEqualTo(14);
            assertThat(places[places.length - 1]).isLessThanOrEqualTo(346);
            assertThat(places[0] + places[places.length - 1])
                    .as("in the middle")
                    .isCloseTo(360, within(0.2));
        }
    }

    @Test
    void jsonHoldsManifestResultsFailuresAndMaps() throws IOException {
        JsonNode json = new ObjectMapper().readTree(JsonReport.render(study, manifest()));
        assertThat(json.at("/manifest/settings/seed").asText()).isEqualTo("1");
        assertThat(json.get("manifest").get("encoders"))
                .hasSameSizeAs(study.encoders().keySet());
        assertThat(json.get("manifest")
                        .get("encoders")
                        .get(0)
                        .get("provenance")
                        .get("provider")
                        .asText())
                .isEqualTo("toy <&>");
        assertThat(json.get("results")).hasSameSizeAs(study.allRows());
        assertThat(json.get("results").get(0).get("value").asDouble())
                .isEqualTo(study.rows().get(0).result().value().orElseThrow());
        assertThat(json.get("failures")).isNotEmpty();
        assertThat(json.get("maps").get(0).get("points")).hasSize(60);
        assertThat(json.get("times")).hasSameSizeAs(study.times());
    }

    private static RunManifest manifest() {
        return new RunManifest(List.copyOf(study.encoders().values()), List.of(), Map.of("seed", "1"));
    }

    @Test
    void pageIsSelfContainedAndEscaped() {
        // One script of ours, which the policy names by its hash, and one island of data.
        assertThat(page.split("<script", -1)).hasSize(3);
        assertThat(page).containsPattern("default-src 'none'; img-src data:; .*script-src 'sha256-[A-Za-z0-9+/]{43}='");
        assertThat(page).doesNotContain("<b>nv").doesNotContain("<img src=x");
        assertThat(page).doesNotContain("http://").doesNotContain("https://");
        assertThat(page).contains("&lt;script&gt;alert(&#39;x&#39;)").contains("&lt;b&gt;nv&lt;/b&gt;");
        assertThat(page)
                .contains("toy &lt;&amp;&gt;")
                .contains("truncated &amp; broken")
                .contains("Seed 1");
        assertThat(page)
                .contains("data:image/jpeg;base64,")
                .contains("the model is broken")
                .contains("Trustworthiness", "Encoder against encoder", "How to repeat this", "Worst flips");
        // Who reads the text against who looks below it.
        assertThat(page)
                .containsPattern("data-name=\"Prediction flips, of the row less that of the column, points\"(?s:.)*?"
                        + "class=\"num differ\" data-value=\"-?1.0\">[+-]100.0[*]");
        String withoutPictures = page.replaceAll("base64,[A-Za-z0-9+/=]*", "");
        assertThat(withoutPictures).doesNotContain("NaN").doesNotContain("Infinity");
        assertThat(withoutPictures.replace("url(data:image/jpeg;)", "")).doesNotContain("url(");
    }

    @Test
    void drawingsAreWellFormed() throws Exception {
        int drawings = 0;
        for (int at = page.indexOf("<svg"); at >= 0; at = page.indexOf("<svg", at + 1)) {
            String svg = page.substring(at, page.indexOf("</svg>", at) + 6);
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
            drawings++;
        }
        // A chart for each headline and data set, a map for each encoder and data set, and many marks.
        assertThat(drawings).isGreaterThan(2 * study.pages().summary().size() + 6);
    }

    @Test
    void withoutImagesThePageHoldsNone() {
        StudyResult without = Study.of(
                        List.of(StudyEncoder.of("dark", ToyEncoder.darkShare())), List.of(ToyImages.of(20, 2, 1)))
                .withoutImages()
                .run();
        assertThat(HtmlReport.render(without)).doesNotContain("data:image").doesNotContain("img0");
    }

    @Test
    void aPageSaysHowToRepeatIt() {
        assertThat(HtmlReport.render(study, new Repetition("discern compare --data 'a <b>'", manifest())))
                .contains("<pre>discern compare --data &#39;a &lt;b&gt;&#39;</pre>")
                .contains("<th scope=\"row\">seed</th><td>1</td>");
    }

    @Test
    void fiveEncodersOnThreeDataSetsTakeLessThanSixMegabytes() {
        assertThat(HtmlReport.render(SampleStudy.of(5, 3, 600)).length()).isLessThan(6_000_000);
    }

    @Test
    void longNamesLoseTheirMiddle() {
        assertThat(Text.middle("a name & that is too long for its place", 12)).isEqualTo("a name\u2026place");
        assertThat(Text.middle("fits & stays", 12)).isEqualTo("fits &amp; stays");
    }

    @Test
    void filesAreWrittenWhole(@TempDir Path folder) throws IOException {
        CsvReport.write(study.rows(), folder.resolve("out/results.csv"));
        JsonReport.write(JsonReport.render(study, manifest()), folder.resolve("out/results.json"));
        HtmlReport.write(study, folder.resolve("out/report.html"));
        HtmlReport.write(study, Path.of("target/sample-report.html"));
        assertThat(Files.readString(folder.resolve("out/report.html"))).endsWith("</body></html>\n");
        try (var files = Files.list(folder.resolve("out"))) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void numbersAreShortAndPlain() {
        assertThat(Text.number(0.61408)).isEqualTo("0.614");
        assertThat(Text.number(1234.5)).isEqualTo("1235");
        assertThat(Text.number(-0.00001234)).isEqualTo("-1.23e-05");
        assertThat(Text.number(0)).isEqualTo("0");
        assertThat(Text.value(0.7667, true)).isEqualTo("76.7\u202f%");
        assertThat(Text.range(0.1, 0.25, true)).isEqualTo("10.0\u201325.0\u202f%");
        assertThat(Text.range(-0.1, 0.25, false)).isEqualTo("-0.100 to 0.250");
        assertThat(Text.escape("a\u0000<b")).isEqualTo("a\ufffd&lt;b");
    }
}
