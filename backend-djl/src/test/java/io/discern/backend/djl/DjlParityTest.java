package io.discern.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.Embeddings;
import io.discern.EncoderConfig;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import io.discern.miniatures.SyntheticLesions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One model as TorchScript and as ONNX: the same embeddings, and those of PyTorch in Python. */
class DjlParityTest {
    private static final double SAME = 0.99999;
    private static final EncoderConfig ON_DJL = EncoderConfig.of("").withOption("backend", "djl");

    @Test
    void picturesAndPromptsGetTheEmbeddingsOfPyTorchInPython() throws IOException {
        try (VisionLanguageEncoder encoder = Encoders.open("mini:general", ON_DJL)) {
            assertThat(MiniatureFixtures.worstCosine(
                            encoder.encodeImages(MiniatureFixtures.pictures()),
                            MiniatureFixtures.reference("image_embeds")))
                    .isGreaterThanOrEqualTo(SAME);
            assertThat(MiniatureFixtures.worstCosine(
                            encoder.encodeTexts(MiniatureFixtures.prompts()),
                            MiniatureFixtures.reference("text_embeds")))
                    .isGreaterThanOrEqualTo(SAME);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"general", "general-rich", "medical"})
    void bothBackendsGiveTheSameRows(String miniature) throws IOException {
        List<RgbImage> images = new ArrayList<>(MiniatureFixtures.pictures());
        for (String modality : List.of("dermoscopy", "ultrasound")) {
            for (var row : SyntheticLesions.of(modality, 20, 5).images()) {
                images.add(row.source().load());
            }
        }
        List<String> texts = List.of("melanoma", "dermoscopy image of nevus", "a red circle", "an X-ray of a nodule");
        try (VisionLanguageEncoder torch = Encoders.open("mini:" + miniature, ON_DJL);
                VisionLanguageEncoder onnx = Encoders.open("mini:" + miniature)) {
            assertSame(torch.encodeImages(images), onnx.encodeImages(images));
            assertSame(torch.encodeTexts(texts), onnx.encodeTexts(texts));
            assertThat(torch.info().provenance().get("preprocess"))
                    .isEqualTo(onnx.info().provenance().get("preprocess"));
            assertThat(torch.info().logits().scale())
                    .isEqualTo(onnx.info().logits().scale());
        }
    }

    private static void assertSame(Embeddings torch, Embeddings onnx) {
        double worst = MiniatureFixtures.worstCosine(torch, onnx);
        assertThat(worst).as("smallest cosine of %s", torch).isGreaterThanOrEqualTo(SAME);
    }
}
