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
import io.discern.model.TowerProbe;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.PreprocessSpec;
import io.discern.spi.Resources;
import io.discern.text.TokenBatch;
import io.discern.text.Tokenizer;
import io.discern.tokenizers.ModelTokenizer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
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

    /** What encodes texts. */
    private record TextSide(TextTower tower, Tokenizer tokenizer) {}

    DjlOpening(EncoderConfig config) {
        this.config = config;
        this.engine = DjlEngine.of(config);
        this.options = ModelOptions.of(engine.format().provider(), config.withoutOption(DjlEngine.OPTION));
        if (options.pooling().isPresent() || options.textPooling().isPresent()) {
            throw new IllegalArgumentException(
                    engine.format().provider() + ": options pooling and text-pooling are not "
                            + "supported; expected a module that gives one vector an input. Pool inside the exported module.");
        }
        this.folder = ModelFolder.locate(engine.format(), config, options);
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
        BatchPreprocessor preprocessor = resources.add(preprocessing.open(options, config.device()));
        engine.useThreads(options.threads());
        facts.put("provider", engine.format().provider());
        facts.put("engine", engine.toString());
        facts.put("djl", Engine.getDjlVersion());
        facts.put("device", config.device().toString());
        Tower image = image(preprocessing.spec());
        facts.preprocessing(preprocessing);
        Optional<TextSide> text = text(image);
        boolean unit = facts.unitLength(
                TowerProbe.givesUnitImages(preprocessor, image.dimension(), image::encode),
                text.map(side -> TowerProbe.givesUnitTexts(side.tokenizer, image.dimension(), side.tower::encode)));
        text.ifPresent(side -> facts.logitsNotShown());
        if (options.check()) {
            facts.batchDeviation(TowerProbe.batchDeviation(
                    preprocessor, image.dimension(), unit, config.batchSize(), image::encode));
        }
        EncoderInfo info = facts.info(image.dimension(), text.isPresent(), Threading.CONCURRENT);
        LOG.info(
                "Opened {} with {} (DJL {}) on {}: {} components, {}, image model sha256 {}, preprocess {}",
                info.name(),
                engine,
                Engine.getDjlVersion(),
                config.device(),
                info.dimension(),
                info.capabilities(),
                facts.get("image model sha256").substring(0, 12),
                preprocessing.spec().hash().substring(0, 12));
        return new DjlEncoder(
                info,
                preprocessor,
                text.map(TextSide::tokenizer).orElse(null),
                config.batchSize(),
                options.fixedBatch(),
                image,
                text.map(TextSide::tower).orElse(null),
                resources);
    }

    private Optional<TextSide> text(Tower image) {
        if (folder.textModel().isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> tokenizerFile = ModelTokenizer.file(folder);
        if (tokenizerFile.isEmpty()) {
            facts.put("text model", "not used: none of " + ModelTokenizer.FILES + " in the folder");
            LOG.warn(
                    "{} has a text tower but no tokenizer ({}): opened for images only",
                    folder.path(),
                    ModelTokenizer.FILES);
            return Optional.empty();
        }
        DjlModule module = module("text", folder.textModel().get());
        TokenBatch tokens = probeTokens(module);
        TextInputs inputs = TextInputs.of(module, tokens);
        TextContext context =
                TextContext.of(folder, preprocessing.preset(), OptionalInt.empty(), inputs.hasMask(), module.file());
        TextTower tower = new TextTower(textTower(module, inputs.of(tokens)), inputs);
        requireOneSpace(image, tower.tower());
        Tokenizer tokenizer =
                resources.add(ModelTokenizer.open(tokenizerFile.get(), context, options.truncate(), inputs.hasMask()));
        facts.embedding(
                "text",
                module.file(),
                tower.tower().output().name(),
                tower.tower().dimension(),
                Optional.empty(),
                preprocessing.preset());
        facts.tokens(context, tokenizerFile.get());
        return Optional.of(new TextSide(tower, tokenizer));
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
                    manager -> new NDList(
                            manager.create(ByteBuffer.allocateDirect(4 * (int) one.size()), one, DataType.FLOAT32)),
                    options.output().or(folder.manifest()::imageOutput),
                    "image_embeds",
                    "output");
            facts.embedding(
                    "image",
                    module.file(),
                    tower.output().name(),
                    tower.dimension(),
                    Optional.empty(),
                    preprocessing.preset());
            return tower;
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

    private Tower textTower(DjlModule module, Function<NDManager, NDList> inputs) {
        return tower(
                module, inputs, options.textOutput().or(folder.manifest()::textOutput), "text_embeds", "text-output");
    }

    /** A row of ones, as many as the model's files say it takes, since a traced module may take nothing else. */
    private TokenBatch probeTokens(DjlModule module) {
        int length = TextContext.of(folder, preprocessing.preset(), OptionalInt.empty(), true, module.file())
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

    private static void requireOneSpace(Tower image, Tower text) {
        if (image.dimension() != text.dimension()) {
            throw new EncoderException(
                    image.module().file() + ": " + image.output() + " has " + image.dimension()
                            + " components, but " + text.output() + " of "
                            + text.module().file() + " has " + text.dimension()
                            + "; expected the same number. Set options output=NAME and text-output=NAME to the projected embeddings.");
        }
    }
}
