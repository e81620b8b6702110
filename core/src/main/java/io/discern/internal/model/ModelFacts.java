package io.discern.internal.model;

import io.discern.Capability;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.LogitRule;
import io.discern.Threading;
import io.discern.internal.Sha256;
import io.discern.preprocess.Preset;
import io.discern.text.Cleaning;
import io.discern.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** Collects what an encoder from a model folder states about itself, while it is opened. Used by one thread. */
final class ModelFacts {
    private static final double LOGIT_TOLERANCE = 0.01;

    private final ModelFolder folder;
    private final ModelOptions options;
    private final Map<String, String> provenance = new LinkedHashMap<>();
    private boolean normalized;
    private OptionalDouble logitScale;
    private OptionalDouble logitBias;
    private OptionalDouble batchDeviation = OptionalDouble.empty();

    /** Starts with nothing stated. */
    ModelFacts(ModelFolder folder, ModelOptions options) {
        this.folder = folder;
        this.options = options;
        this.normalized = folder.manifest().normalized();
        this.logitScale = folder.manifest().logits().scale();
        this.logitBias = folder.manifest().logits().bias();
    }

    /** States a line of provenance. */
    void put(String key, String value) {
        provenance.put(key, value);
    }

    /** The value of a line that was stated. */
    String get(String key) {
        return provenance.get(key);
    }

