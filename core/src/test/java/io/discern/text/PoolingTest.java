package io.discern.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolingTest {
    private static final FloatBuffer VECTORS =
            FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5, 6, /* second */ 7, 8, 9, 10, 12, 14});
    private static final TokenBatch TEXTS =
            new TokenBatch(2, 3, new long[] {1, 9, 9, 9, 1, 0}, new long[] {1, 1, 1, 1, 1, 0});

    private static float[] pooled(Pooling pooling, TokenBatch texts) {
        float[] pooled = new float[4];
        pooling.pool(VECTORS.duplicate(), 2, 3, 2, texts, FloatBuffer.wrap(pooled));
        return pooled;
    }

    @Test
    void eachRuleTakesItsTokens() {
        assertThat(pooled(Pooling.CLS, TEXTS)).containsExactly(1, 2, 7, 8);
        assertThat(pooled(Pooling.LAST, TEXTS)).containsExactly(5, 6, 12, 14);
        assertThat(pooled(Pooling.EOT, TEXTS)).containsExactly(3, 4, 7, 8);
        assertThat(pooled(Pooling.MEAN, TEXTS)).containsExactly(3, 4, 8, 9);
        assertThat(pooled(Pooling.MEAN, null)).containsExactly(3, 4, (7 + 9 + 12) / 3f, (8 + 10 + 14) / 3f);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> pooled(Pooling.EOT, null)).hasMessageContaining("needs token ids");
        assertThatThrownBy(() -> pooled(Pooling.CLS, new TokenBatch(2, 4, new long[8], new long[8])))
                .hasMessageContaining("3 token vectors for 4 tokens");
        assertThatThrownBy(() -> Pooling.parse("max")).hasMessageContaining("expected cls, mean, mean-patches, ");
    }

    @Test
    void meansLeaveOutTheTokensInFrontOfThePatches() {
        assertThat(pooled(Pooling.parse("mean-from-1"), null)).containsExactly(4, 5, 10.5f, 12);
        float[] both = new float[8];
        Pooling.parse("cls+mean-from-1").pool(VECTORS.duplicate(), 2, 3, 2, null, FloatBuffer.wrap(both));
        assertThat(both).containsExactly(1, 2, 4, 5, 7, 8, 10.5f, 12);
        assertThat(Pooling.CLS_AND_MEAN.after(1)).isEqualTo(Pooling.parse("cls+mean-from-1"));
        assertThat(Pooling.MEAN_PATCHES.after(5)).hasToString("mean-from-5");
        assertThat(Pooling.MEAN.after(5)).isEqualTo(Pooling.MEAN);
        assertThatThrownBy(() -> pooled(Pooling.MEAN_PATCHES, null)).hasMessageContaining("expected mean-from-N");
        assertThatThrownBy(() -> pooled(Pooling.parse("mean-from-3"), null)).hasMessageContaining("has none left");
    }

    @Test
    void everyNameReadsBackAsItself() {
        for (String name :
                List.of("cls", "mean", "mean-patches", "mean-from-5", "cls+mean", "cls+mean-from-1", "eot", "last")) {
            assertThat(Pooling.parse(name)).hasToString(name);
        }
    }
}
