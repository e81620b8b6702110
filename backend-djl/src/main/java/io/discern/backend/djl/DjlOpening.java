package io.discern.backend.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.Threading;
import io.discern.backend.djl.DjlEncoder.TextTower;
import io.discern.backend.djl.DjlEncoder.Tower;
import io.discern.model.ModelFacts;
import io.discern.model.ModelFolder;
import io.discern.model.ModelOptions;
import io.discern.model.ModelPreprocessing;
import io.discern.model.TextContext;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Preprocessor;
import io.discern.spi.Resources;
import io.discern.text.TokenBatch;
import io.discern.tokenizers.TokenizerJson;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One opening of an encoder, step by step: files, modules, towers, tokenizer, facts. Used once, by one thread. */
final class DjlOpening {
    private static final Logger LOG = LoggerFactory.getLogger(DjlEncoder.class);

    /** Tokens of the first run where nothing says how many the model takes. */
    private static final int PROBE_TOKENS = 4;

    private final EncoderConfig config;
    private final DjlEngine engine;
    private final ModelOptions options;
    private final ModelFolder folder;
    private final ModelPreprocessing preprocessing;
    private final ModelFacts facts;
    private final Resources resources = new Resources();

    DjlOpening(EncoderConfig config) {
        this.config = config;
        this.engine = DjlEngine.of(config);
        this.options = ModelOptions.of(engine.format().provider(), DjlEngine.rest(config));
        this.folder = ModelFolder.locate(engine.format(), config.location());
        this.preprocessing = ModelPreprocessing.of(folder, options);
        this.facts = new ModelFacts(folder, options);
    }

    /** Opens everything, or closes what was opened and fails. */
    DjlEncoder open() {
        try {
            return encoder();
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    private DjlEncoder encoder() {
        PreprocessSpec spec = preprocessing.spec();
        engine.useThreads(options.threads());
        facts.put("provider", engine.format().provider());
        facts.put("engine", engine.toString());
        facts.put("djl", Engine.getDjlVersion());
        facts.put("device", config.device().toString());
        Tower image = image(spec);
        facts.preprocessing(preprocessing);
        TextTower text = null;
        TokenizerJson tokenizer = null;
        Optional<Path> tokenizerFile = folder.file("tokenizer.json");
        if (folder.textModel().isPresent() && tokenizerFile.isEmpty()) {
            facts.put("text model", "not used: no tokenizer.json in the folder");
            LOG.warn("{} has a text tower but no tokenizer.json: opened for images only", folder.path());
        } else if (folder.textModel().isPresent()) {
            DjlModule module = module("text", folder.textModel().get());
            TextInputs inputs = TextInputs.of(module, probeTokens(module));
            TextContext context = TextContext.of(folder, OptionalInt.empty(), inputs.hasMask(), module.file());
            text = new TextTower(textTower(module, inputs), inputs);
            requireOneSpace(image, text.tower());
            tokenizer = resources.add(
                    TokenizerJson.open(tokenizerFile.get(), context, options.truncate(), inputs.hasMask()));
            facts.put("text output", text.tower().output().name());
            facts.tokens(context, tokenizerFile.get());
        }
        EncoderInfo info = facts.info(image.dimension(), text != null, Threading.CONCURRENT);
        LOG.info("Opened {} with {} (DJL {}) on {}: {} components, {}, image model sha256 {}, preprocess {}",
                info.name(), engine, Engine.getDjlVersion(), config.device(), info.dimension(),
                info.capabilities(), facts.get("image model sha256").substring(0, 12), spec.hash().substring(0, 12));
        return new DjlEncoder(info, Preprocessor.of(spec), tokenizer, config.batchSize(), image, text, resources);
    }

    private DjlModule module(String tower, Path model) {
        facts.model(tower, model);
        Device device = engine.device(config.device());
        return resources.add(DjlModule.open(engine, model, folder.relative(model), device));
    }

    private Tower image(PreprocessSpec spec) {
        DjlModule module = module("image", folder.imageModel());
        Shape one = new Shape(1, spec.channels().count(), spec.outputHeight(), spec.outputWidth());
        try {
            Tower tower = tower(
                    module,
                    manager -> new NDList(manager.create(ByteBuffer.allocateDirect(4 * (int) one.size()), one, DataType.FLOAT32)),
                    options.output().or(folder.manifest()::imageOutput),
                    "image_embeds",
                    "output");
            facts.put("image output", tower.output().name());
            return tower;
        } catch (EncoderException e) {
            throw e.getCause() == null ? e : new EncoderException(e.getMessage() + " It was given float32 "
                    + Arrays.toString(one.getShape()).replace(" ", "") + " (" + spec.channels() + "), which the preprocessing makes; "
                    + "if the model takes another size, correct the folder's preprocessing, or set option preset=NAME or "
                    + "spec=FILE.", e);
        }
    }

    private Tower textTower(DjlModule module, TextInputs inputs) {
        int length = probeTokens(module);
        long[] ones = new long[length];
        Arrays.fill(ones, 1);
        return tower(
                module,
                inputs.of(new TokenBatch(1, length, ones, ones)),
                options.textOutput().or(folder.manifest()::textOutput),
                "text_embeds",
                "text-output");
    }

    /** As many as the model's files say it takes, since a traced module may take nothing else. */
    private int probeTokens(DjlModule module) {
        return TextContext.of(folder, OptionalInt.empty(), true, module.file()).limit().orElse(PROBE_TOKENS);
    }

    private static Tower tower(
            DjlModule module,
            Function<NDManager, NDList> inputs,
            Optional<String> asked,
            String usual,
            String option) {
        return module.run(inputs, results -> {
            DjlOutput output = DjlOutput.choose(module.file(), results, asked, usual, option);
            return new Tower(module, output, Math.toIntExact(results.get(output.index()).getShape().get(1)));
        });
    }

    private static void requireOneSpace(Tower image, Tower text) {
        if (image.dimension() != text.dimension()) {
            throw new EncoderException(image.module().file() + ": " + image.output() + " has " + image.dimension()
                    + " components, but " + text.output() + " of " + text.module().file() + " has " + text.dimension()
                    + "; expected the same number. Set options output=NAME and text-output=NAME to the projected embeddings.");
        }
    }
}
