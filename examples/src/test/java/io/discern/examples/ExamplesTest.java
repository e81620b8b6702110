package io.discern.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.Embeddings;
import io.discern.Encoders;
import io.discern.Preprocessors;
import io.discern.Similarities;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.zeroshot.Prompts;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.miniatures.SyntheticLesions;
import io.discern.store.Npy;
import io.discern.store.NpyArray;
import io.discern.store.Table;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    /** PNG by name. */
    private static final Map<String, byte[]> PAINTED = new TreeMap<>();

    @TempDir
    Path folder;

    private String printed = "";

    static Stream<Supplier<Callable<Integer>>> examples() {
        return Stream.of(
                CompareEncoders::new,
                EmbedFolder::new,
                AnalyzeEmbeddings::new,
                NearestRows::new,
                OverlayBias::new,
                PreprocessImage::new,
                VerifyEncoder::new,
                CustomEncoder::new,
                Doctor::new);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void helpDescribesEveryOption(Supplier<Callable<Integer>> example) {
        assertThat(run(example.get(), "--help")).isZero();
        assertThat(printed).contains("Usage: ", "--help");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anUnknownFlagNamesTheLegalOnes(Supplier<Callable<Integer>> example) {
        assertThat(run(example.get(), "--no-such-flag")).isEqualTo(2);
        assertThat(printed).contains("--no-such-flag", "legal options: ", "--help");
    }

    @Test
    void promptsThatWereEmbeddedElsewhereAreAskedAsTheEncoderItselfIs() throws IOException {
        Path data = lesions();
        Path out = folder.resolve("embedded");
        assertThat(run(
                        new EmbedFolder(),
                        "--encoder",
                        "mini:general",
                        "--data",
                        data.toString(),
                        "--out",
                        out.toString()))
                .isZero();
        List<String> classes = LabeledImages.open(data).classes();
        Path asked = folder.resolve("prompts.json");
        StringBuilder json = new StringBuilder();
        classes.forEach(name -> json.append(json.isEmpty() ? "" : ", ")
                .append("\"" + name + "\": [\"" + name.replace('_', ' ') + "\", \"a picture\"]"));
        Files.writeString(asked, "{\"classes\": {" + json + "}, \"templates\": [\"a scan of {class}\", \"{class}.\"]}");
        Path texts = folder.resolve("texts.npy");
        double scale;
        try (VisionLanguageEncoder encoder = Encoders.open("mini:general")) {
            Embeddings rows = encoder.encodeTexts(Prompts.read(asked).texts());
            Npy.write(texts, rows.values(), rows.rows(), rows.dim());
            scale = encoder.info().logits().scale().orElse(1);
        }
        List<String> common = List.of("--prompts", asked.toString(), "--no-baselines", "--overlay", "none");
        List<String> byEncoder = new ArrayList<>(common);
        byEncoder.addAll(List.of("--encoder", "mini:general", "--data", "rows=" + data));
        List<String> byRows = new ArrayList<>(common);
        byRows.addAll(List.of(
                "--embeddings",
                "mini:general=" + out.resolve("embeddings.npy"),
                "--labels",
                out.resolve("rows.csv").toString(),
                "--logit-scale",
                "" + scale));
        List<String> needed = new ArrayList<>(byRows);
        byRows.addAll(List.of("--prompt-embeddings", "mini:general=" + texts));
        List<String> expected = comparison("asked", byEncoder);
        assertThat(comparison("asked-rows", byRows))
                .isEqualTo(expected)
                .anyMatch(line -> line.startsWith("mini:general,rows,zeroshot,"));

        needed.addAll(List.of("--prompt-embeddings", "other=" + texts));
        assertThat(run(new CompareEncoders(), needed.toArray(String[]::new))).isEqualTo(Outcome.FAILED);
        assertThat(printed)
                .contains("--prompt-embeddings other=", "expected one of the labels of --embeddings [mini:general]");
        Npy.write(texts, new float[8], 2, 4);
        assertThat(run(new CompareEncoders(), byRows.toArray(String[]::new))).isEqualTo(Outcome.FAILED);
        assertThat(printed).contains(texts + ": ", "expected " + 4 * classes.size() + " x ", "a row for each prompt");
    }

    @Test
    void embeddingsEnterTheSameStudyAsTheEncodersThatMadeThem() throws IOException {
        Path data = lesions();
        List<String> encoded = new ArrayList<>(List.of("--data", "rows=" + data, "--no-baselines"));
        List<String> stored = new ArrayList<>();
        for (String encoder : List.of("mini:medical", "mean-colour")) {
            Path out = folder.resolve(encoder.replace(':', '-'));
            assertThat(run(new EmbedFolder(), "--encoder", encoder, "--data", data.toString(), "--out", out.toString()))
                    .isZero();
            encoded.addAll(List.of("--encoder", encoder));
            stored.addAll(List.of("--embeddings", encoder + "=" + out.resolve("embeddings.npy")));
        }
        Path labels = folder.resolve("mean-colour/rows.csv");
        stored.addAll(List.of("--labels", labels.toString()));

        List<String> expected = comparison("by-encoders", encoded);
        List<String> found = comparison("by-rows", stored);

        assertThat(printed).contains("mini:medical", "mean-colour", "report.html");
        // The shared results are equal to the last digit; what needs images or texts is left out.
        assertThat(expected).containsAll(found);
        assertThat(found)
                .anyMatch(line -> line.startsWith("mini:medical,rows,fisher,"))
                .anyMatch(line -> line.startsWith("mini:medical vs mean-colour,rows,paired,"))
                .noneMatch(line -> line.contains(",overlay,"));
        assertThat(folder.resolve("by-rows/report.html")).content().contains("<svg", "mini:medical");
        assertThat(folder.resolve("by-rows/study.yaml"))
                .content()
                .contains("embeddings:", "- mini:medical=", "labels: " + labels);
        // Beside an encoder, the table names the images, or the images' ids say whose row each is.
        String[] beside = {"--encoder", "again=mean-colour", "--overlay", "none", "--no-baselines"};
        for (List<String> images : List.of(List.<String>of(), List.of("--data", "rows=" + data))) {
            List<String> both = new ArrayList<>(stored);
            both.addAll(List.of(beside));
            both.addAll(images);
            List<String> mixed = comparison("mixed-" + images.size(), both);
            assertThat(mixed)
                    .containsAll(found.stream()
                            .filter(line -> line.matches("mini:medical,rows,(fisher|knn),.*"))
                            .toList());
            assertThat(mixed.stream()
                            .filter(line -> line.startsWith("again,rows,"))
                            .map(line -> line.replaceFirst("again", "mean-colour"))
                            .toList())
                    .isEqualTo(mixed.stream()
                            .filter(line -> line.startsWith("mean-colour,rows,"))
                            .toList());
        }
        Files.writeString(labels, "label\na\nb\n");
        assertThat(run(
                        new CompareEncoders(),
                        args(stored, "--out", folder.resolve("x").toString())))
                .isEqualTo(Outcome.FAILED);
        assertThat(printed).contains("36 embeddings but rows has 2 rows; expected one row for each");
    }

    private static String[] args(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private List<String> comparison(String name, List<String> args) throws IOException {
        Path out = folder.resolve(name);
        assertThat(run(new CompareEncoders(), args(args, "--out", out.toString())))
                .as(printed)
                .isZero();
        return Files.readAllLines(out.resolve("results.csv"));
    }

    @Test
    void comparesMiniaturesOnOnesOwnFolderAndLosesOnlyTheBrokenImage() throws IOException {
        Path data = lesions();
        Files.write(data.resolve("nevus/broken.jpg"), new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0, 1, 2});
        Path out = folder.resolve("report");
        Path prompts = Files.writeString(folder.resolve("prompts.json"), """
                {"classes": {"nevus": ["nevus", "mole"], "other": ["nothing"]}, "templates": ["a {class}"]}""");

        int code = run(
                new CompareEncoders(),
                "--encoder",
                "mini:medical",
                "--encoder",
                "mine=mean-colour",
                "--data",
                "own=" + data,
                "--prompts",
                prompts.toString(),
                "--out",
                out.toString());

        assertThat(code).as(printed).isEqualTo(Outcome.PARTIAL);
        assertThat(printed).contains("own: 37 images", "mini:medical", "mine", "report.html");
        assertThat(printed).contains("mini:medical own embed\n", "mine own measure\n");
        List<String> csv = Files.readAllLines(out.resolve("results.csv"));
        assertThat(csv.get(0))
                .isEqualTo(
                        "encoder,dataset,metric,variant,value,ci_low,ci_high,null_value,n,dim,classes,seed,note,ci_note");
        for (String encoder : List.of("mini:medical", "mine")) {
            for (String metric : List.of("fisher", "knn", "overlay")) {
                assertThat(csv).anyMatch(line -> line.startsWith(encoder + ",own," + metric + ","));
            }
        }
        assertThat(Files.readAllLines(out.resolve("failures.csv")))
                .anyMatch(line -> line.startsWith("mini:medical,own,") && line.contains("broken.jpg"))
                .anyMatch(line -> line.startsWith("mini:medical,own,") && line.contains("no prompts for class"));
        assertThat(Files.readString(out.resolve("report.html"))).contains("<svg", "mini:medical", "broken.jpg");
        JsonNode manifest =
                new ObjectMapper().readTree(out.resolve("manifest.json").toFile());
        assertThat(manifest.at("/settings/seed").asText()).isEqualTo("1");
        // Two of ours and three baselines.
        assertThat(manifest.at("/encoders").size()).isEqualTo(5);
        assertThat(new ObjectMapper()
                        .readTree(out.resolve("results.json").toFile())
                        .isObject())
                .isTrue();
    }

    @Test
    void badInputOfTheMainJobIsOneReadableLine() throws IOException {
        String out = folder.resolve("report").toString();
        Path missing = folder.resolve("missing");
        assertThat(run(new CompareEncoders(), "--data", missing.toString(), "--out", out))
                .isEqualTo(1);
        assertThat(printed).contains("error: " + missing + ": no such data set; expected a folder");

        Files.createDirectories(folder.resolve("data/empty"));
        assertThat(run(new CompareEncoders(), "--data", folder.resolve("data").toString(), "--out", out))
                .isEqualTo(1);
        assertThat(printed).contains("data: no images; expected one sub-folder per class");

        Path data = lesions();
        assertThat(run(new CompareEncoders(), "--encoder", "onyx:x", "--data", data.toString(), "--out", out))
                .isEqualTo(1);
        assertThat(printed).contains("no encoder provider named 'onyx'; found: [cuda, djl, mean-colour, mini, onnx]");

        Path prompts = Files.writeString(folder.resolve("prompts.json"), "{\"clases\": {}}");
        assertThat(run(new CompareEncoders(), "--prompts", prompts.toString(), "--data", data.toString(), "--out", out))
                .isEqualTo(1);
        assertThat(printed).contains("prompts.json: key 'clases'; expected 'classes'");
    }

    @Test
    void theDependenceOnTheBatchIsMeasuredWhenAskedAndOnlyFromAHubIsDownloaded() throws IOException {
        Path out = folder.resolve("report");
        String data = lesions().toString();
        int code = run(
                new CompareEncoders(),
                "--encoder",
                "mini:general",
                "--data",
                data,
                "--out",
                out.toString(),
                "--check",
                "--download");
        assertThat(code).as(printed).isZero();
        JsonNode manifest =
                new ObjectMapper().readTree(out.resolve("manifest.json").toFile());
        assertThat(manifest.at("/encoders/0/batchDeviation").asDouble(-1)).isBetween(0.0, 1e-5);
    }

    @Test
    void oneClassOnlyIsAReasonInTheResults() throws IOException {
        Path data = folder.resolve("one");
        Files.createDirectories(data);
        Files.move(lesions().resolve("nevus"), data.resolve("nevus"));
        Path out = folder.resolve("report");
        assertThat(run(
                        new CompareEncoders(),
                        "--encoder",
                        "mean-colour",
                        "--data",
                        data.toString(),
                        "--out",
                        out.toString()))
                .as(printed)
                .isZero();
        assertThat(Files.readAllLines(out.resolve("results.csv")))
                .anyMatch(line ->
                        line.startsWith("mean-colour,one,fisher,trace-ratio,,,,") && line.contains("one class only"))
                .anyMatch(line -> line.startsWith("mean-colour,one,knn,\"loo,k=5,micro\",,,,")
                        && line.contains("one class only"));
    }

    @Test
    void embedsAFolder() throws IOException {
        Path data = lesions();
        Files.writeString(data.resolve("nevus/not-an-image.png"), "text");
        Path out = folder.resolve("embedded");
        assertThat(run(
                        new EmbedFolder(),
                        "--encoder",
                        "mini:general",
                        "--data",
                        data.toString(),
                        "--out",
                        out.toString(),
                        "--batch",
                        "8"))
                .as(printed)
                .isEqualTo(Outcome.PARTIAL);
        NpyArray embeddings = Npy.read(out.resolve("embeddings.npy"));
        List<String> rows = Files.readAllLines(out.resolve("rows.csv"));
        assertThat(rows.get(0)).isEqualTo("row,id,path,label,group");
        assertThat(rows).hasSize(1 + embeddings.shape()[0]).hasSize(37);
        assertThat(rows.get(1)).startsWith("0,keratosis/");
        assertThat(Files.readAllLines(out.resolve("failures.csv")))
                .hasSize(2)
                .anyMatch(line -> line.contains("not-an-image.png") && line.contains("expected"));
        assertThat(out.resolve("manifest.json")).content().contains("mini:general", "listingSha256");
    }

    @Test
    void analysisEqualsScikitLearn() throws IOException {
        Path out = folder.resolve("analysis");
        assertThat(run(
                        new AnalyzeEmbeddings(),
                        "--embeddings",
                        resource("embeddings/embeddings.npy").toString(),
                        "--labels",
                        resource("embeddings/labels.csv").toString(),
                        "--groups",
                        "patient",
                        "--out",
                        out.toString()))
                .as(printed)
                .isZero();
        Map<String, Double> found = new HashMap<>();
        for (JsonNode row : new ObjectMapper()
                .readTree(out.resolve("results.json").toFile())
                .get("results")) {
            found.put(
                    row.get("metric").asText() + "/" + row.get("variant").asText(),
                    row.get("value").asDouble());
        }
        JsonNode expected =
                new ObjectMapper().readTree(resource("embeddings/expected.json").toFile());
        assertThat(found).hasSizeGreaterThan(expected.size());
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            double value = entry.getValue().asDouble();
            assertThat(found.get(entry.getKey())).as(entry.getKey()).isCloseTo(value, within(1e-9 * value));
        }
    }

    @Test
    void theSplitsOfATableAreAProtocol() throws IOException {
        List<String> lines = Files.readAllLines(resource("embeddings/labels.csv"));
        StringBuilder table = new StringBuilder(lines.get(0)).append(",part\n");
        for (int i = 1; i < lines.size(); i++) {
            table.append(lines.get(i)).append(i % 3 == 0 ? ",Test\n" : ",training\n");
        }
        Path out = folder.resolve("analysis");
        assertThat(run(
                        new AnalyzeEmbeddings(),
                        "--embeddings",
                        resource("embeddings/embeddings.npy").toString(),
                        "--labels",
                        Files.writeString(folder.resolve("parts.csv"), table).toString(),
                        "--split",
                        "part",
                        "--out",
                        out.toString()))
                .as(printed)
                .isZero();
        assertThat(Files.readString(out.resolve("results.csv")))
                .contains(
                        ",knn,\"train-test,k=5,balanced\",",
                        ",retrieval,\"train-test,map\",",
                        ",probe,\"logistic,train-test,balanced\",",
                        ",probe,\"few-shot,train-test,shots=all,balanced\",")
                .doesNotContain("loo,", "folds=5");
        assertThat(out.resolve("manifest.json")).content().contains("\"split\" : \"part\"");
    }

    @Test
    void promptsThatWereEmbeddedElsewhereAddWhatTextsTell() throws IOException {
        Path npy = resource("embeddings/embeddings.npy");
        Path labels = resource("embeddings/labels.csv");
        NpyArray array = Npy.read(npy);
        int dim = array.shape()[1];
        List<String> classes = Table.read(labels).values("label");
        // The first row of each class stands for its prompt.
        List<String> names = classes.stream().distinct().toList();
        float[] rows = new float[names.size() * dim];
        StringBuilder texts = new StringBuilder("class,prompt\n");
        for (int c = 0; c < names.size(); c++) {
            System.arraycopy(array.toFloats(), classes.indexOf(names.get(c)) * dim, rows, c * dim, dim);
            texts.append(names.get(c))
                    .append(",a photo of ")
                    .append(names.get(c))
                    .append('\n');
        }
        Path prompts = folder.resolve("prompts.npy");
        Npy.write(prompts, rows, names.size(), dim);
        Path promptTexts = Files.writeString(folder.resolve("prompts.csv"), texts);
        Path out = folder.resolve("analysis");
        String[] arguments = {
            "--embeddings",
            npy.toString(),
            "--labels",
            labels.toString(),
            "--prompts",
            prompts.toString(),
            "--prompt-texts",
            promptTexts.toString(),
            "--logit-scale",
            "100",
            "--out",
            out.toString()
        };

        assertThat(run(new AnalyzeEmbeddings(), arguments)).as(printed).isZero();
        assertThat(Files.readString(out.resolve("report.html")))
                .contains(
                        "Zero-shot: classes by their prompts",
                        "Linear probes",
                        "Few labels",
                        "Shape of the cloud",
                        "pca");
        assertThat(Files.readAllLines(out.resolve("per_image.csv"))).hasSizeGreaterThan(100);
        String results = Files.readString(out.resolve("results.csv"));
        assertThat(results)
                .contains(
                        ",zeroshot,\"normalize-then-mean,micro\",", ",zeroshot,\"single,ece\",",
                        ",retrieval,\"text-to-image,map\",", ",geometry,modality-gap,");

        Npy.write(prompts, new float[names.size() * 5], names.size(), 5);
        assertThat(run(new AnalyzeEmbeddings(), arguments)).isEqualTo(1);
        assertThat(printed).contains("prompts.npy");
    }

    @Test
    void anEmbeddingThatIsNotANumberIsReportedAndTheOthersAreMeasured() throws IOException {
        NpyArray array = Npy.read(resource("embeddings/embeddings.npy"));
        float[] values = array.toFloats();
        values[7 * 24 + 3] = Float.NaN;
        Path poisoned = folder.resolve("poisoned.npy");
        Npy.write(poisoned, values, array.shape());
        Path out = folder.resolve("analysis");
        String labels = resource("embeddings/labels.csv").toString();

        assertThat(run(
                        new AnalyzeEmbeddings(),
                        "--embeddings",
                        poisoned.toString(),
                        "--labels",
                        labels,
                        "--out",
                        out.toString()))
                .as(printed)
                .isEqualTo(Outcome.PARTIAL);
        assertThat(Files.readAllLines(out.resolve("failures.csv")))
                .containsExactly(
                        "path,reason", poisoned + "#7,embedding has NaN at component 3; expected finite values");
        assertThat(Files.readAllLines(out.resolve("results.csv"))).anyMatch(line -> line.contains(",119,24,4,"));

        Npy.write(poisoned, values, values.length);
        assertThat(run(
                        new AnalyzeEmbeddings(),
                        "--embeddings",
                        poisoned.toString(),
                        "--labels",
                        labels,
                        "--out",
                        out.toString()))
                .isEqualTo(1);
        assertThat(printed).contains("FLOAT32 [2880]]; expected a matrix");
    }

    @Test
    void labelsMustFitTheEmbeddings() throws IOException {
        Path labels = Files.writeString(folder.resolve("labels.csv"), "class\na\nb\n");
        String embeddings = resource("embeddings/embeddings.npy").toString();
        String out = folder.resolve("analysis").toString();
        assertThat(run(
                        new AnalyzeEmbeddings(),
                        "--embeddings",
                        embeddings,
                        "--labels",
                        labels.toString(),
                        "--out",
                        out))
                .isEqualTo(1);
        assertThat(printed).contains(labels + ": no column 'label'; found [class]");
        assertThat(run(
                        new AnalyzeEmbeddings(),
                        "--embeddings",
                        embeddings,
                        "--labels",
                        labels.toString(),
                        "--label-column",
                        "class",
                        "--out",
                        out))
                .isEqualTo(1);
        assertThat(printed).contains("2 rows but").contains("120 embeddings");
    }

    @Test
    void theOverlaySuiteWritesItsTableItsPicturesAndAVerdict() throws IOException {
        Path out = folder.resolve("overlay");
        assertThat(run(
                        new OverlayBias(),
                        "--encoder",
                        "mini:medical",
                        "--data",
                        "own=" + lesions(),
                        "--limit",
                        "18",
                        "--out",
                        out.toString()))
                .as(printed)
                .isZero();
        assertThat(printed).contains("own, mini:medical: ", "report.html");
        List<String> csv = Files.readAllLines(out.resolve("overlay.csv"));
        assertThat(csv.get(0))
                .isEqualTo(
                        "encoder,dataset,metric,variant,value,ci_low,ci_high,null_value,n,dim,classes,seed,note,ci_note");
        for (String variant : List.of("visible-share", "shift", "\"decode,what=string\"", "verdict")) {
            assertThat(csv).anyMatch(line -> line.startsWith("mini:medical,own,overlay," + variant + ","));
        }
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("<svg", "data:image/jpeg", "scrambled", "How to repeat this");
        assertThat(Files.readAllLines(out.resolve("per_image.csv")).get(0)).contains("with_clean", "with_text");
        assertThat(Files.readString(out.resolve("tables.tex"))).contains("\\toprule", "mini:medical");
        for (String file : List.of("results.csv", "results.json", "REPRODUCE.md", "references.bib", "figure-1.svg")) {
            assertThat(out.resolve(file)).isNotEmptyFile();
        }
    }

    @Test
    void writesTheTensorThatAModelSees() throws IOException {
        Path image = lesions().resolve("nevus");
        Path first;
        try (Stream<Path> files = Files.list(image)) {
            first = files.sorted().findFirst().orElseThrow();
        }
        Path out = folder.resolve("tensor.npy");
        assertThat(run(
                        new PreprocessImage(),
                        "--preset",
                        "clip-vit-base-patch32",
                        "--image",
                        first.toString(),
                        "--out",
                        out.toString()))
                .as(printed)
                .isZero();
        assertThat(Npy.read(out).shape()).containsExactly(3, 224, 224);
        assertThat(run(new PreprocessImage(), "--preset", "clip", "--image", first.toString(), "--out", out.toString()))
                .isEqualTo(1);
        assertThat(printed).contains("'clip'").contains("clip-vit-base-patch32").contains("dinov2-base");
    }

    @Test
    void nearestRowsAreThoseOfTheLargestCosineWhoeverComputes() throws IOException {
        NpyArray array = Npy.read(resource("embeddings/embeddings.npy"));
        double[] values = array.toDoubles();
        int count = array.shape()[0];
        int dim = array.shape()[1];
        String queries = resource("embeddings/embeddings.npy").toString();
        List<String> first = null;
        for (String similarity : List.of("java", "blas", "onnx")) {
            Path out = folder.resolve(similarity + ".csv");
            String[] arguments = {"--queries", queries, "--k", "3", "--similarity", similarity, "--out", out.toString()
            };
            assertThat(run(new NearestRows(), arguments)).as(printed).isZero();
            List<String> lines = Files.readAllLines(out);
            assertThat(lines).hasSize(1 + 3 * count);
            first = first == null ? lines : first;
            assertThat(lines).isEqualTo(first);
        }
        for (int query = 0; query < count; query++) {
            String[] nearest = first.get(1 + 3 * query).split(",");
            double best = cosine(values, query, Integer.parseInt(nearest[2]), dim);
            assertThat(best).isCloseTo(Double.parseDouble(nearest[3]), within(1e-7));
            for (int row = 0; row < count; row++) {
                if (row != query) {
                    assertThat(cosine(values, query, row, dim)).isLessThan(best + 1e-12);
                }
            }
        }
    }

    private static double cosine(double[] values, int a, int b, int dim) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < dim; i++) {
            ab += values[a * dim + i] * values[b * dim + i];
            aa += values[a * dim + i] * values[a * dim + i];
            bb += values[b * dim + i] * values[b * dim + i];
        }
        return ab / Math.sqrt(aa * bb);
    }

    @Test
    void aSearchOnADeviceThatIsNotThereIsRefusedNotReplaced() throws IOException {
        String cuda = Similarities.explain().stream()
                .filter(line -> line.startsWith("cuda: "))
                .findFirst()
                .orElseThrow();
        assumeTrue(cuda.contains("NOT AVAILABLE"), cuda);
        Path out = folder.resolve("nearest.csv");
        String queries = resource("embeddings/embeddings.npy").toString();
        assertThat(run(
                        new NearestRows(),
                        "--queries",
                        queries,
                        "--similarity",
                        "cuda",
                        "--device",
                        "cuda:0",
                        "--out",
                        out.toString()))
                .isEqualTo(1);
        assertThat(printed).contains("cuda on device cuda:0 is not available: ");
        assertThat(run(
                        new NearestRows(),
                        "--queries",
                        queries,
                        "--similarity",
                        "java",
                        "--device",
                        "cuda:0",
                        "--out",
                        out.toString()))
                .isEqualTo(1);
        assertThat(out).doesNotExist();
    }

    @Test
    void preprocessingOnADeviceThatIsNotThereIsRefusedNotReplaced() throws IOException {
        String cuda = Preprocessors.explain().stream()
                .filter(line -> line.startsWith("cuda: "))
                .findFirst()
                .orElseThrow();
        assumeTrue(cuda.contains("NOT AVAILABLE"), cuda);
        String[] data = {
            "--data", lesions().toString(), "--out", folder.resolve("out").toString()
        };
        String[] device = {"--device", "cuda:0", "--preprocessor", "cuda"};
        for (String encoder : List.of("mini:general", "mean-colour")) {
            String[] arguments = Stream.of(new String[] {"--encoder", encoder}, data, device)
                    .flatMap(Stream::of)
                    .toArray(String[]::new);
            assertThat(run(new EmbedFolder(), arguments)).isEqualTo(1);
            assertThat(printed)
                    .contains(
                            encoder.equals("mean-colour")
                                    ? "unknown option 'preprocessor'"
                                    : "cuda on device cuda:0 is not available: ");
        }
    }

    @Test
    void anEncoderIsVerifiedRowByRow() throws IOException {
        Path reference = folder.resolve("reference");
        Files.createDirectories(reference);
        Files.move(lesions().resolve("nevus"), reference.resolve("images"));
        List<String> texts = List.of("a nevus", "a melanoma");
        Files.write(reference.resolve("texts.txt"), texts);
        Embeddings images;
        try (VisionLanguageEncoder encoder = Encoders.open("mini:general");
                Stream<Path> files = Files.list(reference.resolve("images"))) {
            List<RgbImage> decoded = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                decoded.add(ImageDecoder.standard().decode(file));
            }
            images = encoder.encodeImages(decoded);
            Npy.write(
                    reference.resolve("text_reference.npy"),
                    encoder.encodeTexts(texts).values(),
                    2,
                    images.dim());
        }
        Npy.write(reference.resolve("reference.npy"), images.values(), images.rows(), images.dim());
        String[] arguments = {"--encoder", "mini:general", "--reference", reference.toString(), "--check"};
        assertThat(run(new VerifyEncoder(), arguments)).as(printed).isZero();
        assertThat(printed).contains("largest difference alone and in a batch: ");
        assertThat(printed).contains("images, worst cosine 1.000000000", "2 texts, worst cosine 1.0000", "equal");

        images.values()[images.dim()] += 100;
        Npy.write(reference.resolve("reference.npy"), images.values(), images.rows(), images.dim());
        assertThat(run(new VerifyEncoder(), arguments)).isEqualTo(1);
        assertThat(printed)
                .containsPattern("image 1 .* BELOW 0.9999")
                .doesNotContainPattern("image [02] .* BELOW")
                .contains("NOT EQUAL");

        Npy.write(reference.resolve("reference.npy"), images.values(), 1, images.values().length);
        assertThat(run(new VerifyEncoder(), arguments)).isEqualTo(1);
        assertThat(printed).contains("reference.npy: has shape [1, ").contains("one row for each image");
    }

    @Test
    void theCustomEncoderIsFoundAndMeasured() {
        assertThat(run(new CustomEncoder())).as(printed).isZero();
        assertThat(printed).contains("found mean-colour, dimension 3", "loo,k=5,balanced");
    }

    @Test
    void theDoctorListsProviders() {
        assertThat(run(new Doctor())).isZero();
        assertThat(printed).contains("onnx: ", "mini: ", "mean-colour: ", "clip-vit-base-patch32");
    }

    /** Twelve synthetic lesions of each of three classes as a folder of class folders: painted once, files of each test's own. */
    private Path lesions() throws IOException {
        if (PAINTED.isEmpty()) {
            paint();
        }
        Path data = folder.resolve("lesions");
        for (Map.Entry<String, byte[]> image : PAINTED.entrySet()) {
            Path file = data.resolve(image.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, image.getValue());
        }
        return data;
    }

    private static void paint() throws IOException {
        for (LabeledImage image :
                SyntheticLesions.of("dermoscopy", 60, 5).limit(36).images()) {
            // what is asked here does not depend on the size of pictures
            RgbImage pixels = Thinned.of(image.source().load(), 3);
            BufferedImage picture = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < pixels.height(); y++) {
                for (int x = 0; x < pixels.width(); x++) {
                    picture.setRGB(x, y, pixels.get(x, y, 0) << 16 | pixels.get(x, y, 1) << 8 | pixels.get(x, y, 2));
                }
            }
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(picture, "png", png);
            PAINTED.put(image.label() + "/" + image.id() + ".png", png.toByteArray());
        }
    }

    private int run(Callable<Integer> example, String... args) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (PrintStream both = new PrintStream(text, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            return Example.execute(example, args);
        } finally {
            System.setOut(out);
            System.setErr(err);
            printed = text.toString(StandardCharsets.UTF_8);
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(ExamplesTest.class.getResource("/" + name), name)
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(name, impossible);
        }
    }
}
