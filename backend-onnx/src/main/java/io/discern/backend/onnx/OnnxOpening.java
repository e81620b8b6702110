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
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Preprocessor;
import io.discern.spi.Resources;
import io.discern.tokenizers.TokenizerJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
            List.of("onnx/text_model.onnx", "text_model.onnx"));

    private final EncoderConfig config;
    private final ModelOptions options;
    private final ModelFolder folder;
    private final ModelPreprocessing preprocessing;
    private final Resources resources = new Resources();
    private final ModelFacts facts;

    OnnxOpening(EncoderConfig config) {
        this.config = config;
        this.options = ModelOptions.of(FORMAT.provider(), config);
        this.folder = ModelFolder.locate(FORMAT, config.location());
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
        PreprocessSpec spec = preprocessing.spec();
        facts.put("provider", "onnx");
        facts.put("onnxruntime", OrtRuntime.version());
        facts.put("device", config.device().toString());
        OnnxSession imageSession = session("image", folder.imageModel());
        ImageTower image = ImageTower.bind(imageSession, spec, folder.manifest(), options, resources);
        facts.put("image output", image.output());
        if (image.fixedBatch() > 0) {
            facts.put("image batch", "fixed batch " + image.fixedBatch());
        }
        facts.preprocessing(preprocessing);
        Optional<Path> tokenizerFile = folder.file("tokenizer.json");
        TextTower text = null;
        TokenizerJson tokenizer = null;
        boolean joint = folder.textModel().isEmpty() && TextTower.isIn(imageSession);
        if ((joint || folder.textModel().isPresent()) && tokenizerFile.isEmpty()) {
            facts.put("text model", "not used: no tokenizer.json in the folder");
            LOG.warn("{} has a text tower but no tokenizer.json: opened for images only", folder.path());
        } else if (joint || folder.textModel().isPresent()) {
            OnnxSession textSession = joint ? imageSession : session("text", folder.textModel().get());
            text = TextTower.bind(textSession, spec, folder.manifest(), options, resources);
            requireOneSpace(imageSession, image, textSession, text);
            TextContext context = TextContext.of(folder, preprocessing.preset(), text.fixedLength(), text.hasMask(), textSession.file());
            tokenizer = resources.add(
                    TokenizerJson.open(tokenizerFile.get(), context, options.truncate(), text.hasMask()));
            facts.put("text output", text.output());
            facts.tokens(context, tokenizerFile.get());
        }
        EncoderInfo info = facts.info(image.dimension(), text != null, Threading.CONCURRENT);
        LOG.info("Opened {} with ONNX Runtime {} on {}: {} components, {}, image model sha256 {}, preprocess {}",
                info.name(), OrtRuntime.version(), config.device(), info.dimension(), info.capabilities(),
                facts.get("image model sha256").substring(0, 12), spec.hash().substring(0, 12));
        return new OnnxEncoder(info, Preprocessor.of(spec), tokenizer, config.batchSize(), image, text, resources);
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
            throw new EncoderException(imageFile.file() + ": output \"" + image.output() + "\" has " + image.dimension()
                    + " components, but output \"" + text.output() + "\" of " + textFile.file() + " has " + text.dimension()
                    + "; expected the same number. Set options output=NAME and text-output=NAME to the projected embeddings.");
        }
    }
}
