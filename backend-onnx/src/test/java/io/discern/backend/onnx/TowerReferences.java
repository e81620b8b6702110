package io.discern.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.discern.internal.checkpoint.Checkpoint;
import io.discern.internal.tower.Towers;
import io.discern.internal.weights.StoredTensor;
import io.discern.store.Npy;
import io.discern.store.NpyArray;
import io.discern.testkit.RowAgreement;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs the towers of a checkpoint on the inputs in its folder {@code reference}, and compares with what the Python library made
 * of them: {@code pixel_values}, {@code input_ids}, {@code attention_mask} in; {@code image_embeds}, {@code text_embeds},
 * {@code last_hidden_state}, {@code forward_features}, {@code pooler_output}, {@code embedding} out.
 */
final class TowerReferences {
    /** Names of references, and the output of a graph that each is of. */
    private static final Map<String, List<String>> OUTPUTS = Map.of(
            "image_embeds", List.of("image_embeds"),
            "text_embeds", List.of("text_embeds"),
            "last_hidden_state", List.of("last_hidden_state"),
            "forward_features", List.of("last_hidden_state"),
            "pooler_output", List.of("pooler_output"),
            "embedding", List.of("pooler_output"),
            "text_hidden_state", List.of("last_hidden_state"));

    private TowerReferences() {}

    /** Runs and compares everything that there is a reference for. */
    static List<RowAgreement> compare(Path folder) throws IOException, OrtException {
        Towers towers = Checkpoint.find(folder).orElseThrow().read();
        Path references = folder.resolve("reference");
        Path root = towers.weights().tensors().values().stream()
                .map(StoredTensor::file)
                .map(Path::getParent)
                .findFirst()
                .orElseThrow();
        List<RowAgreement> comparisons = new ArrayList<>();
        if (towers.image().isPresent() && Files.exists(references.resolve("pixel_values.npy"))) {
            NpyArray pixels = Npy.read(references.resolve("pixel_values.npy"));
            long[] shape = shape(pixels);
            byte[] model = TowerGraph.image(
                            towers.image().get(), towers.weights(), root, (int) shape[2], (int) shape[3])
                    .bytes();
            try (OnnxTensor tensor =
                    OnnxTensor.createTensor(OrtRuntime.environment(), FloatBuffer.wrap(pixels.toFloats()), shape)) {
                Set<String> of = towers.text().isPresent()
                        ? Set.of("image_embeds")
                        : Set.of("image_embeds", "last_hidden_state", "forward_features", "pooler_output", "embedding");
                run(model, root, Map.of("pixel_values", tensor), references, of, comparisons);
            }
        }
        if (towers.text().isPresent() && Files.exists(references.resolve("input_ids.npy"))) {
            NpyArray ids = Npy.read(references.resolve("input_ids.npy"));
            long[] shape = shape(ids);
            long[] mask = new long[ids.toLongs().length];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = ids.toLongs()[i] == towers.text().get().padId().orElse(-1) ? 0 : 1;
            }
            if (Files.exists(references.resolve("attention_mask.npy"))) {
                mask = Npy.read(references.resolve("attention_mask.npy")).toLongs();
            }
            byte[] model =
                    TowerGraph.text(towers.text().get(), towers.weights(), root).bytes();
            OrtEnvironment environment = OrtRuntime.environment();
            try (OnnxTensor one = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids.toLongs()), shape);
                    OnnxTensor other = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape)) {
                Map<String, OnnxTensor> feeds = new HashMap<>(Map.of("input_ids", one));
                if (towers.text().get().masked()) {
                    feeds.put("attention_mask", other);
                }
                Set<String> of = towers.image().isPresent()
                        ? Set.of("text_embeds", "text_hidden_state")
                        : Set.of("text_embeds", "last_hidden_state", "pooler_output");
                run(model, root, feeds, references, of, comparisons);
            }
        }
        return comparisons;
    }

    private static long[] shape(NpyArray array) {
        return Arrays.stream(array.shape()).asLongStream().toArray();
    }

    private static void run(
            byte[] model,
            Path root,
            Map<String, OnnxTensor> feeds,
            Path references,
            Set<String> of,
            List<RowAgreement> comparisons)
            throws IOException, OrtException {
        try (SessionOptions options = new SessionOptions()) {
            options.addConfigEntry("session.model_external_initializers_file_folder_path", root.toString());
            if (System.getProperty("discern.optimized") != null) {
                options.setOptimizedModelFilePath(System.getProperty("discern.optimized"));
            }
            try (OrtSession session = OrtRuntime.environment().createSession(model, options);
                    OrtSession.Result result = session.run(feeds)) {
                for (String reference : of.stream().sorted().toList()) {
                    Path file = references.resolve(reference + ".npy");
                    if (Files.exists(file)) {
                        OnnxTensor output = (OnnxTensor)
                                result.get(OUTPUTS.get(reference).get(0)).orElseThrow();
                        NpyArray expected = Npy.read(file);
                        long[] shape = shape(expected);
                        comparisons.add(RowAgreement.of(reference, output.getFloatBuffer(), expected.toFloats(), (int)
                                shape[shape.length - 1]));
                    }
                }
            }
        }
    }
}
