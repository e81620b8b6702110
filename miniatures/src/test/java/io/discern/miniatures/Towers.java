package io.discern.miniatures;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Preprocessor;
import io.discern.store.NpyArray;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** The two towers of an unpacked miniature on ONNX Runtime, without any backend of Discern. */
final class Towers implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession vision;
    private final OrtSession text;
    private final HuggingFaceTokenizer tokenizer;
    private final Preprocessor preprocessor;

    Towers(String name, Path folder) throws IOException, OrtException {
        Miniatures.extract(name, folder);
        vision = environment.createSession(
                folder.resolve("onnx/vision_model.onnx").toString());
        text = environment.createSession(folder.resolve("onnx/text_model.onnx").toString());
        preprocessor = Preprocessor.of(PreprocessSpec.read(folder.resolve("preprocessor_config.json")));
        tokenizer = HuggingFaceTokenizer.newInstance(folder.resolve("tokenizer.json"));
    }

    /** What the model folder says is done to a picture. */
    Preprocessor preprocessor() {
        return preprocessor;
    }

    /** Embeddings of preprocessed pictures, {@code batch x 64}. */
    float[][] images(FloatBuffer pixels, long... shape) throws OrtException {
        try (OnnxTensor input = OnnxTensor.createTensor(environment, pixels, shape);
                OrtSession.Result result = vision.run(Map.of("pixel_values", input))) {
            return (float[][]) result.get("image_embeds").orElseThrow().getValue();
        }
    }

    /** Embeddings of token rows, {@code batch x 64}. */
    float[][] texts(long[] ids, long[] mask, long... shape) throws OrtException {
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
                OrtSession.Result result = text.run(Map.of("input_ids", idTensor, "attention_mask", maskTensor))) {
            return (float[][]) result.get("text_embeds").orElseThrow().getValue();
        }
    }

    float[][] texts(String... prompts) throws OrtException {
        Encoding[] rows = tokenize(prompts);
        int length = rows[0].getIds().length;
        long[] ids = Arrays.stream(rows)
                .flatMapToLong(row -> Arrays.stream(row.getIds()))
                .toArray();
        long[] mask = Arrays.stream(rows)
                .flatMapToLong(row -> Arrays.stream(row.getAttentionMask()))
                .toArray();
        return texts(ids, mask, prompts.length, length);
    }

    /** Tokens, padded to the longest prompt. */
    Encoding[] tokenize(String... prompts) {
        return tokenizer.batchEncode(prompts);
    }

    static long[] shape(NpyArray array) {
        return Arrays.stream(array.shape()).asLongStream().toArray();
    }

    static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }

    @Override
    public void close() throws OrtException {
        tokenizer.close();
        text.close();
        vision.close();
    }
}