    /**
     * States a file's hash, under the key followed by {@code sha256}.
     *
     * @throws EncoderException if it cannot be read
     */
    void hash(String key, Path file) {
        try {
            provenance.put(key + " sha256", Sha256.ofFile(file));
        } catch (IOException e) {
            throw new EncoderException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * States a model file's name and hash.
     *
     * @param tower {@code image} or {@code text}
     * @throws EncoderException if it cannot be read
     */
    void model(String tower, Path file) {
        provenance.put(tower + " model", folder.relative(file));
        hash(tower + " model", file);
    }

    /** States the preprocessing, where it was said, and who does it where that is not Java. */
    void preprocessing(ModelPreprocessing preprocessing) {
        provenance.put("preprocess", preprocessing.spec().hash());
        provenance.put("preprocess source", preprocessing.source());
        options.preprocessing().by().ifPresent(name -> provenance.put("preprocessor", name));
    }

    /** States how texts become tokens. */
    void tokens(TextContext context, Path tokenizerFile) {
        hash("tokenizer", tokenizerFile);
        provenance.put(
                "text context",
                (context.limit().isPresent() ? context.limit().getAsInt() + " tokens" : "not limited")
                        + (context.padToLimit() ? ", padded to it" : ", padded to the longest of a batch")
                        + (context.cleaning() == Cleaning.NONE ? "" : ", cleaned as " + context.cleaning())
                        + (options.truncate() ? ", longer texts truncated" : ""));
    }

    /** States that the caller brought the tokenizer. */
    void tokens(Tokenizer own) {
        provenance.put("tokenizer", "the caller's " + own.getClass().getName());
        provenance.put("text context", "as the caller's tokenizer makes it");
    }

    /**
     * States which output is a tower's embedding, and whether it lies in the space that images and texts share.
     *
     * @param tower {@code image} or {@code text}
     * @throws EncoderException if the preset says another dimension
     */
    void embedding(String tower, ModelTower<?> opened, Optional<Preset> preset) {
        String output = opened.output();
        int dimension = opened.dimension();
        provenance.put(tower + " output", output);
        opened.pooling().ifPresent(rule -> provenance.put(tower + " pooling", rule.toString()));
        OptionalInt published = preset.map(Preset::dimension).orElse(OptionalInt.empty());
        if (published.isPresent() && published.getAsInt() != dimension) {
            throw new EncoderException(
                    opened.file() + ": output \"" + output + "\" has " + dimension + " components; preset "
                            + preset.get().name() + " says " + published.getAsInt()
                            + ". Is it the vector before the projection, or "
                            + "another model? Set option " + (tower.equals("image") ? "output" : "text-output")
                            + "=NAME or another preset.");
        }
        OptionalInt projection = ModelConfig.read(folder.path()).projection();
        if (output.equals(tower + "_embeds")) {
            provenance.put(tower + " projection", "done");
        } else if (projection.isPresent() && projection.getAsInt() != dimension) {
            provenance.put(
                    tower + " projection", "not done: the model projects to " + projection.getAsInt() + " components");
        }
        if (opened.fixedBatch() > 0) {
            provenance.put(tower + " batch", "fixed batch " + opened.fixedBatch());
        }
    }

    /**
     * States the scale and bias of the logits that the model's own logits show.
     *
     * @throws EncoderException if {@code discern.json} says something else
     */
    void logits(double scale, OptionalDouble bias, String file) {
        double stated = logitScale.orElse(scale);
        double statedBias = logitScale.isPresent() ? logitBias.orElse(0) : bias.orElse(0);
        double tolerance = LOGIT_TOLERANCE * scale;
        if (Math.abs(stated - scale) > tolerance || Math.abs(statedBias - bias.orElse(0)) > tolerance) {
            throw new EncoderException(file + ": its logits are " + scale + " times the cosine plus " + bias.orElse(0)
                    + ", but " + ModelManifest.FILE + " says " + stated + " and " + statedBias
                    + "; expected the same. Correct the latter.");
        }
        if (logitScale.isPresent()) {
            provenance.put("logit scale source", ModelManifest.FILE + ", as the logits of " + file + " show it");
            return;
        }
        logitScale = OptionalDouble.of(scale);
        logitBias = bias;
        provenance.put("logit scale source", "solved from the logits of " + file);
    }

    /** States, unless the model's logits showed it, that the logit scale is what {@code discern.json} says, or is missing. */
    void logitsStated() {
        provenance.putIfAbsent(
                "logit scale source",
                logitScale.isPresent()
                        ? ModelManifest.FILE
                        : "missing: the model files do not hold it; set \"logitScale\" (and \"logitBias\") in "
                                + ModelManifest.FILE);
    }

    /**
     * States whether vectors have unit length.
     *
     * @param images whether the image tower makes them so
     * @param texts whether the text tower makes them so; empty without one
     * @return whether the encoder's embeddings have unit length, by the model or by {@code discern.json}
     */
    boolean unitLength(boolean images, Optional<Boolean> texts) {
        boolean both = images && texts.orElse(true);
        normalized = both || folder.manifest().normalized();
        provenance.put(
                "unit length",
                both
                        ? "made by the model"
                        : normalized
                                ? "made here, as " + ModelManifest.FILE + " says"
                                : images || texts.orElse(false)
                                        ? "made by the " + (images ? "image" : "text") + " tower only"
                                        : "no");
        return normalized;
    }

    /** States how much an embedding depends on its batch, as measured. */
    void batchDeviation(double deviation) {
        batchDeviation = OptionalDouble.of(deviation);
    }

    /**
     * The facts, with those that the options and {@code discern.json} state.
     *
     * @param dimension the length of an embedding
     * @param text whether texts are encoded too
     * @param threading whether calls may overlap
     */
    EncoderInfo info(int dimension, boolean text, Threading threading) {
        ModelManifest.About about = folder.manifest().about();
        about.licence().ifPresent(licence -> provenance.put("licence", licence));
        about.description().ifPresent(description -> provenance.put("description", description));
        about.trainingSeeds().ifPresent(seeds -> provenance.put("training seeds", seeds));
        if (options.runs().threads() > 0) {
            provenance.put("threads", Integer.toString(options.runs().threads()));
        }
        if (options.runs().fixedBatch()) {
            provenance.put("batches", "filled up to the full size");
        }
        Set<Capability> capabilities =
                text ? EnumSet.of(Capability.IMAGE, Capability.TEXT) : EnumSet.of(Capability.IMAGE);
        return new EncoderInfo(
                options.name().or(about::name).orElse(folder.defaultName()),
                dimension,
                capabilities,
                normalized,
                new LogitRule(logitScale, logitScale.isPresent() ? logitBias : OptionalDouble.empty()),
                threading,
                batchDeviation,
                provenance);
    }
}
