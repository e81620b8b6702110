package io.discern.internal.model;

import io.discern.Device;
import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.Threading;
import io.discern.VisionLanguageEncoder;
import io.discern.internal.checkpoint.Checkpoint;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.PreprocessSpec;
import io.discern.spi.Resources;
import io.discern.text.Pooling;
import io.discern.text.Tokenizer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One opening of an encoder from a model folder, step by step: files, preprocessing, towers, tokenizer, facts. An engine opens the
 * towers ({@link ModelEngine}) and reads here what the caller and the folder say. Used once, by one thread.
 */
public final class ModelOpening {
    private static final Logger LOG = LoggerFactory.getLogger(ModelOpening.class);

    private final EncoderConfig config;
    private final ModelOptions options;
    private final ModelFolder folder;
    private final ModelPreprocessing preprocessing;
    private final ModelFacts facts;
    private final FolderTokenizers tokenizers;
    /** What the engine opened; closed with the encoder. */
    private final Resources engine = new Resources();
    /** What the encoder will own; closed here if it does not come to be. */
    private final Resources given = new Resources();

    /** What encodes texts. */
    private record TextSide(ModelTextTower text, Tokenizer tokenizer) {}

    private ModelOpening(ModelFormat format, EncoderConfig config, FolderTokenizers tokenizers) {
        this.config = config;
        this.options = ModelOptions.of(format, config);
        this.folder = ModelFolder.locate(format, config, options);
        this.preprocessing = ModelPreprocessing.of(folder, options, config.preprocessing());
        this.facts = new ModelFacts(folder, options);
        this.tokenizers = tokenizers;
    }

    /**
     * Opens everything, or closes what was opened and fails.
     *
     * @param format how the engine's files are called
     * @param config what the caller wants
     * @param tokenizers opens the folder's tokenizer
     * @param engine made once files and preprocessing are found
     * @throws IllegalArgumentException if the configuration is wrong
     * @throws EncoderException if the encoder cannot be opened
     */
    public static VisionLanguageEncoder open(
            ModelFormat format,
            EncoderConfig config,
            FolderTokenizers tokenizers,
            Function<ModelOpening, ModelEngine> engine) {
        ModelOpening opening = new ModelOpening(format, config, tokenizers);
        try {
            return opening.encoder(format.provider(), engine.apply(opening));
        } catch (RuntimeException | Error e) {
            opening.given.closeAfter(e);
            opening.engine.closeAfter(e);
            throw e;
        }
    }

    /**
     * Refuses options that are unknown or have an illegal value, before anything is opened or fetched.
     *
     * @throws IllegalArgumentException naming the option
     */
    public static void requireOptions(ModelFormat format, EncoderConfig config) {
        ModelOptions.of(format, config);
    }

    private VisionLanguageEncoder encoder(String provider, ModelEngine opened) {
        BatchPreprocessor preprocessor = given.add(preprocessing.open(options, config.device()));
        facts.put("provider", provider);
        opened.provenance().forEach(facts::put);
        facts.put("device", config.device().toString());
        ModelTower<PixelBatch> image = opened.image(this);
        facts.embedding("image", image, preprocessing.preset());
        facts.preprocessing(preprocessing);
        Optional<TextSide> text = text(opened, image);
        boolean unit = facts.unitLength(
                TowerProbe.givesUnitImages(preprocessor, image),
                text.map(side -> TowerProbe.givesUnitTexts(side.tokenizer, side.text.tower())));
        text.ifPresent(side -> {
            opened.logits(this, () -> TowerProbe.pixels(preprocessor, 2), () -> TowerProbe.texts(side.tokenizer));
            facts.logitsStated();
        });
        int batchSize = image.batchSize(config.batchSize());
        if (options.runs().checked()) {
            facts.batchDeviation(TowerProbe.batchDeviation(preprocessor, image, unit, batchSize));
        }
        EncoderInfo info = facts.info(image.dimension(), text.isPresent(), Threading.CONCURRENT);
        LOG.info(
                "Opened {} with {} on {}: {} components, {}, image model sha256 {}, preprocess {}",
                info.name(),
                opened.description(),
                config.device(),
                info.dimension(),
                info.capabilities(),
                facts.get("image model sha256").substring(0, 12),
                preprocessing.spec().hash().substring(0, 12));
        return new TowerEncoder(
                info,
                preprocessor,
                text.map(TextSide::tokenizer).orElse(null),
                new TowerEncoder.Batches(
                        batchSize,
                        text.map(side -> side.text.tower().batchSize(config.batchSize()))
                                .orElse(batchSize),
                        options.runs().fixedBatch()),
                image,
                text.map(side -> side.text.tower()).orElse(null),
                engine);
    }

    private Optional<TextSide> text(ModelEngine opened, ModelTower<PixelBatch> image) {
        if (!opened.hasText(this)) {
            if (config.tokenizer().isPresent()) {
                throw new EncoderException(
                        folder.path() + ": has no text tower, but the configuration brings a tokenizer; "
                                + "expected a folder with one, or a configuration without");
            }
            return Optional.empty();
        }
        Optional<Path> file = tokenizers.files().stream()
                .map(folder::file)
                .flatMap(Optional::stream)
                .findFirst();
        if (file.isEmpty() && config.tokenizer().isEmpty()) {
            facts.put("text model", "not used: none of " + tokenizers.files() + " in the folder");
            LOG.warn(
                    "{} has a text tower but no tokenizer ({}): opened for images only",
                    folder.path(),
                    tokenizers.files());
            return Optional.empty();
        }
        if (config.tokenizer().isPresent() && options.truncate()) {
            throw new IllegalArgumentException(
                    "option truncate=true with a tokenizer of one's own; expected one of them: a "
                            + "tokenizer decides by itself what it does with long texts");
        }
        ModelTextTower text = opened.text(this);
        requireOneSpace(image, text.tower());
        Tokenizer tokenizer = config.tokenizer().isPresent()
                ? new BorrowedTokenizer(config.tokenizer().get())
                : given.add(tokenizers.open(file.get(), context(text), options.truncate(), text.hasMask()));
        facts.embedding("text", text.tower(), preprocessing.preset());
        if (config.tokenizer().isPresent()) {
            facts.tokens(config.tokenizer().get());
        } else {
            facts.tokens(context(text), file.get());
        }
        return Optional.of(new TextSide(text, tokenizer));
    }

