package io.discern.backend.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import io.discern.internal.model.ModelEngine;
import io.discern.internal.model.ModelOpening;
import io.discern.internal.model.ModelTextTower;
import io.discern.internal.model.ModelTower;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.text.TokenBatch;
import io.discern.tokenizers.ModelTokenizer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** A DJL engine's part of an opening: modules and towers. Used once, by one thread. */
final class DjlTowers implements ModelEngine {
    /** Tokens of the first run where nothing says how many the model takes. */
    private static final int PROBE_TOKENS = 4;

    private final DjlEngine engine;

    /** A module with the result that is its embedding. */
    private record Tower(DjlModule module, DjlOutput output, int dimension) {

        void run(Function<NDManager, NDList> inputs, int count, FloatBuffer target) {
            module.run(inputs, output, count, dimension, target);
        }

        <T> ModelTower<T> of(ModelTower.Run<T> run) {
            return new ModelTower<>(module.file(), output.name(), dimension, Optional.empty(), 0, run);
        }
    }

    private DjlTowers(DjlEngine engine, ModelOpening opening) {
        this.engine = engine;
        if (opening.poolingAsked()) {
            throw new IllegalArgumentException(
                    engine.format().provider() + ": options pooling and text-pooling are not "
                            + "supported; expected a module that gives one vector an input. Pool inside the exported module.");
        }
        opening.timeLimit().ifPresent(seconds -> {
            throw new IllegalArgumentException("djl: option time-limit=" + seconds
                    + "; expected none, because PyTorch ends no run that has begun");
        });
        engine.useThreads(opening.threads());
    }

    static VisionLanguageEncoder open(EncoderConfig config) {
        DjlEngine engine = DjlEngine.of(config);
        EncoderConfig common = config.withoutOption(DjlEngine.OPTION).withoutOption(Trust.OPTION);
        ModelOpening.requireOptions(engine.format(), common);
        Trust.require(engine, config);
        return ModelOpening.open(
                engine.format(), common, new ModelTokenizer(), opening -> new DjlTowers(engine, opening));
    }

    @Override
    public Map<String, String> provenance() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("engine", engine.toString());
        lines.put("djl", Engine.getDjlVersion());
        return lines;
    }

    @Override
    public String description() {
        return engine + " (DJL " + Engine.getDjlVersion() + ")";
    }

    @Override
    public ModelTower<PixelBatch> image(ModelOpening opening) {
        PreprocessSpec spec = opening.spec();
        DjlModule module = module(opening, "image", opening.imageModel());
        Shape one = new Shape(1, spec.channels().count(), spec.outputHeight(), spec.outputWidth());
        try {
            Tower tower = tower(
                    module,
                    manager -> new NDList(
                            manager.create(ByteBuffer.allocateDirect(4 * (int) one.size()), one, DataType.FLOAT32)),
                    opening.imageOutput(),
                    "image_embeds",
                    "output");
            return tower.of((pixels, target) -> tower.run(
                    manager -> new NDList(manager.create(pixels.bytes(), new Shape(pixels.shape()), DataType.FLOAT32)),
                    pixels.count(),
                    target));
        } catch (EncoderException e) {
            throw e.getCause() == null
                    ? e
                    : new EncoderException(
                            e.getMessage() + " It was given float32 "
                                    + Arrays.toString(one.getShape()).replace(" ", "") + " (" + spec.channels()
                                    + "), which the preprocessing makes; "
                                    + "if the model takes another size, correct the folder's preprocessing, or set option preset=NAME or "
                                    + "spec=FILE.",
                            e);
        }
    }

    @Override
    public boolean hasText(ModelOpening opening) {
        return opening.textModel().isPresent();
    }

    @Override
    public ModelTextTower text(ModelOpening opening) {
        DjlModule module = module(opening, "text", opening.textModel().orElseThrow());
        TokenBatch tokens = probeTokens(opening, module);
        TextInputs inputs = TextInputs.of(module, tokens);
        Tower tower = tower(module, inputs.of(tokens), opening.textOutput(), "text_embeds", "text-output");
        return new ModelTextTower(
                tower.of((texts, target) -> tower.run(inputs.of(texts), texts.count(), target)),
                OptionalInt.empty(),
                inputs.hasMask());
    }

    private DjlModule module(ModelOpening opening, String tower, Path model) {
        Trust.announce(engine, model, opening.model(tower, model));
        return opening.add(DjlModule.open(engine, model, opening.relative(model), engine.device(opening.device())));
    }

    /** A row of ones, as many as the model's files, or the caller's tokenizer, make: a traced module may take nothing else. */
    private static TokenBatch probeTokens(ModelOpening opening, DjlModule module) {
        int length = opening.tokenizer().isPresent()
                ? opening.tokenizer().get().tokenize(List.of("a")).length()
                : opening.textContext(OptionalInt.empty(), true, module.file())
                        .limit()
                        .orElse(PROBE_TOKENS);
        long[] ones = new long[length];
        Arrays.fill(ones, 1);
        return new TokenBatch(1, length, ones, ones);
    }

    private static Tower tower(
            DjlModule module, Function<NDManager, NDList> inputs, Optional<String> asked, String usual, String option) {
        return module.run(inputs, results -> {
            DjlOutput output = DjlOutput.choose(module.file(), results, asked, usual, option);
            return new Tower(
                    module,
                    output,
                    Math.toIntExact(results.get(output.index()).getShape().get(1)));
        });
    }
}
