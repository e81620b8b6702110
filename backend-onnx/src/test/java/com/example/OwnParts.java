package com.example;

import io.discern.EncoderConfig;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.preprocess.Channels;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.ResampleFilter;
import io.discern.preprocess.Resize;
import io.discern.text.TokenBatch;
import io.discern.text.Tokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** A program of somebody else: preprocessing and a tokenizer that it brings in code, for a folder with nothing but two models. */
public final class OwnParts {

    /** Squashed to 8 x 8 pixels in these channels, each with its own mean and spread. */
    public static PreprocessSpec preprocessing(Channels channels) {
        return new PreprocessSpec(
                channels,
                new Resize.Squash(8, 8),
                ResampleFilter.BICUBIC,
                Optional.empty(),
                1 / 255.0,
                List.of(0.5, 0.4, 0.3),
                List.of(0.25, 0.5, 0.2));
    }

    /** Words, one a token, between the tokens 1 and 2; 3 is a word that the vocabulary lacks. */
    public static final class Words implements Tokenizer {
        private final Map<String, Long> vocabulary;
        /** How often it was closed. */
        public int closed;

        public Words(Map<String, Long> vocabulary) {
            this.vocabulary = vocabulary;
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
                    .mapToLong(word -> vocabulary.getOrDefault(word, 3L));
            return LongStream.concat(LongStream.concat(LongStream.of(1), words), LongStream.of(2))
                    .toArray();
        }

        @Override
        public void close() {
            closed++;
        }
    }

    public static VisionLanguageEncoder open(Path folder, Words words) {
        EncoderConfig own = EncoderConfig.of("")
                .withPreprocessing(preprocessing(Channels.RGB))
                .withTokenizer(words);
        return Encoders.open("onnx:" + folder, own);
    }

    private OwnParts() {}
}
