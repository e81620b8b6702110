package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What times towers on a GPU runs through on the kernels' host build, whose times mean nothing. */
class HostTowerSpeedTest {

    @Test
    void everyTowerAndPrecisionIsTimed() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        HostSource source = new HostSource(HostEngine.ThreadOrder.FORWARD, 256L << 20, 90);
        try {
            new TowerSpeed(
                            new PrintStream(said, true, StandardCharsets.UTF_8),
                            source,
                            1,
                            TowerCase.committed("hf-clip-old-end").folder())
                    .measure(2);
            assertThat(source.live()).as("engines left open").isZero();
        } finally {
            source.kill();
        }
        String lines = said.toString(StandardCharsets.UTF_8);
        for (Precision precision : Precision.values()) {
            int batch = precision == Precision.FLOAT32 ? 1 : 2;
            assertThat(lines)
                    .contains(
                            "hf-clip-old-end " + precision + " [RowAgreement[what=image_embeds, cosine=0.99",
                            "text_embeds")
                    .containsPattern("hf-clip-old-end " + precision + " batch " + batch
                            + ": \\d+ images/s, with sending \\d+, from images of 8 bits \\d+")
                    .containsPattern("hf-clip-old-end " + precision + " batch " + batch
                            + ": \\d+ texts/s of \\d+ tokens, with sending \\d+");
        }
        assertThat(lines).containsPattern("ATTENTION +\\d+ calls");
    }
}
