package io.discern.backend.onnx;

import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.Threading;
import io.discern.model.ModelFacts;
import io.discern.model.ModelFolder;
import io.discern.model.ModelFormat;
import io.discern.model.ModelOptions;
import io.discern.model.ModelPreprocessing;
import io.discern.model.TextContext;
import io.discern.model.TowerProbe;
import io.discern.preprocess.BatchPreprocessor;
import io.discern.spi.Resources;
import io.discern.text.Tokenizer;
import io.discern.tokenizers.ModelTokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One opening of an encoder, step by step: files, sessions, towers, tokenizer, facts. Used once, by one thread. */
final class OnnxOpening {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxEncoder.class);

    private static final ModelFormat FORMAT = new ModelFormat(
            "onnx",
            ".onnx",
            "onnx",
            List.of("onnx/vision_model.onnx", "vision_model.onnx", "onnx/model.onnx", "model.onnx"),
            List.of("onnx/text_model.onnx", "text_model.onnx"),
            true);

    private final EncoderConfig config;
    private final ModelOptions options;
    private final ModelFolder folder;
    private final ModelPreprocessing preprocessing;
    private final Resources resources = new Resources();
    private final ModelFacts facts;

    /** What encodes texts. */
    private record TextSide(TextTower tower, Tokenizer tokenizer) {}

    OnnxOpening(EncoderConfig config) {
        this.config = config;
        this.options = ModelOptions.of(FORMAT, config);
        this.folder = ModelFolder.locate(FORMAT, config, options);
        this.preprocessing = ModelPreprocessing.of(folder, options);
        this.facts = new ModelFacts(folder, options);
    }

    /** Opens everything, or closes what was opened and fails. */
    OnnxEncoder open() {
        try {
            return encoder();
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    private OnnxEncoder encoder() {
        BatchPreprocessor preprocessor = resources.add(preprocessing.open(options, config.device()));
        facts.put("provider", FORMAT.provider());
        facts.put("onnxruntime", OrtRuntime.version());
        facts.put("device", config.device().toString());
        Optional<CheckpointModel> weights = folder.checkpoint()
                .map(checkpoint -> CheckpointModel.read(folder, checkpoint, preprocessing.spec(), facts));
        OnnxSession imageSession = weights.isPresent()
                ? resources.add(weights.get().image(config.device(), options.threads()))
                : session("image", folder.imageModel());
        ImageTower image = ImageTower.bind(imageSession, preprocessing, folder.manifest(), options, resources);
        facts.embedding(
                "image",
                imageSession.file(),
                image.output(),
                image.dimension(),
                image.pooling(),
                preprocessing.preset());
        if (image.fixedBatch() > 0) {
            facts.put("image batch", "fixed batch " + image.fixedBatch());
        }
        facts.preprocessing(preprocessing);
        Optional<TextSide> text = text(weights, imageSession, image);
        boolean unit = facts.unitLength(
                TowerProbe.givesUnitImages(preprocessor, image.dimension(), image::encode),
                text.map(side -> TowerProbe.givesUnitTexts(side.tokenizer, image.dimension(), side.tower::encode)));
        if (weights.isPresent()) {
            weights.get().logits(facts);
        } else {
            text.ifPresent(side -> logits(imageSession, image, side, preprocessor));
        }
        if (options.check()) {
            facts.batchDeviation(TowerProbe.batchDeviation(
                    preprocessor, image.dimension(), unit, config.batchSize(), image::encode));
        }
        EncoderInfo info = facts.info(image.dimension(), text.isPresent(), Threading.CONCURRENT);
        LOG.info(
                "Opened {} with ONNX Runtime {} on {}: {} components, {}, image model sha256 {}, preprocess {}",
                info.name(),
                OrtRuntime.version(),
                config.device(),
                info.dimension(),
                info.capabilities(),
                facts.get("image model sha256").substring(0, 12),
                preprocessing.spec().hash().substring(0, 12));
        return new OnnxEncoder(
                info,
                preprocessor,
                text.map(TextSide::tokenizer).orElse(null),
                config.batchSize(),
                options.fixedBatch(),
                image,
                text.map(TextSide::tower).orElse(null),
                resources);
    }

    private Optional<TextSide> text(Optional<CheckpointModel> weights, OnnxSession imageSession, ImageTower image) {
        boolean joint = folder.textModel().isEmpty() && TextTower.isIn(imageSession);
        Optional<io.discern.tower.TextTower> described = weights.flatMap(CheckpointModel::textTower);
        if (!joint && folder.textModel().isEmpty() && described.isEmpty()) {
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
        OnnxSession session = joint
                ? imageSession
                : described.isPresent()
                        ? resources.add(weights.get().text(config.device(), options.threads()))
                        : session("text", folder.textModel().get());
        TextTower tower = TextTower.bind(session, preprocessing, folder.manifest(), options, resources);
        requireOneSpace(imageSession, image, session, tower);
        TextContext context = TextContext.of(
                folder,
                preprocessing.preset(),
                tower.fixedLength(),
                // A causal tower's end of text comes before the padding, and never sees it.
                tower.hasMask()
                        || described.filter(TextTower::endsBeforePadding).isPresent(),
                described.map(words -> OptionalInt.of(words.context())).orElse(OptionalInt.empty()),
                session.file());
        Tokenizer tokenizer =
                resources.add(ModelTokenizer.open(tokenizerFile.get(), context, options.truncate(), tower.hasMask()));
        facts.embedding(
                "text", session.file(), tower.output(), tower.dimension(), tower.pooling(), preprocessing.preset());
        facts.tokens(context, tokenizerFile.get());
        return Optional.of(new TextSide(tower, tokenizer));
    }

    /** The scale and bias of the logits: as {@code discern.json} says, and as a graph with both towers shows. */
    private void logits(OnnxSession session, ImageTower image, TextSide text, BatchPreprocessor preprocessor) {
        boolean joint = session.outputs().containsKey(LogitProbe.LOGITS)
                && folder.textModel().isEmpty();
        Optional<LogitProbe> shown = joint && image.fixedBatch() == 0
                ? LogitProbe.measure(
                        session,
                        image,
                        TowerProbe.pixels(preprocessor, 2),
                        text.tower,
                        TowerProbe.texts(text.tokenizer))
                : Optional.empty();
        shown.ifPresent(logits -> facts.logits(logits.scale(), logits.bias(), session.file()));
        if (shown.isEmpty()) {
            facts.logitsNotShown();
        }
    }

    private OnnxSession session(String tower, Path model) {
        String file = folder.relative(model);
        facts.model(tower, model);
        for (Path data : ExternalData.files(model, file, folder.path())) {
            facts.hash(tower + " model data " + data.getFileName(), data);
        }
        return resources.add(OnnxSession.open(model, file, config.device(), options.threads()));
    }

    private static void requireOneSpace(OnnxSession imageFile, ImageTower image, OnnxSession textFile, TextTower text) {
        if (image.dimension() != text.dimension()) {
            throw new EncoderException(
                    imageFile.file() + ": output \"" + image.output() + "\" has " + image.dimension()
                            + " components, but output \"" + text.output() + "\" of " + textFile.file() + " has "
                            + text.dimension()
                            + "; expected the same number. Set options output=NAME and text-output=NAME to the projected embeddings.");
        }
    }
}
