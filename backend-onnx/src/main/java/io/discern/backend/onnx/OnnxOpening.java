package io.discern.backend.onnx;

import io.discern.Capability;
import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.Threading;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.Preprocessor;
import io.discern.store.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One opening of an encoder, step by step: files, sessions, towers, tokenizer, facts. Used once, by one thread. */
final class OnnxOpening {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxEncoder.class);

    private final EncoderConfig config;
    private final OnnxOptions options;
    private final ModelFolder folder;
    private final ModelPreprocessing preprocessing;
    private final Resources resources = new Resources();
    private final Map<String, String> provenance = new LinkedHashMap<>();

    OnnxOpening(EncoderConfig config) {
        this.config = config;
        this.options = OnnxOptions.of(config);
        this.folder = ModelFolder.locate(config.location());
        this.preprocessing = ModelPreprocessing.of(folder, options);
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
        provenance.put("provider", "onnx");
        provenance.put("onnxruntime", OrtRuntime.version());
        provenance.put("device", config.device().toString());
        OnnxSession imageSession = session("image", folder.imageModel());
        ImageTower image = ImageTower.bind(imageSession, spec, folder.manifest(), options, resources);
        provenance.put("image output", image.output());
        if (image.fixedBatch() > 0) {
            provenance.put("image batch", "fixed batch " + image.fixedBatch());
        }
        provenance.put("preprocess", spec.hash());
        provenance.put("preprocess source", preprocessing.source());
        Optional<Path> tokenizerFile = folder.file("tokenizer.json");
        TextTower text = null;
        TokenizerJson tokenizer = null;
        boolean joint = folder.textModel().isEmpty() && TextTower.isIn(imageSession);
        if ((joint || folder.textModel().isPresent()) && tokenizerFile.isEmpty()) {
            provenance.put("text model", "not used: no tokenizer.json in the folder");
            LOG.warn("{} has a text tower but no tokenizer.json: opened for images only", folder.path());
        } else if (joint || folder.textModel().isPresent()) {
            OnnxSession textSession = joint ? imageSession : session("text", folder.textModel().get());
            text = TextTower.bind(textSession, spec, folder.manifest(), options, resources);
            requireOneSpace(imageSession, image, textSession, text);
            TextContext context = TextContext.of(folder, text, textSession.file());
            tokenizer = resources.add(
                    TokenizerJson.open(tokenizerFile.get(), context, options.truncate(), text.hasMask()));
            describe(text, context, tokenizerFile.get());
        }
        EncoderInfo info = info(image.dimension(), text != null);
        LOG.info("Opened {} with ONNX Runtime {} on {}: {} components, {}, image model sha256 {}, preprocess {}",
                info.name(), OrtRuntime.version(), config.device(), info.dimension(), info.capabilities(),
                provenance.get("image model sha256").substring(0, 12), spec.hash().substring(0, 12));
        return new OnnxEncoder(info, Preprocessor.of(spec), tokenizer, config.batchSize(), image, text, resources);
    }

    private OnnxSession session(String tower, Path model) {
        String file = folder.relative(model);
        provenance.put(tower + " model", file);
        provenance.put(tower + " model sha256", sha256(model));
        for (Path data : ExternalData.files(model, file, folder.path())) {
            provenance.put(tower + " model data " + data.getFileName() + " sha256", sha256(data));
        }
        return resources.add(OnnxSession.open(model, file, config.device(), options.threads()));
    }

    private static String sha256(Path file) {
        try {
            return Sha256.ofFile(file);
        } catch (IOException e) {
            throw new EncoderException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireOneSpace(OnnxSession imageFile, ImageTower image, OnnxSession textFile, TextTower text) {
        if (image.dimension() != text.dimension()) {
            throw new EncoderException(imageFile.file() + ": output \"" + image.output() + "\" has " + image.dimension()
                    + " components, but output \"" + text.output() + "\" of " + textFile.file() + " has " + text.dimension()
                    + "; expected the same number. Set options output=NAME and text-output=NAME to the projected embeddings.");
        }
    }

    private void describe(TextTower text, TextContext context, Path tokenizerFile) {
        provenance.put("text output", text.output());
        provenance.put("tokenizer sha256", sha256(tokenizerFile));
        provenance.put("text context", (context.limit().isPresent() ? context.limit().getAsInt() + " tokens" : "not limited")
                + (context.padToLimit() ? ", padded to it" : ", padded to the longest of a batch")
                + (options.truncate() ? ", longer texts truncated" : ""));
    }

    private EncoderInfo info(int dimension, boolean text) {
        ModelManifest manifest = folder.manifest();
        manifest.licence().ifPresent(licence -> provenance.put("licence", licence));
        manifest.description().ifPresent(description -> provenance.put("description", description));
        manifest.trainingSeeds().ifPresent(seeds -> provenance.put("training seeds", seeds));
        if (options.threads() > 0) {
            provenance.put("threads", Integer.toString(options.threads()));
        }
        Set<Capability> capabilities = text ? EnumSet.of(Capability.IMAGE, Capability.TEXT) : EnumSet.of(Capability.IMAGE);
        return new EncoderInfo(
                options.name().or(manifest::name).orElse(folder.defaultName()),
                dimension,
                capabilities,
                manifest.normalized(),
                manifest.logitScale(),
                manifest.logitBias(),
                Threading.CONCURRENT,
                OptionalDouble.empty(),
                provenance);
    }
}
