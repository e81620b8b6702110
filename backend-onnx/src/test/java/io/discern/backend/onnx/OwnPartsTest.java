package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.discern.BatchSize;
import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.preprocess.Channels;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.ResampleFilter;
import io.discern.preprocess.Resize;
import io.discern.text.TokenBatch;
import io.discern.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Preprocessing and a tokenizer that the caller brings in code, and the batch that a model dictates. */
class OwnPartsTest {
    /** What {@code make_models.py} did. */
    private static final PreprocessSpec SPEC = new PreprocessSpec(
            Channels.RGB,
            new Resize.Squash(8, 8),
            ResampleFilter.BICUBIC,
            Optional.empty(),
            1 / 255.0,
            List.of(0.5, 0.4, 0.3),
            List.of(0.25, 0.5, 0.2));

    @TempDir
    private Path folder;

    /** Words, one a token, between two special tokens: what the model was made with. */
    private static final class WordTokenizer implements Tokenizer {
        private static final int BEGIN = 1;
        private static final int END = 2;
        private static final int UNKNOWN = 3;

        private final JsonNode vocabulary;
        private int closed;

        WordTokenizer() throws IOException {
            vocabulary = new ObjectMapper()
                    .readTree(Models.path("dual/tokenizer.json").toFile())
                    .at("/model/vocab");
        }

        @Override
        public TokenBatch tokenize(List<String> texts) {
            List<long[]> rows = texts.stream().map(this::ids).toList();
            int length = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
            long[] ids = new long[rows.size() * length];
            long[] mask = new long[ids.length];
            for (int i = 0; i < rows.size(); i++) {
                System.arraycopy(rows.get(i), 0, ids, i * length, rows.get(i).length);
                Arrays.fill(mask, i * length, i * length + rows.get(i).length, 1);
            }
            return new TokenBatch(rows.size(), length, ids, mask);
        }

        private long[] ids(String text) {
            LongStream words = Arrays.stream(text.split(" "))
                    .filter(word -> !word.isEmpty())
                    .mapToLong(word -> vocabulary.path(word).asLong(UNKNOWN));
            return LongStream.concat(LongStream.concat(LongStream.of(BEGIN), words), LongStream.of(END))
                    .toArray();
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void preprocessingStatedInCodeComesFirst() throws IOException {
        EncoderConfig nothing = EncoderConfig.of(Models.path("no-preprocessing").toString());
        try (VisionLanguageEncoder encoder = Models.open(nothing.withPreprocessing(SPEC))) {
            assertThat(encoder.preprocessing()).contains(SPEC);
            assertThat(encoder.info().provenance())
                    .containsEntry("preprocess source", "stated in code")
                    .containsEntry("preprocess", SPEC.hash());
            assertThat(Models.difference(encoder.encodeImages(Models.images()), Models.reference("image_embeds")))
                    .isLessThan(2e-6);
        }
        PreprocessSpec bgr = PreprocessSpec.parse(SPEC.toJson().replace("rgb", "bgr"), "test");
        try (VisionLanguageEncoder encoder = Encoders.open(
                "onnx:" + Models.path("dual"), EncoderConfig.of("").withPreprocessing(bgr))) {
            assertThat(encoder.preprocessing()).contains(bgr);
            assertThat(Models.difference(encoder.encodeImages(Models.images()), Models.reference("image_embeds")))
                    .isGreaterThan(0.1);
        }
        assertThatThrownBy(() -> Models.open(nothing.withPreprocessing(SPEC).withOption("preset", "biomedclip")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("preprocessing stated in code and by option preset; expected one of them");
    }

    @Test
    void aTokenizerOfOnesOwnStaysOnesOwn() throws IOException {
        WordTokenizer own = new WordTokenizer();
        for (String file : new String[] {"vision_model.onnx", "text_model.onnx"}) {
            Files.copy(Models.path("dual/onnx/" + file), folder.resolve(file));
        }
        Files.copy(Models.path("dual/preprocessor_config.json"), folder.resolve("preprocessor_config.json"));
        EncoderConfig config = EncoderConfig.of(folder.toString()).withTokenizer(own);
        for (int opening = 0; opening < 2; opening++) {
            try (VisionLanguageEncoder encoder = Models.open(config)) {
                assertThat(Models.difference(encoder.encodeTexts(Models.texts()), Models.reference("text_embeds")))
                        .isLessThan(1e-6);
                assertThat(encoder.info().provenance())
                        .containsEntry("tokenizer", "the caller's " + WordTokenizer.class.getName());
            }
        }
        assertThat(own.closed).isZero();

        assertThatThrownBy(() -> Models.open(config.withOption("truncate", "true")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("option truncate=true with a tokenizer of one's own");
        assertThatThrownBy(() -> Models.open(Models.config("fixed-batch-4").withTokenizer(own)))
                .isInstanceOf(EncoderException.class)
                .hasMessageContaining("has no text tower, but the configuration brings a tokenizer");
        assertThat(own.closed).isZero();
    }

    @Test
    void optionsStandInTheAddress() {
        try (VisionLanguageEncoder encoder = Encoders.open(
                "onnx:" + Models.path("dual") + "?name=mine&threads=2",
                EncoderConfig.of("").withOption("name", "theirs"))) {
            assertThat(encoder.info().name()).isEqualTo("mine");
            assertThat(encoder.info().provenance()).containsEntry("threads", "2");
        }
        assertThatThrownBy(() -> Encoders.open("onnx:" + Models.path("dual") + "?treads=2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown option 'treads'");
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "3, 4", "4, 4", "7, 4", "8, 8", "30, 28"})
    void aModelOfOneBatchSizeIsGivenMultiplesOfIt(int asked, int given) {
        try (VisionLanguageEncoder encoder =
                Models.open(Models.config("fixed-batch-4").withBatchSize(asked))) {
            assertThat(encoder.batchSize()).isEqualTo(new BatchSize(given, true));
            assertThat(Models.difference(encoder.encodeImages(Models.images()), Models.reference("image_embeds")))
                    .isLessThan(2e-6);
        }
    }
}
