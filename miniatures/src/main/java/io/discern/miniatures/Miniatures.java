package io.discern.miniatures;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The trained miniatures that this jar carries: three dual encoders of image and text, each a model
 * folder laid out as on the Hugging Face hub.
 *
 * <pre>
 * onnx/vision_model.onnx      pixel_values float32 [batch, 3, side, side] -> image_embeds [batch, 64]
 * onnx/text_model.onnx        input_ids, attention_mask int64 [batch, sequence] -> text_embeds [batch, 64]
 * torchscript/vision_model.pt, torchscript/text_model.pt    the same towers
 * preprocessor_config.json, tokenizer.json, discern.json
 * </pre>
 *
 * <p>How each was trained, on what, and what it can and cannot do stands in its {@code MODEL_CARD.md}
 * beside these files.
 */
public final class Miniatures {

    private static final List<String> NAMES = List.of("general", "general-rich", "medical");

    private static final List<String> FILES = List.of(
            "discern.json",
            "preprocessor_config.json",
            "tokenizer.json",
            "MODEL_CARD.md",
            "onnx/vision_model.onnx",
            "onnx/text_model.onnx",
            "torchscript/vision_model.pt",
            "torchscript/text_model.pt");

    private Miniatures() {}

    /** The names, as in {@code mini:general}. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Copies a miniature's files into a folder, which other providers and tools can then open.
     *
     * @param name one of {@link #names()}
     * @param folder created if missing; files of the same names are replaced
     * @throws IllegalArgumentException if there is no such miniature; the message lists those that exist
     * @throws IOException if a file cannot be written
     */
    public static void extract(String name, Path folder) throws IOException {
        requireName(name);
        for (String file : FILES) {
            Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            try (InputStream source = Miniatures.class.getResourceAsStream(name + "/" + file)) {
                if (source == null) {
                    throw new FileNotFoundException("miniature " + name + ": resource " + file
                            + " is missing; expected it beside " + Miniatures.class.getName()
                            + ". The jar is damaged or was repackaged: use the original one.");
                }
                Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    static void requireName(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "no miniature named '" + name + "'; miniatures: " + NAMES + ". Open one as mini:" + NAMES.get(0));
        }
    }
}
