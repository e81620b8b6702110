package io.discern.backend.cuda;

import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.VisionLanguageEncoder;
import io.discern.internal.checkpoint.Checkpoint;
import io.discern.internal.model.ModelEngine;
import io.discern.internal.model.ModelFormat;
import io.discern.internal.model.ModelOpening;
import io.discern.internal.model.ModelTextTower;
import io.discern.internal.model.ModelTower;
import io.discern.internal.tower.Description;
import io.discern.internal.tower.ImageTower;
import io.discern.internal.tower.TextTower;
import io.discern.internal.tower.TowerPooling;
import io.discern.internal.tower.Towers;
import io.discern.internal.weights.WeightAudit;
import io.discern.preprocess.PixelBatch;
import io.discern.tokenizers.ModelTokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** The part of an opening that is our own kernels': published weights, on a device. Used once, by one thread. */
final class CudaModelEngine implements ModelEngine {
    private static final String PRECISION = "precision";
    private static final Map<String, Precision> PRECISIONS =
            Map.of("fp32", Precision.FLOAT32, "fp16", Precision.FLOAT16, "bf16", Precision.BFLOAT16);
    private static final ModelFormat FORMAT =
            new ModelFormat("cuda", ".safetensors", "", List.of(), List.of(), true, Set.of(PRECISION));

    private final CudaTowers.Source source;
    private final Precision precision;
    private Towers towers;
    private CudaTowers device;
    private String file;

    private CudaModelEngine(CudaTowers.Source source, Precision precision) {
        this.source = source;
        this.precision = precision;
    }

    /**
     * Opens an encoder.
     *
     * @param source makes the engine's device of the configured one
     */
    static VisionLanguageEncoder open(EncoderConfig config, Function<io.discern.Device, CudaTowers.Source> source) {
        ModelOpening.requireOptions(FORMAT, config);
        String asked = config.options().getOrDefault(PRECISION, "fp16");
        Precision precision = PRECISIONS.get(asked);
        if (precision == null) {
            throw new IllegalArgumentException(
                    "cuda: option precision=" + asked + "; expected one of [bf16, fp16, fp32]");
        }
        CudaTowers.Source device = source.apply(config.device());
        CudaModelEngine engine = new CudaModelEngine(device, precision);
        VisionLanguageEncoder encoder = ModelOpening.open(FORMAT, config, new ModelTokenizer(), opening -> engine);
        return new CudaEncoder(encoder, engine.device);
    }

    @Override
    public Map<String, String> provenance() {
        return Map.of("kernels", description());
    }

    @Override
    public String description() {
        return "our own kernels in " + precision.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public ModelTower<PixelBatch> image(ModelOpening opening) {
        Checkpoint checkpoint = opening.checkpoint()
                .orElseThrow(() -> new EncoderException("cuda: " + opening.folder()
                        + ": expected a folder with published weights, not one of its files"));
        towers = checkpoint.read();
        file = opening.relative(checkpoint.weights());
        ImageTower tower = towers.image()
                .orElseThrow(() -> new EncoderException(
                        checkpoint.config() + ": is a text tower alone; expected an image tower, alone or with one"));
        if (tower.channels() != opening.spec().channels().count()) {
            throw new EncoderException(checkpoint.config() + ": takes " + tower.channels()
                    + " channels; the preprocessing makes "
                    + opening.spec().channels().count()
                    + ". Correct it, or set option preset=NAME or spec=FILE.");
        }
        requireOwnOutput("output", opening.imageOutput(), tower.head().output());
        state(opening, checkpoint, tower);
        device = opening.add(CudaTowers.open(
                source,
                towers,
                new CudaTowers.Size(
                        opening.spec().outputHeight(), opening.spec().outputWidth()),
                precision,
                opening.batchSize()));
        opening.state("device memory", (device.bytes() >> 20) + " MiB");
        DevicePreprocessor preprocessor = device.preprocessor(opening.spec());
        return new ModelTower<PixelBatch>(
                        file,
                        tower.head().output(),
                        device.image().orElseThrow().dimension(),
                        Optional.empty(),
                        0,
                        device::encode)
                .ofImages((images, rows) -> device.encode(images, preprocessor, rows));
    }

    private static void requireOwnOutput(String option, Optional<String> asked, String own) {
        if (asked.isPresent() && !asked.get().equals(own)) {
            throw new EncoderException("cuda: " + option + "=" + asked.get() + "; this tower gives " + own
                    + " and nothing else. Open it with onnx: for its other outputs.");
        }
    }

    private void state(ModelOpening opening, Checkpoint checkpoint, ImageTower tower) {
        Map<Path, String> hashes =
                WeightAudit.hashes(towers.weights(), towers.weights().tensors().keySet());
        opening.state("source", "weights (" + checkpoint.format() + ")");
        opening.state("image model", file);
        if (hashes.containsKey(checkpoint.weights())) {
            opening.state("image model sha256", hashes.get(checkpoint.weights()));
        } else {
            opening.hash("image model", checkpoint.weights());
            hashes.forEach((shard, hash) -> opening.state("image model data " + shard.getFileName() + " sha256", hash));
        }
        opening.hash("configuration", checkpoint.config());
        opening.state("image tower", Description.hash(tower));
        opening.state("computed in", precision.name().toLowerCase(Locale.ROOT) + ", sums in float32");
        opening.state("image network", String.join("; ", Description.lines(tower)));
        towers.text().ifPresent(words -> {
            opening.state("text model", file);
            opening.state("text tower", Description.hash(words));
            opening.state("text network", String.join("; ", Description.lines(words)));
        });
        towers.noText().ifPresent(reason -> opening.state("text model", "not used: " + reason));
        towers.logitScale().ifPresent(scale -> {
            opening.logits(scale, towers.logitBias(), file);
            opening.state("logit scale source", "the weight logit_scale in " + file);
        });
    }

    @Override
    public boolean hasText(ModelOpening opening) {
        return towers.text().isPresent();
    }

    @Override
    public ModelTextTower text(ModelOpening opening) {
        TextTower tower = towers.text().orElseThrow();
        requireOwnOutput("text-output", opening.textOutput(), tower.head().output());
        DeviceTextTower words = device.text().orElseThrow();
        boolean endsBeforePadding = tower.causal() && tower.head().pooling() instanceof TowerPooling.EndOfText;
        return new ModelTextTower(
                new ModelTower<>(file, tower.head().output(), words.dimension(), Optional.empty(), 0, device::encode),
                OptionalInt.empty(),
                tower.masked() || endsBeforePadding,
                OptionalInt.of(tower.context()));
    }
}
