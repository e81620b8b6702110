package io.discern.backend.onnx;

import io.discern.EncoderException;
import io.discern.internal.checkpoint.Checkpoint;
import io.discern.internal.model.ModelOpening;
import io.discern.internal.tower.Description;
import io.discern.internal.tower.ImageTower;
import io.discern.internal.tower.TextTower;
import io.discern.internal.tower.Towers;
import io.discern.internal.weights.StoredTensor;
import io.discern.internal.weights.WeightAudit;
import io.discern.preprocess.PreprocessSpec;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions from published weights: the towers are read from the folder, become graphs in memory, and ONNX Runtime takes the
 * weights out of the files where they lie. Used while an encoder opens, by one thread.
 */
final class CheckpointModel {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointModel.class);

    private final Towers towers;
    private final Path root;
    private final String file;
    private final TowerGraph.Model image;
    private final Optional<TowerGraph.Model> text;

    private CheckpointModel(ModelOpening opening, Checkpoint checkpoint, Towers towers) {
        PreprocessSpec spec = opening.spec();
        this.towers = towers;
        this.root = root(towers);
        this.file = opening.relative(checkpoint.weights());
        ImageTower tower = towers.image()
                .orElseThrow(() -> new EncoderException(
                        checkpoint.config() + ": is a text tower alone; expected an image tower, alone or with one"));
        if (tower.channels() != spec.channels().count()) {
            throw new EncoderException(
                    checkpoint.config() + ": takes " + tower.channels() + " channels; the preprocessing makes "
                            + spec.channels().count() + ". Correct it, or set option preset=NAME or spec=FILE.");
        }
        this.image = TowerGraph.image(tower, towers.weights(), root, spec.outputHeight(), spec.outputWidth());
        this.text = towers.text().map(words -> TowerGraph.text(words, towers.weights(), root));
    }

    /**
     * Reads the towers of a folder, checks every weight that they use, and states where they came from.
     *
     * @throws EncoderException if the checkpoint cannot be understood to the last key and weight, or is broken
     */
    static CheckpointModel read(ModelOpening opening, Checkpoint checkpoint) {
        CheckpointModel model = new CheckpointModel(opening, checkpoint, checkpoint.read());
        model.state(checkpoint, opening);
        return model;
    }

    private void state(Checkpoint checkpoint, ModelOpening opening) {
        Set<String> used = new HashSet<>(image.weights());
        text.ifPresent(words -> used.addAll(words.weights()));
        Map<Path, String> hashes = WeightAudit.hashes(towers.weights(), used);
        opening.state("source", "weights (" + checkpoint.format() + ")");
        opening.state("image model", file);
        if (hashes.containsKey(checkpoint.weights())) {
            opening.state("image model sha256", hashes.get(checkpoint.weights()));
        } else {
            opening.hash("image model", checkpoint.weights());
            hashes.forEach((shard, hash) -> opening.state("image model data " + shard.getFileName() + " sha256", hash));
        }
        opening.hash("configuration", checkpoint.config());
        opening.state("image tower", Description.hash(towers.image().orElseThrow()));
        opening.state("computed in", "float32");
        opening.state(
                "image network",
                String.join("; ", Description.lines(towers.image().orElseThrow())));
        towers.text().ifPresent(words -> {
            opening.state("text model", file);
            opening.state("text tower", Description.hash(words));
            opening.state("text network", String.join("; ", Description.lines(words)));
        });
        towers.noText().ifPresent(reason -> {
            opening.state("text model", "not used: " + reason);
            LOG.warn("{}: opened for images only, because its text tower is not known: {}", file, reason);
        });
        towers.logitScale().ifPresent(scale -> {
            opening.logits(scale, towers.logitBias(), file);
            opening.state("logit scale source", "the weight logit_scale in " + file);
        });
    }

    /** The folder that all files of weights lie under, links resolved. */
    private static Path root(Towers towers) {
        Path root = null;
        for (StoredTensor tensor : towers.weights().tensors().values()) {
            Path parent = tensor.file().getParent();
            while (root != null && !parent.startsWith(root)) {
                root = root.getParent();
            }
            root = root == null ? parent : root;
        }
        return root;
    }

    /** The image tower's session; the caller closes it. */
    OnnxSession image(ModelOpening opening) {
        return session(image, opening);
    }

    /** The text tower's session, where there is such a tower; the caller closes it. */
    OnnxSession text(ModelOpening opening) {
        return session(text.orElseThrow(), opening);
    }

    private OnnxSession session(TowerGraph.Model model, ModelOpening opening) {
        return OnnxSession.open(
                model.bytes(),
                root,
                file,
                opening.device(),
                opening.threads(),
                opening.timeLimit().orElse(RunLimit.SECONDS));
    }

    /** The image tower's tokens in front of the patches. */
    int prefix() {
        return towers.image().orElseThrow().prefix();
    }

    /** The text tower's description. */
    Optional<TextTower> textTower() {
        return towers.text();
    }
}
