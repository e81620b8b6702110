package io.discern.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.discern.internal.checkpoint.Checkpoint;
import io.discern.internal.tower.ImageTower;
import io.discern.internal.tower.Towers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TowerGraphTest {
    /** ONNX Runtime does not recognise attention in what PyTorch exports of CLIP; asked for by name, it need not. */
    @ParameterizedTest
    @CsvSource({"hf-clip-vision, QuickGelu, 2", "timm-vit-registers-mean, Gelu, 2", "hf-dinov3-gated, QuickGelu, 2"})
    void everyBlockIsOneAttentionAndItsNormsAreOneWithTheSums(String name, String activation, int blocks)
            throws IOException {
        Path folder = Path.of("src/test/resources/towers").resolve(name).toRealPath();
        Towers towers = Checkpoint.find(folder).orElseThrow().read();
        ImageTower tower = towers.image().orElseThrow();
        byte[] model = TowerGraph.image(tower, towers.weights(), folder, tower.height(), tower.width())
                .bytes();

        assertThat(tower.blocks()).hasSize(blocks);
        assertThat(nodes(model, "MultiHeadAttention")).isEqualTo(blocks);
        assertThat(nodes(model, "Softmax")).isZero();
        assertThat(nodes(model, activation)).isEqualTo(blocks);
        assertThat(nodes(model, "SkipLayerNormalization")).isGreaterThanOrEqualTo(2 * blocks - 1);
        assertThat(nodes(model, "MatMul")).isZero();
    }

    /** How many nodes have that operator: it is field 4 of a node, a text with its length before it. */
    private static long nodes(byte[] model, String operator) {
        String bytes = new String(model, StandardCharsets.ISO_8859_1);
        return Pattern.compile(Pattern.quote("\"" + (char) operator.length() + operator))
                .matcher(bytes)
                .results()
                .count();
    }
}
