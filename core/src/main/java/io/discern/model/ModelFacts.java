package io.discern.model;

import io.discern.Capability;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.Threading;
import io.discern.store.Sha256;
import io.discern.text.Cleaning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Collects what an encoder from a model folder states about itself, while it is opened. Used by one thread. */
public final class ModelFacts {
    private final ModelFolder folder;
    private final ModelOptions options;
    private final Map<String, String> provenance = new LinkedHashMap<>();

    /** Starts with nothing stated. */
    public ModelFacts(ModelFolder folder, ModelOptions options) {
        this.folder = folder;
        this.options = options;
    }

    /** States a line of provenance. */
    public void put(String key, String value) {
        provenance.put(key, value);
    }

    /** The value of a line that was stated. */
    public String get(String key) {
        return provenance.get(key);
    }

    /**
     * States a file's hash, under the key followed by {@code sha256}.
     *
     * @throws EncoderException if it cannot be read
     */
    public void hash(String key, Path file) {
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
    public void model(String tower, Path file) {
        provenance.put(tower + " model", folder.relative(file));
        hash(tower + " model", file);
    }

    /** States the preprocessing and where it was said. */
    public void preprocessing(ModelPreprocessing preprocessing) {
        provenance.put("preprocess", preprocessing.spec().hash());
        provenance.put("preprocess source", preprocessing.source());
    }

    /** States how texts become tokens. */
    public void tokens(TextContext context, Path tokenizerFile) {
        hash("tokenizer", tokenizerFile);
        provenance.put("text context", (context.limit().isPresent() ? context.limit().getAsInt() + " tokens" : "not limited")
                + (context.padToLimit() ? ", padded to it" : ", padded to the longest of a batch")
                + (context.cleaning() == Cleaning.NONE ? "" : ", cleaned as " + context.cleaning())
                + (options.truncate() ? ", longer texts truncated" : ""));
    }

    /**
     * The facts, with those that the options and {@code discern.json} state.
     *
     * @param dimension the length of an embedding
     * @param text whether texts are encoded too
     * @param threading whether calls may overlap
     */
    public EncoderInfo info(int dimension, boolean text, Threading threading) {
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
                threading,
                OptionalDouble.empty(),
                provenance);
    }
}