    private TextContext context(ModelTextTower text) {
        return TextContext.of(
                folder,
                preprocessing.preset(),
                text.fixedLength(),
                text.hasMask(),
                text.context(),
                text.tower().file());
    }

    private static void requireOneSpace(ModelTower<?> image, ModelTower<?> text) {
        if (image.dimension() != text.dimension()) {
            throw new EncoderException(
                    image.file() + ": output \"" + image.output() + "\" has " + image.dimension()
                            + " components, but output \"" + text.output() + "\" of " + text.file() + " has "
                            + text.dimension()
                            + "; expected the same number. Set options output=NAME and text-output=NAME to the projected embeddings.");
        }
    }

    /** Takes over the closing of a thing that the engine opened, and returns it. */
    public <T extends AutoCloseable> T add(T thing) {
        return engine.add(thing);
    }

    /** What has been taken over so far, for whoever adds more. */
    public Resources resources() {
        return engine;
    }

    /** The folder that holds the configuration files. */
    public Path folder() {
        return folder.path();
    }

    /** The graph that has the image tower; it may have the text tower too. */
    public Path imageModel() {
        return folder.imageModel();
    }

    /** The graph of the text tower, where it is a file of its own. */
    public Optional<Path> textModel() {
        return folder.textModel();
    }

    /** The published weights, where the folder has no graph or they are asked for; then there is neither of the two above. */
    public Optional<Checkpoint> checkpoint() {
        return folder.checkpoint();
    }

    /** A file's name relative to the folder, for messages and provenance. */
    public String relative(Path file) {
        return folder.relative(file);
    }

    /** What is done to an image. */
    public PreprocessSpec spec() {
        return preprocessing.spec();
    }

    /** How many inputs a run takes at most. */
    public int batchSize() {
        return config.batchSize();
    }

    /** Where to run. */
    public Device device() {
        return config.device();
    }

    /** The seconds after which a run of the model is to be ended, if any were asked for. */
    public OptionalInt timeLimit() {
        return options.runs().timeLimit();
    }

    /** The threads one run uses inside an operator; 0 leaves the choice to the engine. */
    public int threads() {
        return options.runs().threads();
    }

    /** The name of the pixel input, if the folder says it. */
    public Optional<String> imageInput() {
        return folder.manifest().image().input();
    }

    /** The image tower's output that is the embedding, if the caller or the folder says it. */
    public Optional<String> imageOutput() {
        return options.image().name().or(folder.manifest().image()::output);
    }

    /** The text tower's output that is the embedding, likewise. */
    public Optional<String> textOutput() {
        return options.text().name().or(folder.manifest().text()::output);
    }

    /** How an image output of one vector a token becomes the embedding, if the caller, the folder or the preset says it. */
    public Optional<Pooling> imagePooling() {
        return options.image()
                .pooling()
                .or(folder.manifest().image()::pooling)
                .or(() -> preprocessing.preset().flatMap(preset -> preset.imagePooling()));
    }

    /** How a text output of one vector a token becomes the embedding, likewise. */
    public Optional<Pooling> textPooling() {
        return options.text()
                .pooling()
                .or(folder.manifest().text()::pooling)
                .or(() ->
                        preprocessing.preset().flatMap(preset -> preset.text()).flatMap(policy -> policy.pooling()));
    }

    /** Whether the caller's options say how tokens become an embedding, for engines that do not pool. */
    public boolean poolingAsked() {
        return options.image().pooling().isPresent() || options.text().pooling().isPresent();
    }

    /**
     * How many tokens a text tower takes; from the folder, the preset and the model itself.
     *
     * @param fixed the only number of tokens it takes, if there is one
     * @param hasMask whether it is told which tokens are padding
     * @param file what messages call its file
     */
    public TextContext textContext(OptionalInt fixed, boolean hasMask, String file) {
        return TextContext.of(folder, preprocessing.preset(), fixed, hasMask, file);
    }

    /** The caller's own tokenizer, if there is one; stays the caller's. */
    public Optional<Tokenizer> tokenizer() {
        return config.tokenizer();
    }

    /**
     * States a model file's name and hash.
     *
     * @param tower {@code image} or {@code text}
     * @return the SHA-256, 64 hexadecimal digits
     * @throws EncoderException if it cannot be read
     */
    public String model(String tower, Path file) {
        facts.model(tower, file);
        return facts.get(tower + " model sha256");
    }

    /** States a file's hash, under the key followed by {@code sha256}. */
    public void hash(String key, Path file) {
        facts.hash(key, file);
    }

    /** States a line of provenance. */
    public void state(String key, String value) {
        facts.put(key, value);
    }

    /**
     * States the scale and bias of the logits that the model's own logits show.
     *
     * @param file what messages call the model's file
     * @throws EncoderException if {@code discern.json} says something else
     */
    public void logits(double scale, OptionalDouble bias, String file) {
        facts.logits(scale, bias, file);
    }
}
