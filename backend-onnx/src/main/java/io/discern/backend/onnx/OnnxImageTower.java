package io.discern.backend.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.discern.EncoderException;
import io.discern.internal.model.ModelOpening;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.spi.Resources;
import io.discern.text.Pooling;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The image side of a graph: pixels in one input, embeddings in one output. Runs may overlap. */
final class OnnxImageTower {
    private final OnnxSession session;
    private final String input;
    private final OutputChoice output;
    private final int fixedBatch;
    private final int dimension;
    private final long[] imageShape;
    private final Map<String, OnnxTensor> placeholders;

    /**
     * Of a graph that fits.
     *
     * @param resources closes what the tower allocates
     */
    OnnxImageTower(OnnxSession session, String input, OutputChoice output, PreprocessSpec spec, Resources resources) {
        this.session = session;
        this.input = input;
        this.output = output;
        long batch = session.inputs().get(input).getShape()[0];
        this.fixedBatch = batch > 0 ? Math.toIntExact(batch) : 0;
        this.imageShape = new long[] {spec.channels().count(), spec.outputHeight(), spec.outputWidth()};
        this.placeholders = Placeholders.forUnused(
                session, Set.of(input), Map.of(2, new long[] {1, OnnxTextTower.PLACEHOLDER_LENGTH}), resources);
        long declared = output.declaredDimension(session);
        this.dimension = declared > 0 ? Math.toIntExact(declared) : probe();
    }

    /**
     * Finds input and output of the image tower and checks them against the preprocessing.
     *
     * @param opening closes what the tower allocates
     * @param prefix the tokens in front of the patches, where they are known
     * @throws EncoderException if the graph does not fit
     */
    static OnnxImageTower bind(OnnxSession session, ModelOpening opening, OptionalInt prefix) {
        PreprocessSpec spec = opening.spec();
        String input = input(session, opening.imageInput());
        requireFit(session, input, spec);
        Optional<Pooling> pooling =
                opening.imagePooling().map(stated -> prefix.isPresent() ? stated.after(prefix.getAsInt()) : stated);
        OutputChoice output = OutputChoice.choose(session, opening.imageOutput(), "image_embeds", "output", pooling);
        return new OnnxImageTower(session, input, output, spec, opening.resources());
    }

    private static String input(OnnxSession session, Optional<String> named) {
        Map<String, TensorInfo> inputs = session.inputs();
        List<String> images = inputs.keySet().stream()
                .filter(name -> inputs.get(name).getShape().length == 4)
                .filter(name -> named.isEmpty() || name.equals(named.get()))
                .toList();
        if (images.size() > 1 && images.contains("pixel_values")) {
            return "pixel_values";
        }
        if (images.size() != 1) {
            throw new EncoderException(session.file() + ": " + images.size() + " inputs take images"
                    + named.map(name -> " under the name \"" + name + "\"").orElse("")
                    + "; expected one of shape [batch,channels,height,width]. Inputs: " + ShapeWords.texts(inputs)
                    + ". Name it with \"imageInput\" in discern.json.");
        }
        return images.get(0);
    }

    private static void requireFit(OnnxSession session, String input, PreprocessSpec spec) {
        TensorInfo info = session.inputs().get(input);
        if (info.type != OnnxJavaType.FLOAT) {
            throw new EncoderException(session.file() + ": input \"" + input + "\" takes " + ShapeWords.type(info)
                    + "; expected float. Export the model with float32 inputs; weights may be of another type.");
        }
        long[] shape = info.getShape();
        if (differs(shape[1], spec.channels().count())
                || differs(shape[2], spec.outputHeight())
                || differs(shape[3], spec.outputWidth())) {
            throw new EncoderException(session.file() + ": input \"" + input + "\" takes " + ShapeWords.text(info)
                    + "; the preprocessing makes [batch," + spec.channels().count() + "," + spec.outputHeight() + ","
                    + spec.outputWidth() + "] (" + spec.channels()
                    + "). Correct the folder's preprocessing, or set option "
                    + "preset=NAME or spec=FILE.");
        }
    }

    private static boolean differs(long declared, int made) {
        return declared > 0 && declared != made;
    }

    private int probe() {
        int rows = Math.max(fixedBatch, 1);
        FloatBuffer zeros = Placeholders.zeros(Math.toIntExact(rows * imageLength()));
        try (OnnxTensor pixels = tensor(zeros, rows)) {
            return session.probe(feeds(pixels), output);
        }
    }

    /** The output that is the embedding. */
    String output() {
        return output.name();
    }

    /** How its tokens become the embedding; empty if the graph gives one vector an image. */
    Optional<Pooling> pooling() {
        return output.poolingOf(session);
    }

    /** The length of an embedding. */
    int dimension() {
        return dimension;
    }

    /** The only batch size the graph takes, or 0 if it takes any. */
    int fixedBatch() {
        return fixedBatch;
    }

    /** Encodes a batch into {@code count x dimension} values from the target's position on. */
    void encode(PixelBatch pixels, FloatBuffer target) {
        int chunk = fixedBatch > 0 ? fixedBatch : Math.max(pixels.count(), 1);
        int length = Math.toIntExact(imageLength());
        for (int start = 0; start < pixels.count(); start += chunk) {
            int keep = Math.min(chunk, pixels.count() - start);
            FloatBuffer values = pixels.values().slice(start * length, keep * length);
            if (keep < chunk) {
                values = Placeholders.zeros(chunk * length).put(values).rewind();
            }
            try (OnnxTensor tensor = tensor(values, chunk)) {
                session.run(feeds(tensor), output, chunk, keep, dimension, null, target);
            }
        }
    }

    /** Puts these images in the place of a placeholder. */
    void feed(PixelBatch pixels, Map<String, OnnxTensor> feeds, Resources tensors) {
        feeds.put(input, tensors.add(tensor(pixels.values(), pixels.count())));
    }

    private long imageLength() {
        return imageShape[0] * imageShape[1] * imageShape[2];
    }

    /** A tensor that aliases the buffer, which is direct. */
    private OnnxTensor tensor(FloatBuffer values, int rows) {
        try {
            return OnnxTensor.createTensor(
                    OrtRuntime.environment(), values, new long[] {rows, imageShape[0], imageShape[1], imageShape[2]});
        } catch (OrtException e) {
            throw new EncoderException(session.file() + ": input \"" + input + "\": " + OrtRuntime.reason(e), e);
        }
    }

    private Map<String, OnnxTensor> feeds(OnnxTensor pixels) {
        Map<String, OnnxTensor> feeds = new HashMap<>(placeholders);
        feeds.put(input, pixels);
        return feeds;
    }
}
