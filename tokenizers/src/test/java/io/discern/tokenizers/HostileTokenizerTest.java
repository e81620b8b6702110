package io.discern.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.EncoderException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of these files ended the process, or could; the ones of the fuzzer may, so they are opened in a process of their own. */
class HostileTokenizerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path changed(String structure, Consumer<ObjectNode> change) throws IOException {
        ObjectNode tokenizer = (ObjectNode)
                JSON.readTree(StructuresTest.structure(structure + ".json").toFile());
        change.accept(tokenizer);
        return Files.writeString(folder.resolve("tokenizer.json"), tokenizer.toString());
    }

    private void refused(String structure, Consumer<ObjectNode> change, String... messages) throws IOException {
        Path file = changed(structure, change);
        assertThatThrownBy(() -> TokenizerJson.open(file, StructuresTest.ENDLESS, false, true))
                .isInstanceOf(EncoderException.class)
                .message()
                .startsWith(file + ": ")
                .contains(messages);
    }

    private static ObjectNode object(ObjectNode parent, String key) {
        return (ObjectNode) parent.get(key);
    }

    @Test
    void anUnknownTokenThatIsNoTokenIsRefused() throws IOException {
        for (String structure : List.of("bert", "words", "clip", "gemma")) {
            refused(
                    structure,
                    tokenizer -> object(tokenizer, "model").put("unk_token", "[NOBODY]"),
                    "\"model.unk_token\" is \"[NOBODY]\"; expected a token of \"model.vocab\"");
        }
        refused("t5", tokenizer -> object(tokenizer, "model").remove("unk_id"), "\"model.unk_id\" is missing");
        refused("t5", tokenizer -> object(tokenizer, "model").put("unk_id", 1 << 20), "expected an integer from 0 to ");
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(StructuresTest.structure("bert.json"));
        Path file = folder.resolve("tokenizer.json");
        for (int length = 0; length < whole.length - 1; length += 7) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TokenizerJson.open(file, StructuresTest.ENDLESS, false, true))
                    .isInstanceOf(EncoderException.class)
                    .hasMessageStartingWith(file + ": ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a*)*b", "(a|a)*b", "(a+)+$", "(?:\\w+\\s?)+;", "\\s*\\s*x", "(.*)(.*)x", "(\\p{L}+)\\1", "\\g<0>a",
                        "(?:a{1,50}){1,50}b",
                "(?<n>a)\\k<n>", "(?{1})", "(*FAIL)a", "(?~a)b", "a(?=(b*)*c)", "(", "[a", "a**", "x*"
            })
    void anExpressionThatBacktracksOrIsNoneIsRefused(String expression) throws IOException {
        Consumer<ObjectNode> split = tokenizer -> tokenizer
                .putObject("pre_tokenizer")
                .put("type", "Split")
                .put("behavior", "Isolated")
                .put("invert", false)
                .putObject("pattern")
                .put("Regex", expression);
        refused("bert", split, "\"pre_tokenizer.pattern.Regex\" is ");
    }

    @Test
    void whatTheNativeLibraryDoesNotCheckIsRefused() throws IOException {
        refused(
                "bert",
                tokenizer -> object(object(tokenizer, "post_processor"), "special_tokens")
                        .remove("[SEP]"),
                "\"post_processor.single[2].SpecialToken.id\" is \"[SEP]\"; expected a token of \"special_tokens\" [[CLS]]");
        refused(
                "bert",
                tokenizer -> object((ObjectNode) tokenizer.at("/post_processor/single/1"), "Sequence")
                        .put("id", "B"),
                "expected one of [A]");
        refused(
                "clip",
                tokenizer -> object(tokenizer, "model").put("continuing_subword_prefix", "####"),
                "begins with the \"continuing_subword_prefix\"");
        refused("roberta", tokenizer -> object(tokenizer, "model").put("dropout", 0.5), "dropout makes tokens random");
        refused(
                "t5",
                tokenizer -> object(tokenizer, "normalizer").put("normalizers", "x"),
                "\"normalizer.normalizers\" is \"x\"; expected a list");
        refused("bert", tokenizer -> tokenizer.put("surprise", 1), "\"surprise\" is 1; expected no key but");
        refused(
                "modernbert",
                tokenizer -> tokenizer
                        .putObject("normalizer")
                        .put("type", "Strip")
                        .put("strip_left", true)
                        .put("strip_right", true),
                "expected a token that the normalizer leaves something of");
    }

    @Test
    void textsThatGrowBeyondTheMemoryAreRefused() throws IOException {
        refused(
                "bert",
                tokenizer -> {
                    ArrayNode steps = tokenizer
                            .putObject("normalizer")
                            .put("type", "Sequence")
                            .putArray("normalizers");
                    for (int i = 0; i < 30; i++) {
                        ObjectNode step =
                                steps.addObject().put("type", "Replace").put("content", "aa");
                        step.putObject("pattern").put("String", "a");
                    }
                },
                "at most 64 times as long");
    }

    @Test
    void stepsInsideStepsEnd() throws IOException {
        refused(
                "bert",
                tokenizer -> {
                    ObjectNode at = tokenizer.putObject("normalizer");
                    for (int i = 0; i < 10; i++) {
                        at = at.put("type", "Sequence").putArray("normalizers").addObject();
                    }
                    at.put("type", "NFC");
                },
                "at most 8 deep");
    }

    @Test
    void aTextThatCannotBeTokenizedIsAnException() throws IOException {
        Path file = changed(
                "gemma",
                tokenizer -> object(tokenizer, "model").put("unk_token", "").put("byte_fallback", false));
        try (TokenizerJson tokenizer = TokenizerJson.open(file, StructuresTest.ENDLESS, false, true)) {
            assertThatThrownBy(() -> tokenizer.tokenize(List.of("\u6f22\u6f22")))
                    .isInstanceOf(EncoderException.class)
                    .hasMessageContaining("a text cannot be tokenized");
        }
    }

    private void survives(long first, long last) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("error"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TokenizerFuzz.class.getName(),
                folder.toString(),
                String.valueOf(first),
                String.valueOf(last)));
        try (var structures = Files.list(StructuresTest.structure("bert.json").getParent())) {
            structures
                    .filter(file -> !file.endsWith("expected.json"))
                    .map(Path::toString)
                    .sorted()
                    .forEach(command::add);
        }
        File output = folder.resolve("output").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            assertThat(process.waitFor(60 + (last - first) / 10, TimeUnit.SECONDS))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("case %s: %s", Files.readString(folder.resolve("case")), Files.readString(output.toPath()))
                .isZero();
        long opened = Long.parseLong(Files.readString(folder.resolve("opened")).strip());
        assertThat(opened).isBetween((last - first) / 10, last - first - 1);
    }

    @Test
    void damagedTokenizersNeverEndTheProcess() throws IOException, InterruptedException {
        survives(0, 300);
    }

    @Test
    @Tag("slow")
    void aHundredThousandDamagedTokenizersDoNotEither() throws IOException, InterruptedException {
        survives(1_000_000, 1_100_000);
    }
}
