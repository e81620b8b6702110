package io.discern.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.discern.EncoderException;
import io.discern.internal.model.ModelOpening;
import io.discern.internal.tower.TextTower;
import io.discern.internal.tower.TowerPooling;
import io.discern.preprocess.PreprocessSpec;
import io.discern.spi.Resources;
import io.discern.text.Pooling;
import io.discern.text.TokenBatch;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The text side of a graph: token ids (with mask, types and positions, if it takes them) in, embeddings out. Runs may overlap. */
final class OnnxTextTower {
    static final long PLACEHOLDER_LENGTH = 4;

    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final String POSITIONS = "position_ids";

    private final OnnxSession session;
    private final String idsInput;
    private final OutputChoice output;
    private final int fixedBatch;
    private final int dimension;
    private final Map<String, OnnxTensor> placeholders;

    private OnnxTextTower(
            OnnxSession session, String idsInput, OutputChoice output, PreprocessSpec spec, Resources resources) {
        this.session = session;
        this.idsInput = idsInput;
        this.output = output;
        long batch = session.inputs().get(idsInput).getShape()[0];
        this.fixedBatch = batch > 0 ? Math.toIntExact(batch) : 0;
        long[] image = {1, spec.channels().count(), spec.outputHeight(), spec.outputWidth()};
        this.placeholders =
                Placeholders.forUnused(session, Set.of(idsInput, MASK, TYPES, POSITIONS), Map.of(4, image), resources);
        long declared = output.declaredDimension(session);
        this.dimension = declared > 0 ? Math.toIntExact(declared) : probe();
    }

    /** Whether a described tower's embedding cannot depend on what comes after the end of the text. */
    static boolean endsBeforePadding(TextTower tower) {
        return tower.causal() && tower.head().pooling() instanceof TowerPooling.EndOfText;
    }

    /** Whether a graph takes token ids. */
    static boolean isIn(OnnxSession session) {
        return idsInput(session).isPresent();
    }

    /**
     * Finds inputs and output of the text tower.
     *
     * @param opening closes what the tower allocates
     * @throws EncoderException if the graph does not fit
     */
    static OnnxTextTower bind(OnnxSession session, ModelOpening opening) {
        String ids = idsInput(session)
                .orElseThrow(() -> new EncoderException(session.file()
                        + ": has no input for token ids; expected \"input_ids\" of shape [batch,tokens] and type int64. Inputs: "
                        + ShapeWords.texts(session.inputs())));
        OutputChoice output =
                OutputChoice.choose(session, opening.textOutput(), "text_embeds", "text-output", opening.textPooling());
        return new OnnxTextTower(session, ids, output, opening.spec(), opening.resources());
    }

    private static Optional<String> idsInput(OnnxSession session) {
        var integers = session.inputs().entrySet().stream()
                .filter(input -> input.getValue().getShape().length == 2 && ShapeWords.isInteger(input.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return integers.contains(IDS)
                ? Optional.of(IDS)
                : Optional.of(integers).filter(names -> names.size() == 1).map(names -> names.get(0));
    }

    private int probe() {
        int rows = Math.max(fixedBatch, 1);
        int length = fixedLength().orElse((int) PLACEHOLDER_LENGTH);
        long[] ones = new long[rows * length];
        Arrays.fill(ones, 1);
        try (Resources tensors = new Resources()) {
            return session.probe(feeds(new TokenBatch(rows, length, ones, ones), tensors), output);
        }
    }

    /** The output that is the embedding. */
    String output() {
        return output.name();
    }

    /** How its tokens become the embedding; empty if the graph gives one vector a text. */
    Optional<Pooling> pooling() {
        return output.poolingOf(session);
    }

    /** The length of an embedding. */
    int dimension() {
        return dimension;
    }

    /** The only number of tokens the graph takes, if there is one. */
    OptionalInt fixedLength() {
        long length = session.inputs().get(idsInput).getShape()[1];
        return length > 0 ? OptionalInt.of(Math.toIntExact(length)) : OptionalInt.empty();
    }

    /** Whether the graph is told which tokens are padding. */
    boolean hasMask() {
        return session.inputs().containsKey(MASK);
    }

    /** The only number of texts the graph takes, or 0 if it takes any. */
    int fixedBatch() {
        return fixedBatch;
    }

    /** Encodes a batch into {@code count x dimension} values from the target's position on. */
    void encode(TokenBatch tokens, FloatBuffer target) {
        int length = tokens.length();
        int chunk = fixedBatch > 0 ? fixedBatch : tokens.count();
        for (int start = 0; start < tokens.count(); start += chunk) {
            int keep = Math.min(chunk, tokens.count() - start);
            TokenBatch part = new TokenBatch(
                    chunk,
                    length,
                    rows(tokens.ids(), start, keep, chunk, length),
                    rows(tokens.mask(), start, keep, chunk, length));
            try (Resources tensors = new Resources()) {
                session.run(feeds(part, tensors), output, chunk, keep, dimension, part, target);
            }
        }
    }

    /** The rows from {@code start}; rows that are missing in the last chunk repeat the first, and are dropped afterwards. */
    private static long[] rows(long[] values, int start, int keep, int chunk, int length) {
        long[] rows = new long[chunk * length];
        System.arraycopy(values, start * length, rows, 0, keep * length);
        for (int row = keep; row < chunk; row++) {
            System.arraycopy(rows, 0, rows, row * length, length);
        }
        return rows;
    }

    /** Values for all inputs of the graph: these tokens, and placeholders for what is not a text. */
    Map<String, OnnxTensor> feeds(TokenBatch tokens, Resources tensors) {
        Map<String, OnnxTensor> feeds = new HashMap<>(placeholders);
        long[] shape = tokens.shape();
        feeds.put(idsInput, tensors.add(tensor(idsInput, tokens.ids(), shape)));
        if (session.inputs().containsKey(MASK)) {
            feeds.put(MASK, tensors.add(tensor(MASK, tokens.mask(), shape)));
        }
        if (session.inputs().containsKey(TYPES)) {
            feeds.put(TYPES, tensors.add(tensor(TYPES, new long[tokens.ids().length], shape)));
        }
        if (session.inputs().containsKey(POSITIONS)) {
            long[] places = new long[tokens.ids().length];
            Arrays.setAll(places, i -> i % tokens.length());
            feeds.put(POSITIONS, tensors.add(tensor(POSITIONS, places, shape)));
        }
        return feeds;
    }

    private OnnxTensor tensor(String name, long[] values, long[] shape) {
        TensorInfo info = session.inputs().get(name);
        try {
            return Placeholders.ofType(info.type, values, shape);
        } catch (OrtException e) {
            throw new EncoderException(session.file() + ": input \"" + name + "\": " + OrtRuntime.reason(e), e);
        }
    }
}
