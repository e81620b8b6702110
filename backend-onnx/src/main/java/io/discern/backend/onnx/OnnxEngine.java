package io.discern.backend.onnx;

import io.discern.EncoderConfig;
import io.discern.VisionLanguageEncoder;
import io.discern.internal.model.ModelEngine;
import io.discern.internal.model.ModelFormat;
import io.discern.internal.model.ModelOpening;
import io.discern.internal.model.ModelTextTower;
import io.discern.internal.model.ModelTower;
import io.discern.internal.tower.TextTower;
import io.discern.preprocess.PixelBatch;
import io.discern.text.TokenBatch;
import io.discern.tokenizers.ModelTokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/** ONNX Runtime's part of an opening: sessions and towers. Used once, by one thread. */
final class OnnxEngine implements ModelEngine {
    private static final ModelFormat FORMAT = new ModelFormat(
            "onnx",
            ".onnx",
            "onnx",
            List.of("onnx/vision_model.onnx", "vision_model.onnx", "onnx/model.onnx", "model.onnx"),
            List.of("onnx/text_model.onnx", "text_model.onnx"),
            true,
            Set.of());

    private Optional<CheckpointModel> weights = Optional.empty();
    private OnnxSession imageSession;
    private OnnxImageTower image;
    private OnnxTextTower text;

    static VisionLanguageEncoder open(EncoderConfig config) {
        return ModelOpening.open(FORMAT, config, new ModelTokenizer(), opening -> new OnnxEngine());
    }

    @Override
    public Map<String, String> provenance() {
        return Map.of("onnxruntime", OrtRuntime.version());
    }

    @Override
    public String description() {
        return "ONNX Runtime " + OrtRuntime.version();
    }

    @Override
    public ModelTower<PixelBatch> image(ModelOpening opening) {
        weights = opening.checkpoint().map(checkpoint -> CheckpointModel.read(opening, checkpoint));
        imageSession = weights.isPresent()
                ? opening.add(weights.get().image(opening))
                : session(opening, "image", opening.imageModel());
        OptionalInt prefix =
                weights.map(model -> OptionalInt.of(model.prefix())).orElse(OptionalInt.empty());
        image = OnnxImageTower.bind(imageSession, opening, prefix);
        return new ModelTower<>(
                imageSession.file(),
                image.output(),
                image.dimension(),
                image.pooling(),
                image.fixedBatch(),
                image::encode);
    }

    @Override
    public boolean hasText(ModelOpening opening) {
        return weights.flatMap(CheckpointModel::textTower).isPresent()
                || opening.textModel().isPresent()
                || OnnxTextTower.isIn(imageSession);
    }

    @Override
    public ModelTextTower text(ModelOpening opening) {
        Optional<TextTower> described = weights.flatMap(CheckpointModel::textTower);
        Optional<Path> own = opening.textModel();
        OnnxSession session = described.isPresent()
                ? opening.add(weights.get().text(opening))
                : own.isPresent() ? session(opening, "text", own.get()) : imageSession;
        text = OnnxTextTower.bind(session, opening);
        return new ModelTextTower(
                new ModelTower<>(
                        session.file(),
                        text.output(),
                        text.dimension(),
                        text.pooling(),
                        text.fixedBatch(),
                        text::encode),
                text.fixedLength(),
                // A causal tower's end of text comes before the padding, and never sees it.
                text.hasMask()
                        || described.filter(OnnxTextTower::endsBeforePadding).isPresent(),
                described.map(tower -> OptionalInt.of(tower.context())).orElse(OptionalInt.empty()));
    }

    /** A graph with both towers shows the scale and the bias. */
    @Override
    public void logits(ModelOpening opening, Supplier<PixelBatch> pixels, Supplier<TokenBatch> tokens) {
        boolean joint = imageSession.outputs().containsKey(LogitProbe.LOGITS)
                && opening.textModel().isEmpty();
        if (joint && image.fixedBatch() == 0) {
            LogitProbe.measure(imageSession, image, pixels.get(), text, tokens.get())
                    .ifPresent(shown -> opening.logits(shown.scale(), shown.bias(), imageSession.file()));
        }
    }

    private static OnnxSession session(ModelOpening opening, String tower, Path model) {
        String file = opening.relative(model);
        opening.model(tower, model);
        for (Path data : ExternalData.files(model, file, opening.folder())) {
            opening.hash(tower + " model data " + data.getFileName(), data);
        }
        return opening.add(OnnxSession.open(
                model,
                file,
                opening.device(),
                opening.threads(),
                opening.timeLimit().orElse(RunLimit.SECONDS)));
    }
}
